import json
from typing import Any

import jsonschema
import pytest
from hypothesis import given
from hypothesis import strategies as st

from mockllm.scenario.schema import Problem, problems, schema
from mockllm.scenario.words import TABLES

VALIDATOR = jsonschema.Draft202012Validator(schema())

KEYS = sorted({key for words in TABLES.values() for key in words})
SCALARS = st.one_of(
    st.none(),
    st.booleans(),
    st.integers(-2, 600),
    st.sampled_from(["rate_limit", "any", "word", "x", "session", "fin"]),
)
VALUES = st.recursive(
    SCALARS,
    lambda inner: st.one_of(
        st.lists(inner, max_size=2), st.dictionaries(st.sampled_from([*KEYS, "wrong"]), inner, max_size=3)
    ),
    max_leaves=8,
)
REPLIES = st.dictionaries(st.sampled_from(sorted(TABLES["turn"])), VALUES, max_size=3)


def test_the_schema_is_a_schema() -> None:
    jsonschema.Draft202012Validator.check_schema(schema())
    assert json.loads(json.dumps(schema())) == schema()


@given(st.one_of(VALUES, REPLIES.map(lambda reply: {"turns": [reply]}), REPLIES.map(lambda reply: {"rules": [reply]})))
def test_our_check_agrees_with_the_schema(document: Any) -> None:
    assert (not list(problems(document))) is VALIDATOR.is_valid(document)


@pytest.mark.parametrize(
    ("document", "problem"),
    [
        ([], Problem((), "must be a mapping, not []; its keys are mockllm, tools, lanes, turns, rules")),
        (
            {"turns": [{"pace": 30}]},
            Problem(("turns", 0, "pace"), "must be a mapping, not 30; its keys are ttft, tps, jitter"),
        ),
        ({"ruls": []}, Problem(("ruls",), "unknown key 'ruls'; did you mean 'rules'?", at_key=True)),
        ({"mockllm": 2}, Problem(("mockllm",), "must be 1, not 2")),
        ({"rules": [{"say": True}]}, Problem(("rules", 0, "say"), "must be a string, not true; put it in quotes")),
        ({"turns": [7]}, Problem(("turns", 0), "must be a string or a list or a mapping, not 7; put it in quotes")),
        ({"rules": [{"fail": {}}]}, Problem(("rules", 0, "fail"), "'kind' is missing")),
        ({"rules": [{"times": 0}]}, Problem(("rules", 0, "times"), "must be at least 1")),
        ({"rules": [{"call": {}}]}, Problem(("rules", 0, "call"), "must have at least 1 entries")),
        (
            {"rules": [{"pace": {"jitter": [1, 2, 3, 4]}}]},
            Problem(("rules", 0, "pace", "jitter"), "must have at most 3 entries"),
        ),
        (
            {"rules": [{"drop": "dome"}]},
            Problem(("rules", 0, "drop"), "\"dome\" is none of terminal, done; did you mean 'done'?"),
        ),
        (
            {"rules": [{"cut": {"zzz": 1}}]},
            Problem(
                ("rules", 0, "cut", "zzz"),
                "unknown key 'zzz'; known are after_events, after_tokens, after_bytes, how",
                at_key=True,
            ),
        ),
    ],
)
def test_a_mistake_is_explained_where_it_stands(document: Any, problem: Problem) -> None:
    assert list(problems(document)) == [problem]


@pytest.mark.parametrize(
    ("lists", "key", "meant"),
    [
        ("turns", "content", "say"),
        ("turns", "tool_calls", "call"),
        ("turns", "when", "expect"),
        ("rules", "expect", "when"),
        ("rules", "text", "say"),
    ],
)
def test_a_word_of_other_tools_names_the_one_that_is_meant(lists: str, key: str, meant: str) -> None:
    (found,) = problems({lists: [{key: {}}]})

    assert found.reason == f"unknown key {key!r}; did you mean {meant!r}?"


def test_every_mistake_is_found() -> None:
    assert [each.path for each in problems({"rules": [{"sya": 1}, {"say": 1}], "x": 1})] == [
        ("rules", 0, "sya"),
        ("rules", 1, "say"),
        ("x",),
    ]
