"""Turns written as messages."""

import base64
from typing import Any, get_args

import pytest

from mockllm.ask import Model, Thinking
from mockllm.turn import Citation, Json, Other, Part, Reasoning, Refusal, Stop, Text, ToolCall, Turn, Usage
from mockllm.wire.messages import body, events
from mockllm.wire.messages.body import STOP, first_usage, last_usage
from tests.asks import ask
from tests.stamps import stamp_of

THINKS: dict[str, Any] = {"thinking": Thinking("high", text=True)}


def whole(*parts: Part, turn: dict[str, Any] | None = None, **fields: Any) -> Any:
    return body(ask(shape="messages", **fields), [Turn(parts, **(turn or {}))], stamp_of())


def blocks(*parts: Part, **fields: Any) -> list[Any]:
    return list(whole(*parts, **fields)["content"])


def test_every_stop_has_its_reason() -> None:
    assert set(STOP) == set(get_args(Stop))


@pytest.mark.parametrize(
    ("part", "block"),
    [
        (Text("a"), {"type": "text", "text": "a"}),
        (Json("{}"), {"type": "text", "text": "{}"}),
        (Refusal("no"), {"type": "text", "text": "no"}),
        (Reasoning("hm", signature="s"), {"type": "thinking", "thinking": "hm", "signature": "s"}),
        (Reasoning(summary=("a", "b"), signature="s"), {"type": "thinking", "thinking": "a\n\nb", "signature": "s"}),
        (
            ToolCall("f", '{"a":1}', "t"),
            {"type": "tool_use", "id": "t", "name": "f", "input": {"a": 1}, "caller": {"type": "direct"}},
        ),
        (Other("messages", {"type": "x"}), {"type": "x"}),
    ],
)
def test_each_kind_of_block(part: Part, block: dict[str, Any]) -> None:
    assert blocks(part, **THINKS) == [block]


@pytest.mark.parametrize("part", [Text(""), Refusal(""), Reasoning("hm"), Other("chat", {})])
def test_what_has_nothing_to_show_is_no_block(part: Part) -> None:
    assert blocks(part) == []


def test_hidden_thinking_shows_even_unasked() -> None:
    assert blocks(Reasoning(redacted=True))[0]["type"] == "redacted_thinking"


THINKS_ALWAYS = Model("m", traits=frozenset({"thinks_unasked"}))


@pytest.mark.parametrize("fields", [{"card": THINKS_ALWAYS}, {"thinking": Thinking("high")}])
def test_thoughts_that_are_not_to_be_seen_leave_an_empty_block(fields: dict[str, Any]) -> None:
    (shown,) = blocks(Reasoning("hm", ("h",), signature="s"), **fields)
    told = events(ask(shape="messages", **fields), [Turn((Reasoning("hm", signature="s"),))], stamp_of())
    deltas = [event.data["delta"] for event in told if isinstance(event.data, dict) and "delta" in event.data]

    assert shown == {"type": "thinking", "thinking": "", "signature": "s"}
    assert deltas[:-1] == [{"type": "signature_delta", "signature": "s"}]


@pytest.mark.parametrize("arguments", ['{"a":', "[1]", "x"])
def test_arguments_that_are_no_object_are_an_empty_one(arguments: str) -> None:
    assert blocks(ToolCall("f", arguments))[0]["input"] == {}


def test_ids_and_signatures_are_made_where_there_are_none() -> None:
    thought, call = blocks(Reasoning("hm"), ToolCall("f"), **THINKS)

    assert call["id"].startswith("toolu_01")
    opaque = base64.b64decode(thought["signature"])
    assert opaque[0] == 0x12
    assert opaque[1] % 128 + 128 * opaque[2] == len(opaque[3:]) == 240


def test_a_citation_quotes_its_text() -> None:
    cited = blocks(Text("Rain today.", (Citation("u", "T", 0, 4),)))[0]["citations"][0]

    assert (cited["cited_text"], cited["url"], cited["type"]) == ("Rain", "u", "web_search_result_location")


