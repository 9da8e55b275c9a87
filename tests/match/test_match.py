from typing import Any, ClassVar

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mockllm.ask import Ask, Format, Image, Message
from mockllm.match import FIELDS, Facts, PatternError, condition
from mockllm.scenario.words import CONDITION
from mockllm.turn import Text
from tests.asks import ask, told, tool

WEATHER = ask("How is Paris?", "You are a guide.", tools=(tool("get_weather"), tool("get_time")))
PICTURE = ask(messages=(Message("user", (Text("Look"), Image("https://x/y.png"))),))
FORMED = ask(format=Format("json_schema", {}, "weather"))
BODY = ask(body={"n": 2, "messages": [{"content": "a"}, {"content": "b"}], "deep": {"flag": True}})

CASES: list[tuple[Ask, dict[str, Any], bool]] = [
    (WEATHER, {}, True),
    (WEATHER, {"vendor": "openai"}, True),
    (WEATHER, {"vendor": ["anthropic", "open*"]}, True),
    (WEATHER, {"vendor": "anthropic"}, False),
    (WEATHER, {"shape": "messages"}, False),
    (WEATHER, {"model": "gpt-*"}, True),
    (WEATHER, {"model": "gpt"}, False),
    (WEATHER, {"system": "guide"}, True),
    (WEATHER, {"user": "Paris"}, True),
    (WEATHER, {"user": "paris"}, False),
    (WEATHER, {"user": "/paris/i"}, True),
    (WEATHER, {"user": "/^How is (?P<city>\\w+)/"}, True),
    (WEATHER, {"user": "any"}, True),
    (WEATHER, {"tools": "get_*"}, True),
    (WEATHER, {"tools": ["get_weather", "get_time"]}, True),
    (WEATHER, {"tools": ["get_weather", "send_mail"]}, False),
    (WEATHER, {"tools": {"get_weather": True, "send_mail": False}}, True),
    (WEATHER, {"tools": {"get_weather": False}}, False),
    (WEATHER, {"turn": 1}, True),
    (WEATHER, {"turn": {"min": 2}}, False),
    (WEATHER, {"images": 0}, True),
    (PICTURE, {"images": {"min": 1, "max": 3}}, True),
    (WEATHER, {"format": "text"}, True),
    (FORMED, {"format": "json_schema"}, True),
    (FORMED, {"format": {"name": "wea*"}}, True),
    (WEATHER, {"format": {"name": "wea*"}}, False),
    (told(a="one", b="two"), {"results": {"b": "two", "a": "one"}}, True),
    (told(a="one", b="two"), {"results": {"a": "two"}}, False),
    (told(a="one", b="two"), {"results": "/tw./"}, True),
    (told(a="one"), {"results": ["a", "b"]}, False),
    (told(a="one"), {"turn": 2}, True),
    (WEATHER, {"results": "any"}, False),
    (ask(headers={"x-run": "seven"}), {"headers": {"X-Run": "seven"}}, True),
    (ask(headers={"x-run": "seven"}), {"headers": {"x-walk": "any"}}, False),
    (BODY, {"body": {"$.n": 2}}, True),
    (BODY, {"body": {"n": "2"}}, False),
    (BODY, {"body": {"$.messages[-1].content": "b"}}, True),
    (BODY, {"body": {"$.messages[*].content": "/^a$/"}}, True),
    (BODY, {"body": {"$['deep'].flag": True}}, True),
    (BODY, {"body": {"$.deep.flag": 1}}, False),
    (BODY, {"body": {"$.missing": "any"}}, False),
]


@pytest.mark.parametrize(("asked", "wanted", "expected"), CASES)
def test_each_field_matches_what_it_says(asked: Ask, wanted: dict[str, Any], expected: bool) -> None:
    meant = condition(wanted)

    assert meant.matches(Facts(asked)) is expected


