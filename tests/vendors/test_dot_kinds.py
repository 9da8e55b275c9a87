"""The shared kinds speak Anthropic's sentences."""

from typing import Any

import pytest

from mockllm.checks.scalars import Kind
from mockllm.vendors import dot_kinds as kinds
from mockllm.vendors.dots import say

RECORD = kinds.closed({"first": kinds.INT, "second": kinds.TEXT}, "first", "second")


@pytest.mark.parametrize(
    ("kind", "value", "message"),
    [
        (kinds.TEXT, 1, "Input should be a valid string"),
        (kinds.MAYBE_TEXT, 1, "Input should be a valid string"),
        (kinds.INT, "1", "Input should be a valid integer"),
        (kinds.BOOL, 1, "Input should be a valid boolean"),
        (kinds.number(), True, "Input should be a valid number"),
        (kinds.whole(2, 3), 4, "Input should be less than or equal to 3"),
        (kinds.text(1), "", "String should have at least 1 character"),
        (kinds.literal("a", "b"), 1, "Input should be 'a' or 'b'"),
        (kinds.literal("a"), "b", "Input should be 'a'"),
        (kinds.array(), {}, "Input should be a valid list"),
        (kinds.text_or_list(kinds.INT), 1, "Input should be a valid list"),
        (kinds.text_or_list(kinds.INT), ["a"], "0: Input should be a valid integer"),
        (RECORD, 1, "Input does not match the expected shape."),
        (RECORD, {"second": 1, "third": 1}, "first: Field required"),
        (RECORD, {"first": 1, "third": 1}, "second: Field required"),
        (RECORD, {"first": 1, "second": "", "third": 1}, "third: Extra inputs are not permitted"),
        (kinds.open_({"a": kinds.INT}, "a"), {"b": 1}, "a: Field required"),
        (
            kinds.union({"b": RECORD, "a": RECORD}),
            {"type": "c"},
            "Input tag 'c' found using 'type' does not match any of the expected tags: 'a', 'b'",
        ),
        (kinds.union({"b": RECORD}, absent="b"), {}, "b.first: Field required"),
        (kinds.CACHE, {"type": "ephemeral", "ttl": "2h"}, "ephemeral.ttl: Input should be '5m' or '1h'"),
    ],
)
def test_it_says(kind: Kind, value: Any, message: str) -> None:
    found = kind.look(value)
    assert found is not None
    assert say(found).message == message


@pytest.mark.parametrize("value", [None, {"type": "ephemeral"}, {"type": "ephemeral", "ttl": "1h"}])
def test_a_breakpoint_may_have_an_age(value: Any) -> None:
    assert kinds.CACHE.look(value) is None
