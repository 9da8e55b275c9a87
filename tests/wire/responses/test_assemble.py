"""Response events put together."""

from typing import Any

from mockllm.wire.responses.assemble import Assembly


def items(*events: dict[str, Any]) -> dict[int, dict[str, Any]]:
    assembly = Assembly()
    for event in events:
        assembly.take({"output_index": 0, "content_index": 0, "summary_index": 0, **event})
    return assembly.items


MESSAGE = {"type": "response.output_item.added", "item": {"type": "message", "content": []}}
PART = {"type": "response.content_part.added", "part": {"type": "output_text", "text": ""}}


def test_text_grows_in_its_part() -> None:
    said = [{"type": "response.output_text.delta", "delta": text} for text in "ab"]

    assert items(MESSAGE, PART, *said)[0]["content"] == [{"type": "output_text", "text": "ab"}]


def test_annotations_gather_in_their_part() -> None:
    noted = {"type": "response.output_text.annotation.added", "annotation": {"url": "u"}}

    assert items(MESSAGE, PART, noted)[0]["content"][0]["annotations"] == [{"url": "u"}]


def test_summaries_grow_in_theirs() -> None:
    added = {"type": "response.output_item.added", "item": {"type": "reasoning", "summary": []}}
    part = {"type": "response.reasoning_summary_part.added", "part": {"type": "summary_text", "text": ""}}
    said = {"type": "response.reasoning_summary_text.delta", "delta": "Hm"}

    assert items(added, part, said)[0]["summary"] == [{"type": "summary_text", "text": "Hm"}]


def test_arguments_grow_in_the_item() -> None:
    added = {"type": "response.output_item.added", "item": {"type": "function_call", "arguments": ""}}
    said = [{"type": "response.function_call_arguments.delta", "delta": text} for text in "{}"]

    assert items(added, *said)[0]["arguments"] == "{}"


def test_what_is_done_replaces_what_was_added() -> None:
    done = {"type": "response.output_item.done", "item": {"type": "message", "status": "completed"}}

    assert items(MESSAGE, PART, done) == {0: {"type": "message", "status": "completed"}}


def test_what_belongs_to_nothing_is_passed_over() -> None:
    assert items({"type": "response.output_text.delta", "delta": "x"}, {"type": "keepalive"}) == {}