@pytest.mark.parametrize(("asked", "wanted", "expected"), CASES)
def test_a_match_is_no_difference(asked: Ask, wanted: dict[str, Any], expected: bool) -> None:
    differences = condition(wanted).differences(Facts(asked))

    assert (not differences) is expected
    assert all(line.partition(":")[0] in wanted for line in differences)


def test_every_field_of_the_vocabulary_has_a_test() -> None:
    assert set(FIELDS) == set(CONDITION)


def test_every_field_is_in_the_cases() -> None:
    assert {name for _, wanted, _ in CASES for name in wanted} == set(FIELDS)


@given(st.lists(st.sampled_from(CASES), max_size=4))
def test_joined_conditions_match_when_all_of_them_do(cases: list[tuple[Ask, dict[str, Any], bool]]) -> None:
    facts = Facts(WEATHER)
    wanted = {name: value for _, each, _ in cases for name, value in each.items()}
    alone = [condition({name: value}).matches(facts) for name, value in wanted.items()]

    assert condition(wanted).matches(facts) is all(alone)
    assert len(condition(wanted).differences(facts)) == alone.count(False)


def test_a_difference_says_what_was_wanted_and_what_came() -> None:
    assert condition({"user": "refund", "turn": 2}).differences(Facts(WEATHER)) == [
        'user: wanted "refund", got "How is Paris?"',
        "turn: wanted 2, got 1",
    ]


def test_a_long_value_is_shortened() -> None:
    (line,) = condition({"user": "refund"}).differences(Facts(ask("x" * 9_000)))

    assert len(line) < 200


def test_named_groups_come_from_every_pattern() -> None:
    meant = condition({"user": "/fix (?P<bug>.+)/", "results": {"run": "/(?P<count>\\d+) failed/"}})
    asked = told("fix all", run="3 failed")

    assert meant.groups(Facts(asked)) == {"bug": "all", "count": "3"}
    assert meant.names() == {"bug", "count"}


def test_named_groups_come_from_headers_and_body_too() -> None:
    meant = condition({"headers": {"x-run": "/(?P<run>.+)/"}, "body": {"$.list[*]": "/(?P<letter>[a-c])/"}})
    facts = Facts(ask(headers={"x-run": "7"}, body={"list": [1, "b"]}))

    assert meant.matches(facts)
    assert meant.groups(facts) == {"run": "7", "letter": "b"}


@pytest.mark.parametrize(
    ("wanted", "path"),
    [
        ({"user": "/(/"}, ("user",)),
        ({"results": {"a": "/(/"}}, ("results", "a")),
        ({"body": {"$..a": 1}}, ("body", "$..a")),
        ({"headers": {"a": "/(/"}}, ("headers", "a")),
    ],
)
def test_a_bad_pattern_says_where_it_stands(wanted: dict[str, Any], path: tuple[str, ...]) -> None:
    with pytest.raises(PatternError) as caught:
        condition(wanted)

    assert caught.value.path == path


@pytest.mark.parametrize(
    "source",
    [
        "refund %d",
        "/refund (?P<number>%d)/",
        r"/\brefund %d\b/",
        r"/^(?P<who>\w+), refund %d$/",
        "/[Rr]efund %d?/",
        "/REFUND %d/i",
    ],
)
def test_of_a_thousand_rules_few_patterns_are_tried(source: str, monkeypatch: pytest.MonkeyPatch) -> None:
    tried: list[str] = []

    class Counting:
        """A regular expression that counts its searches."""

        groupindex: ClassVar[dict[str, int]] = {}

        def __init__(self, expression: str, _: str) -> None:
            self.expression = expression

        def search(self, *_: Any, **__: Any) -> None:
            tried.append(self.expression)

    monkeypatch.setattr("mockllm.match.pattern._compiled", Counting)
    rules = [condition({"user": source % number, "model": "gpt-*"}) for number in range(1_000)]
    facts = Facts(ask("Good morning. " * 50, "You are kind. " * 100))

    assert not any(rule.matches(facts) for rule in rules)
    assert tried == []
