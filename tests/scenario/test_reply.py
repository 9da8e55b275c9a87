from collections.abc import Mapping
from typing import Any

import pytest
from msgspec.structs import replace

from mockllm.ask import Tool
from mockllm.errors import Failure, Miss
from mockllm.exchange import Answer, Fault, Pace
from mockllm.turn import Citation, Json, Other, Part, Reasoning, Refusal, Text, ToolCall, Usage
from tests.asks import ask, told, tool
from tests.scenario.plays import play

READ = tool("read_file", path={"type": "string"})
RUN = tool("run_tests")
TOOLS = ask(tools=(READ, RUN, Tool("patch", kind="custom")))


def answered(reply: Mapping[str, Any], to: Any = TOOLS) -> Answer:
    found = play({"turns": [reply]})(to)
    assert not isinstance(found, Miss)
    return found


@pytest.mark.parametrize(
    ("reply", "parts"),
    [
        ({"say": ""}, [Text("")]),
        ({"say": "Hi"}, [Text("Hi")]),
        ({"call": "run_tests"}, [ToolCall("run_tests", "{}")]),
        ({"call": {"read_file": {"path": "a"}}}, [ToolCall("read_file", '{"path":"a"}')]),
        (
            {"call": [{"read_file": {"path": "a"}, "run_tests": {}}, "run_tests"]},
            [ToolCall("read_file", '{"path":"a"}'), ToolCall("run_tests", "{}"), ToolCall("run_tests", "{}")],
        ),
        ({"call": "run_tests", "id": "call_1"}, [ToolCall("run_tests", "{}", "call_1")]),
        ({"call": {"run_tests": '{"spaced": 1}'}}, [ToolCall("run_tests", '{"spaced": 1}')]),
        ({"call": {"patch": "*** Begin"}}, [ToolCall("patch", "*** Begin", custom=True)]),
        ({"think": "Hm."}, [Reasoning("Hm.")]),
        (
            {"think": {"text": "Hm.", "summary": ["a", "b"], "signature": "s", "redacted": True}},
            [Reasoning("Hm.", ("a", "b"), "s", redacted=True)],
        ),
        ({"refuse": "No."}, [Refusal("No.")]),
        ({"refuse": {"text": "No.", "category": "bio"}}, [Refusal("No.", "bio")]),
        ({"json": {"a": ["é", None, 1]}}, [Json('{"a":["é",null,1]}')]),
        ({"json": None}, [Json("null")]),
        ({"raw": {"chat": {"x": 1}, "messages": {"y": 2}}}, [Other("chat", {"x": 1}), Other("messages", {"y": 2})]),
        (
            {
                "say": "See the docs.",
                "cite": [{"url": "https://a", "title": "A", "quote": "docs"}, {"url": "https://b"}],
            },
            [Text("See the docs.", (Citation("https://a", "A", 8, 12), Citation("https://b", "", 0, 13)))],
        ),
        ({"call": "run_tests", "say": "s", "think": "t"}, [Reasoning("t"), Text("s"), ToolCall("run_tests", "{}")]),
        (
            {"parts": ["a", {"call": "run_tests"}, {"say": "b"}, {"think": "c"}]},
            [Text("a"), ToolCall("run_tests", "{}"), Text("b"), Reasoning("c")],
        ),
        ({"stop": "length"}, []),
    ],
)
def test_words_make_parts(reply: dict[str, Any], parts: list[Part]) -> None:
    (turn,) = answered(reply).turns

    assert list(turn.parts) == parts


def test_a_list_is_the_parts_of_a_turn() -> None:
    found = play({"turns": [["a", {"call": "run_tests"}]]})(TOOLS)

    assert isinstance(found, Answer)
    assert found.turns[0].parts == (Text("a"), ToolCall("run_tests", "{}"))


def test_what_surrounds_the_parts_is_set() -> None:
    found = answered(
        {
            "say": "Hi",
            "stop": "stop_sequence",
            "stop_sequence": "END",
            "usage": {"input": 5, "output": 7, "cached": 2},
            "model": "gpt-x",
            "headers": {"x-a": "b", "x-n": 3},
            "pace": {"ttft": 0.5, "tps": 20, "jitter": [1, 2, 3]},
            "deltas": 3,
            "chunks": "byte",
            "hold_after": "Hi",
        }
    )
    (turn,) = found.turns

    assert (turn.stop, turn.stop_sequence, turn.deltas) == ("stop_sequence", "END", 3)
    assert turn.usage == Usage(input=5, output=7, cached=2)
    assert turn.extra == {"hold_after": "Hi"}
    assert (found.model, found.headers, found.chunks) == ("gpt-x", (("x-a", "b"), ("x-n", "3")), "byte")
    assert found.pace == Pace(0.5, 20, (1, 2, 3))


def test_faults_are_handed_on_in_their_order() -> None:
    found = answered({"say": "Hi", "cut": {"after_events": 2}, "drop": "done", "keepalive": {}})

    assert found.faults == (
        Fault("drop", {"what": "done"}),
        Fault("keepalive", {}),
        Fault("cut", {"after_events": 2}),
    )


