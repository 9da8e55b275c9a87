"""Legacy completions: what is read, what is written, and what the SDK makes of it."""

import json
from typing import Any

import pytest
from openai.types import Completion

from mockllm.ask import Ask, Model, text_of
from mockllm.stamp import EPOCH, Stamp
from mockllm.turn import Text, Turn, Usage, said
from mockllm.wire import Event, completions
from mockllm.wire.sse import frame

MODEL = Model("gpt-3.5-turbo-instruct:20230824-v2")
HELLO = Turn((Text("Hello there, friend."),), "end", usage=Usage(5, 4))
CUT = Turn((Text(" one two"),), "length", usage=Usage(5, 2))


def _ask(**body: Any) -> Ask:
    return completions.parse({"model": "gpt-3.5-turbo-instruct", "prompt": "Say hi", **body}, {}, "openai", MODEL)


def _stamp() -> Stamp:
    return Stamp(b"text", b"unique", EPOCH)


def _body(*turns: Turn, **body: Any) -> dict[str, Any]:
    shown = completions.body(_ask(**body), turns, _stamp())
    Completion.model_validate(shown, strict=True)
    return shown


def _chunks(*turns: Turn, **body: Any) -> list[dict[str, Any]]:
    events = list(completions.events(_ask(stream=True, **body), turns, _stamp()))
    assert events[-1].data == "[DONE]"
    found = []
    for event in events[:-1]:
        assert isinstance(event.data, dict)
        found.append(event.data)
    return found


def test_the_body_has_the_order_of_the_wire() -> None:
    shown = _body(HELLO)
    assert list(shown) == ["id", "object", "created", "model", "choices", "usage"]
    assert list(shown["choices"][0]) == ["text", "index", "logprobs", "finish_reason"]
    assert shown["id"].startswith("cmpl-")
    assert shown["usage"] == {"prompt_tokens": 5, "completion_tokens": 4, "total_tokens": 9}


@pytest.mark.parametrize(
    ("prompt", "texts"),
    [
        ("a", ["a"]),
        (["a", "b"], ["a", "b"]),
        ([11, 12], ["11 12"]),
        ([[11], [12, 13]], ["11", "12 13"]),
        (None, [""]),
        ([], [""]),
    ],
)
def test_prompts_come_in_four_forms(prompt: object, texts: list[str]) -> None:
    ask = _ask(prompt=prompt)
    assert [text_of(message) for message in ask.messages] == texts
    assert ask.n == len(texts)


def test_sixteen_tokens_are_the_usual_limit() -> None:
    assert _ask().limit == 16
    assert _ask(max_tokens=0).limit == 0
    assert _ask(max_tokens=99).limit == 99


def test_the_suffix_counts_as_input() -> None:
    assert _ask(suffix=" the end").input_tokens == _ask().input_tokens + 2


def test_each_prompt_gets_n_choices_of_best_of_turns() -> None:
    body = {"prompt": ["a", "b"], "n": 2, "best_of": 3}
    assert _ask(**body).n == 6
    turns = [Turn((Text(str(number)),), usage=Usage(2, 1)) for number in range(6)]
    shown = _body(*turns, **body)
    assert [choice["text"] for choice in shown["choices"]] == ["0", "1", "3", "4"]
    assert [choice["index"] for choice in shown["choices"]] == [0, 1, 2, 3]
    assert shown["usage"]["completion_tokens"] == 6


def test_echo_puts_each_prompt_before_its_choices() -> None:
    shown = _body(HELLO, HELLO, prompt=["A: ", "B: "], echo=True)
    assert [choice["text"][:3] for choice in shown["choices"]] == ["A: ", "B: "]
    assert "".join(chunk["choices"][0]["text"] for chunk in _chunks(HELLO, prompt="A: ", echo=True)).startswith("A: H")


def test_logprobs_line_up_with_the_text() -> None:
    scores = _body(HELLO, logprobs=2)["choices"][0]["logprobs"]
    assert "".join(scores["tokens"]) == "Hello there, friend."
    assert scores["text_offset"] == [0, 5, 11, 12, 19]
    assert all(len(top) == 2 for top in scores["top_logprobs"])
    assert all(-1 <= value <= 0 for value in scores["token_logprobs"])


def test_the_first_token_of_an_echoed_prompt_has_no_logprob() -> None:
    shown = completions.body(_ask(echo=True, logprobs=1), [HELLO], _stamp())
    assert shown["choices"][0]["logprobs"]["token_logprobs"][0] is None


def test_logprobs_of_a_stream_join_to_those_of_the_body() -> None:
    whole = _body(HELLO, logprobs=1)["choices"][0]["logprobs"]
    joined: dict[str, list[Any]] = {key: [] for key in whole}
    for chunk in _chunks(HELLO, logprobs=1):
        for key, values in (chunk["choices"][0]["logprobs"] or {}).items():
            joined[key] += values
    assert joined == whole


def test_an_end_has_a_chunk_of_its_own_and_a_cut_does_not() -> None:
    assert [c["choices"][0]["finish_reason"] for c in _chunks(CUT)] == [None, "length"]
    ended = _chunks(HELLO)
    assert ended[-1]["choices"][0] == {"text": "", "index": 0, "logprobs": None, "finish_reason": "stop"}
    assert list(ended[0]) == ["id", "object", "created", "choices", "model"]


def test_usage_comes_last_where_it_is_asked_for() -> None:
    chunks = _chunks(HELLO, stream_options={"include_usage": True})
    assert all(chunk["usage"] is None for chunk in chunks[:-1])
    assert list(chunks[-1]) == ["id", "object", "created", "model", "usage", "choices"]
    assert chunks[-1]["choices"] == []


def test_an_empty_turn_that_was_cut_still_ends() -> None:
    assert [c["choices"][0]["finish_reason"] for c in _chunks(Turn((), "length"))] == ["length"]


def _encoded(events: list[Event]) -> bytes:
    return b"".join(frame(e.data if isinstance(e.data, str) else json.dumps(e.data)) for e in events)


def test_what_is_written_can_be_read_again() -> None:
    turns = (HELLO, CUT)
    streamed = _encoded(list(completions.events(_ask(n=2), turns, _stamp())))
    plain = json.dumps(completions.body(_ask(n=2), turns, _stamp())).encode()
    for found in (completions.read(streamed, stream=True), completions.read(plain, stream=False)):
        assert [said(turn) for turn in found] == [said(turn) for turn in turns]
        assert [turn.stop for turn in found] == ["end", "length"]


def test_another_shape_is_not_read() -> None:
    with pytest.raises(ValueError, match="not a legacy completion"):
        completions.read(b'{"object": "chat.completion"}', stream=False)
