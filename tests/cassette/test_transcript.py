import json
from typing import Any

from msgspec.structs import replace

from mockllm.ask import File, Image, ToolResult
from mockllm.cassette.exchange import Request, Response
from mockllm.cassette.transcript import Line, _common, _told, as_markdown, as_text, scenes
from mockllm.turn import Json, Other, Reasoning, Refusal, Text, ToolCall
from tests.cassette.samples import answered, streamed
from tests.cassette.test_shapes import CHAT, CHAT_ANSWER, said
from tests.cassette.test_translate import _chat


def test_what_the_exchange_before_had_already_is_not_told_again() -> None:
    asked: dict[str, Any] = json.loads(CHAT.request.body)
    asked["messages"] += [{"role": "assistant", "content": "hello"}, {"role": "user", "content": "more"}]

    first, second = scenes([CHAT, said("chat/completions", asked, CHAT_ANSWER)])

    assert (first.earlier, first.asked) == (0, (Line("user", "text", "hi"),))
    assert (second.earlier, second.asked) == (2, (Line("user", "text", "more"),))
    assert "(2 earlier)" in as_text(second)
    assert "*2 earlier*" in as_markdown(second)


def test_an_exchange_that_repeats_another_is_told_whole() -> None:
    assert [scene.earlier for scene in scenes([CHAT, CHAT])] == [0, 0]


def test_tools_are_told_by_name() -> None:
    scene = next(scenes([said("chat/completions", _chat(), CHAT_ANSWER)]))

    assert [line.kind for line in scene.asked] == ["text", "text", "text", "call", "result"]
    assert scene.asked[3].text == 'clock {"a":1}'


def test_several_choices_are_told_apart() -> None:
    answer = {
        **CHAT_ANSWER,
        "choices": [{**json.loads(json.dumps(CHAT_ANSWER))["choices"][0], "index": n} for n in (0, 1)],
    }

    scene = next(scenes([said("chat/completions", {"model": "m", "messages": []}, answer)]))

    assert [line.who for line in scene.answered] == ["assistant 1", "assistant 2"]


def test_what_has_no_shape_is_told_as_it_is() -> None:
    scene = next(scenes([answered({"input": "é"}, b"plain", uri="https://h/v1/other")]))

    assert scene.asked == (Line("request", "body", '{\n  "input": "é"\n}'),)
    assert scene.answered == (Line("answer", "body", "plain"),)
    empty = replace(answered(), request=Request("GET", "https://h/x"), response=Response(204, "No Content"))
    assert next(scenes([empty])).answered == ()


def test_long_bodies_are_cut_short() -> None:
    scene = next(scenes([answered(b"x", b"y" * 5_000)]))

    assert scene.answered[0].text.endswith("… 1000 more characters")


def test_a_stream_says_how_long_it_took_and_how_it_ended() -> None:
    scene = next(scenes([streamed(end="reset", times="1.0 2.5 2.6 1900.0")]))

    assert scene.facts[1] == "200, OK, stream of 4 chunks in 1.9 s, reset, recorded 2026-01-02T03:04:05Z"


def test_every_kind_of_part_has_words() -> None:
    told = [
        _told(part)
        for part in (
            Text("a"),
            Json("{}"),
            Reasoning(summary=("b", "c")),
            Refusal("no"),
            ToolCall("f", "{}"),
            ToolResult("i", "r"),
            Image(media_type="image/png"),
            Image(url="u"),
            File(name="n"),
            File(),
            Other("s", {"type": "t"}),
        )
    ]

    assert told == [
        ("text", "a"),
        ("text", "{}"),
        ("reasoning", "b\nc"),
        ("refusal", "no"),
        ("call", "f {}"),
        ("result", "r"),
        ("image", "image/png, in the request"),
        ("image", "u"),
        ("file", "n"),
        ("file", "in the request"),
        ("other", "t"),
    ]


def test_fences_are_longer_than_those_inside() -> None:
    text = as_markdown(next(scenes([answered(b"x", b"```\ncode\n```", uri="https://h/v1/other")])))

    assert "````\n```\ncode\n```\n````" in text


def test_text_of_several_lines_is_indented() -> None:
    text = as_text(next(scenes([answered(b"x", b"one\ntwo", uri="https://h/v1/other")])))

    assert "  answer body: one\n    two\n" in text


def test_what_was_asked_for_is_told() -> None:
    asked = {
        **_chat(),
        "max_tokens": 7,
        "stop": ["\n"],
        "n": 2,
        "temperature": 0.5,
        "logit_bias": {"5": 1},
        "response_format": {"type": "json_schema", "json_schema": {"name": "weather", "schema": {}}},
    }

    scene = next(scenes([said("chat/completions", asked, CHAT_ANSWER)]))

    assert scene.facts[0] == (
        'model: gpt; tools: clock; format: weather; limit: 7; stop: "\\n"; n: 2; temperature: 0.5; '
        "logit_bias: {'5': 1}"
    )


def test_what_is_given_back_in_other_words_is_the_same() -> None:
    def turn(arguments: str, thought: str) -> list[Line]:
        return [
            Line("user", "text", "hi"),
            Line("assistant", "reasoning", thought),
            Line("assistant", "call", arguments),
        ]

    new = Line("tool", "result", "18")

    assert _common(turn('f {"a":1}', "why"), [*turn('f {"a": 1}', ""), new]) == 3
    assert _common(turn("f {", "why"), [turn("f {", "")[0], turn("f {", "")[2], new]) == 2
    assert _common(turn('f {"a":1}', "why"), [*turn('f {"a":2}', "why"), new]) == 1
