from datetime import date
from typing import Any

import pytest
from pydantic import BaseModel

from mockllm.errors import MockLLMError
from mockllm.exchange import Pace
from mockllm.scenario.schema import problems
from mockllm.scenario.vocabulary import (
    Word,
    call,
    cut,
    fail,
    plain,
    plain_value,
    refuse,
    results,
    text,
    think,
    turn,
)


class City(BaseModel):
    name: str
    size: tuple[int, int]


PARIS = {"name": "Paris", "size": [1, 2]}


@pytest.mark.parametrize(
    ("said", "words"),
    [
        ("Hi", {"parts": [{"say": "Hi"}]}),
        (["Hi", call("f")], {"parts": [{"say": "Hi"}, {"call": {"f": {}}}]}),
        (call("f", {"a": 1}, id="call_1"), {"parts": [{"call": {"f": {"a": 1}}, "id": "call_1"}]}),
        (call("f", "raw"), {"parts": [{"call": {"f": "raw"}}]}),
        (text("one two", hold_after="one"), {"parts": [{"say": "one two"}], "hold_after": "one"}),
        (text("a", cite=[{"url": "u"}]), {"parts": [{"say": "a", "cite": [{"url": "u"}]}]}),
        (think("Hm", summary=["s"]), {"parts": [{"think": {"text": "Hm", "summary": ["s"]}}]}),
        (think("Hm", redacted=True), {"parts": [{"think": {"text": "Hm", "redacted": True}}]}),
        (refuse("No"), {"parts": [{"refuse": {"text": "No"}}]}),
        (refuse("No", category="c"), {"parts": [{"refuse": {"text": "No", "category": "c"}}]}),
        (fail("rate_limit"), {"fail": {"kind": "rate_limit"}}),
        (fail("quota", "Pay", status=402), {"fail": {"kind": "quota", "message": "Pay", "status": 402}}),
        (
            ["Hi", fail("overloaded", after_events=2)],
            {"parts": [{"say": "Hi"}], "fail": {"kind": "overloaded", "after_events": 2}},
        ),
        (
            ["Hi", cut(after_events=2, how="reset")],
            {"parts": [{"say": "Hi"}], "cut": {"after_events": 2, "how": "reset"}},
        ),
        ({"a": (1, 2)}, {"parts": [{"json": {"a": [1, 2]}}]}),
        (City(name="Paris", size=(1, 2)), {"parts": [{"json": PARIS}]}),
        (
            turn("Hi", expect=results(f="/1/"), stop="length", usage={"input": 1}),
            {"parts": [{"say": "Hi"}], "stop": "length", "usage": {"input": 1}, "expect": {"results": {"f": "/1/"}}},
        ),
        (turn("Hi", pace=50), {"parts": [{"say": "Hi"}], "pace": {"tps": 50}}),
        (turn("Hi", pace=0), {"parts": [{"say": "Hi"}], "pace": {}}),
        (
            turn("Hi", pace=Pace(1, 2, (1, 2, 3))),
            {"parts": [{"say": "Hi"}], "pace": {"ttft": 1, "tps": 2, "jitter": [1, 2, 3]}},
        ),
        (turn("Hi", pace={"ttft": 1}), {"parts": [{"say": "Hi"}], "pace": {"ttft": 1}}),
        (turn("Hi", expect={"turn": 2}), {"parts": [{"say": "Hi"}], "expect": {"turn": 2}}),
    ],
)
def test_words_make_the_plain_data_of_files(said: Any, words: dict[str, Any]) -> None:
    assert plain(said) == words
    assert list(problems({"turns": [plain(said)]})) == []


def test_results_name_tools_or_a_text() -> None:
    assert results({"get-it": "a"}, f="b") == {"results": {"get-it": "a", "f": "b"}}
    assert results("a") == {"results": "a"}


def test_a_turn_in_a_turn_is_refused() -> None:
    with pytest.raises(TypeError, match="inside another"):
        plain([turn("a"), "b"])


def test_the_same_word_twice_is_refused() -> None:
    with pytest.raises(TypeError, match="cut stands twice"):
        plain(["a", cut(after_events=1), cut(after_events=2)])


def test_words_are_values() -> None:
    assert text("a") == Word({"say": "a"})
    assert plain_value({1: City(name="Paris", size=(1, 2))}) == {"1": PARIS}


@pytest.mark.parametrize(
    ("said", "instead"),
    [
        ({"say": "Hi."}, 'text("...")'),
        ({"say": "Hi.", "call": {"get_time": {}}}, 'text("..."), call(name, arguments)'),
        ({"fail": "rate_limit"}, 'fail("rate_limit")'),
        (
            {"expect": {"user": "x"}, "say": "Hi.", "pace": {}},
            'turn(..., expect=...), text("..."), turn(..., pace=...)',
        ),
    ],
)
def test_the_words_of_scenario_files_are_not_json_by_mistake(said: dict[str, Any], instead: str) -> None:
    with pytest.raises(TypeError) as raised:
        plain(said)

    assert str(raised.value).endswith(
        f" are words of scenario files: write {instead} instead, or turn(json=...) to send it all the same"
    )


@pytest.mark.parametrize("said", [{"model": "x", "id": 1}, {"say": "x", "other": 1}, {}])
def test_other_documents_are_json(said: dict[str, Any]) -> None:
    assert plain(said) == {"parts": [{"json": said}]}


def test_a_document_of_these_words_is_given_by_its_name() -> None:
    assert plain(turn(json={"say": "x"})) == {"json": {"say": "x"}}


@pytest.mark.parametrize(("kind", "hint"), [("rate_limt", "did you mean rate_limit"), ("zzz", "there are invalid_req")])
def test_a_failure_that_is_none_is_told_where_it_is_written(kind: Any, hint: str) -> None:
    with pytest.raises(MockLLMError, match=hint):
        fail(kind)


@pytest.mark.parametrize(
    ("said", "reason"),
    [
        (ValueError("no"), 'ValueError.* is no turn; .*fail\\("rate_limit"\\)'),
        (ValueError, "ValueError.* is no turn"),
        (None, r"turn\(json=None\)"),
        (b"Hello", "b'Hello' is no text; decode it"),
        ({"at": object()}, "object .* is nothing that JSON can say"),
        (open, "open.* is nothing that JSON can say"),
    ],
)
def test_what_cannot_be_said_is_refused_where_it_is_written(said: Any, reason: str) -> None:
    with pytest.raises(TypeError, match=reason):
        plain(said)


def test_what_stands_for_json_is_said_as_json() -> None:
    day = date(2026, 1, 2)

    assert plain({"day": day, "all": (1, 2)}) == {"parts": [{"json": {"day": "2026-01-02", "all": [1, 2]}}]}
    assert call("f", {"day": day, "of": City(name="Paris", size=(1, 2))}).part == {
        "call": {"f": {"day": "2026-01-02", "of": PARIS}}
    }
    with pytest.raises(TypeError, match="nothing that JSON can say"):
        call("f", {"city": object()})