def test_templates_look_at_the_request() -> None:
    asked = told("Weigh it", scale="12 kg")
    found = answered({"say": "{{ results.scale }} for {{ user | lower }} by {{ model }}"}, asked)

    assert found.turns[0].parts == (Text("12 kg for weigh it by gpt-5"),)


def test_templates_reach_into_arguments_and_documents() -> None:
    reply = {"parts": [{"call": {"read_file": {"path": "{{ user }}"}}}, {"json": {"said": ["{{ user }}"]}}]}
    found = answered(reply, replace(TOOLS, messages=ask('a"b').messages))

    assert found.turns[0].parts == (ToolCall("read_file", '{"path":"a\\"b"}'), Json('{"said":["a\\"b"]}'))


def test_without_templates_braces_are_sent() -> None:
    assert answered({"say": "{{ user }}", "template": False}).turns[0].parts == (Text("{{ user }}"),)


def test_a_template_that_fails_is_a_miss_that_names_it() -> None:
    found = answered({"say": "{{ nobody }}"})

    assert found.failure is not None
    assert found.failure.kind == "miss"
    assert found.problems == ("/turns/0: the template fails on this request: 'nobody' is undefined",)


@pytest.mark.parametrize(
    ("reply", "problem"),
    [
        ({"call": "send_mail"}, "calls the tool send_mail, which the request does not offer"),
        (
            {"call": {"read_file": {"path": 1}}},
            "calls read_file with arguments that its schema refuses: /path: is an integer",
        ),
        ({"call": {"read_file": "{"}}, "calls read_file with arguments that are not JSON"),
    ],
)
def test_a_call_that_the_request_does_not_allow_is_a_problem(reply: dict[str, Any], problem: str) -> None:
    found = answered(reply)

    assert found.failure is not None
    assert not found.turns
    assert problem in found.problems[0]
    assert found.problems[0] in str(found.failure.message)


def test_a_call_that_the_request_does_not_allow_can_be_let_through() -> None:
    found = answered({"call": "send_mail", "check_tools": False})

    assert found.turns[0].parts == (ToolCall("send_mail", "{}"),)
    assert found.problems == ()


def test_one_turn_answers_each_of_several_choices() -> None:
    assert len(answered({"say": "a"}, ask(n=3)).turns) == 3


def test_choices_are_said_in_turn() -> None:
    found = answered({"choices": [{"say": "a"}, {"say": "b", "stop": "length"}]}, ask(n=3))

    assert [turn.parts for turn in found.turns] == [(Text("a"),), (Text("b"),), (Text("a"),)]
    assert [turn.stop for turn in found.turns] == [None, "length", None]
    assert len(answered({"choices": [{"say": "a"}, {"say": "b"}]}).turns) == 1


def test_an_incomplete_answer_is_cut_and_says_so() -> None:
    parts = [{"think": "one two"}, "three four five", {"call": "run_tests"}]
    (turn,) = answered({"parts": parts, "incomplete": {"after_tokens": 3}}).turns

    assert turn.parts == (Reasoning("one two"), Text("three"))
    assert turn.stop == "length"


def test_an_incomplete_answer_leaves_out_the_call_that_has_no_room() -> None:
    parts = ["one", {"call": {"read_file": {"path": "a long path"}}}]
    (turn,) = answered({"parts": parts, "incomplete": {"after_tokens": 2, "reason": "content_filter"}}).turns

    assert turn.parts == (Text("one"),)
    assert turn.stop == "content_filter"


def test_an_incomplete_answer_keeps_what_has_no_tokens() -> None:
    parts = [{"raw": {"chat": {}}}, {"call": "run_tests"}, "one two"]
    (turn,) = answered({"parts": parts, "incomplete": {"after_tokens": 9}}).turns

    assert turn.parts == (Other("chat", {}), ToolCall("run_tests", "{}"), Text("one two"))


def test_a_failure_takes_all_its_words() -> None:
    found = answered(
        {
            "fail": {
                "kind": "rate_limit",
                "message": "Slow down",
                "status": 430,
                "type": "t",
                "code": "c",
                "param": "p",
                "body": {"x": 1},
                "headers": {"retry-after": 2},
            }
        }
    )

    assert found.failure == Failure(
        "rate_limit", "Slow down", "p", "c", "t", 430, (("retry-after", "2"),), {"x": 1}, {}
    )
    assert found.problems == ()


def test_a_failure_in_the_stream_comes_after_what_is_said() -> None:
    reply = {"say": "Hello", "fail": {"kind": "overloaded", "after_events": 3, "form": "error"}}
    found = answered(reply, ask(stream=True))

    assert found.turns[0].parts == (Text("Hello"),)
    assert found.failure == Failure("overloaded", details={"form": "error"})
    assert found.faults == (Fault("error", {"after_events": 3}),)


def test_a_failure_in_the_stream_comes_at_once_where_there_is_none() -> None:
    found = answered({"say": "Hello", "fail": {"kind": "overloaded", "after_tokens": 3}})

    assert found.turns == ()
    assert found.failure == Failure("overloaded")


def test_a_quote_that_the_text_lacks_is_a_problem() -> None:
    found = answered({"say": "Hello", "cite": [{"url": "https://a", "quote": "Bye"}]})

    assert found.problems == ("/turns/0: the text does not hold the quote 'Bye'",)
