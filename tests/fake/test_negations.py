"""`not`, where it can be said otherwise."""

from typing import Any

import pytest
from jsonschema import Draft202012Validator

from mockllm.fake.negations import unless

VALUES: list[Any] = [
    None,
    True,
    0,
    3,
    7,
    -2,
    2.5,
    "",
    "abc",
    "abcdefgh",
    [],
    [1],
    [1, 2, 3, 4],
    {},
    {"a": 1},
    {"a": 1, "b": 2},
]


@pytest.mark.parametrize(
    "inner",
    [
        {"not": {"type": "integer"}},
        {"anyOf": [{"type": "integer"}, {"minLength": 3}]},
        {"allOf": [{"type": "integer"}, {"minimum": 3}]},
        {"type": "number"},
        {"type": ["string", "integer"]},
        {"minimum": 3},
        {"exclusiveMaximum": 3},
        {"minLength": 3},
        {"maxItems": 2},
        {"minProperties": 2},
        {"type": "integer", "minimum": 3, "maximum": 5},
        {"maximum": 5, "enum": [3, "abc"]},
    ],
)
def test_what_follows_is_what_the_word_itself_says(inner: dict[str, Any]) -> None:
    plain = {"not": inner}
    said = {**plain, "allOf": [{"anyOf": found} for found in unless(plain)]}

    for value in VALUES:
        assert Draft202012Validator(said).is_valid(value) is Draft202012Validator({"not": inner}).is_valid(value)


@pytest.mark.parametrize("inner", [{"pattern": "a"}, {"required": ["a"]}, {"minimum": "3"}, True, {}])
def test_the_rest_is_left_to_the_judge(inner: Any) -> None:
    plain = {"not": inner}

    assert all(found == [{"not": {"minimum": "3"}}] for found in unless(plain))
    assert plain == {"not": inner} or inner == {"minimum": "3"}