def test_a_citation_quotes_what_its_source_says_where_that_is_known() -> None:
    cited = blocks(Text("Rain today.", (Citation("u", "T", 0, 4, "It will rain."),)))[0]["citations"][0]

    assert cited["cited_text"] == "It will rain."


def test_a_refusal_explains_itself() -> None:
    got = whole(Refusal("I won't.", "cyber"))

    assert got["stop_reason"] == "refusal"
    assert got["stop_details"] == {"type": "refusal", "category": "cyber", "explanation": "I won't."}
    filtered = whole(turn={"stop": "content_filter"})
    assert filtered["stop_details"] == {"type": "refusal", "category": None, "explanation": None}


def test_a_stop_sequence_is_named() -> None:
    got = whole(Text("a"), turn={"stop": "stop_sequence", "stop_sequence": "END"})

    assert (got["stop_reason"], got["stop_sequence"], got["stop_details"]) == ("stop_sequence", "END", None)


def test_input_tokens_are_those_beside_the_cache() -> None:
    used = Usage(100, 20, 5, cached=60, written=30, written_1h=10)
    got = whole(turn={"usage": used})["usage"]

    assert (got["input_tokens"], got["cache_read_input_tokens"], got["cache_creation_input_tokens"]) == (10, 60, 30)
    assert got["cache_creation"] == {"ephemeral_5m_input_tokens": 20, "ephemeral_1h_input_tokens": 10}


def test_thinking_is_counted_where_it_was_asked_for_or_the_model_tells() -> None:
    newer = Model("m", traits=frozenset({"output_details", "geo_global"}))

    assert "output_tokens_details" not in whole()["usage"]
    assert whole(**THINKS)["usage"]["output_tokens_details"] == {"thinking_tokens": 0}
    assert whole(card=newer)["usage"]["output_tokens_details"] == {"thinking_tokens": 0}
    assert whole(card=newer)["usage"]["inference_geo"] == "global"
    assert whole(body={"inference_geo": "eu"})["usage"]["inference_geo"] == "eu"


def test_the_speed_is_told_where_it_was_asked_for() -> None:
    assert "speed" not in whole(body={"speed": None})["usage"]
    assert list(whole(body={"speed": "fast"})["usage"].items())[-1] == ("speed", "fast")


def test_the_newest_models_tell_that_there_is_no_container() -> None:
    newest = whole(card=Model("m", traits=frozenset({"container_null"})))

    assert list(newest)[4:7] == ["content", "container", "stop_reason"]
    assert newest["container"] is None


@pytest.mark.parametrize(
    ("kinds", "wanted"),
    [
        (["text"], None),
        (["server_tool_use", "web_search_tool_result"], (1, 0)),
        (["web_search_tool_result"], (1, 0)),
        (["web_fetch_tool_result", "web_fetch_tool_result"], (0, 2)),
        (["mcp_tool_use", "mcp_tool_result"], (0, 0)),
    ],
)
def test_tools_of_the_service_are_counted_last(kinds: list[str], wanted: tuple[int, int] | None) -> None:
    parts = tuple(Other("messages", {"type": kind, "name": "web_search"}) for kind in kinds)
    ended = last_usage(ask(), Turn(parts))
    usage = whole(*parts)["usage"]

    if wanted is None:
        assert "server_tool_use" not in usage
    else:
        assert usage["server_tool_use"] == {"web_search_requests": wanted[0], "web_fetch_requests": wanted[1]}
        assert list(usage)[-1] == list(ended)[-1] == "server_tool_use"
        assert ended["server_tool_use"] == usage["server_tool_use"]


def test_a_stream_counts_one_token_at_its_start_and_all_at_its_end() -> None:
    turn = Turn(usage=Usage(3, 9))

    assert first_usage(ask(), turn)["output_tokens"] == 1
    assert last_usage(ask(), turn)["output_tokens"] == 9
    assert first_usage(ask(), Turn())["output_tokens"] == 0
