"""The kinds that every Chat Completions shares, one odd value each."""

from typing import Any

import pytest

from mockllm.checks.scalars import Kind
from mockllm.vendors import chat_kinds as kinds
from mockllm.vendors.brackets import say


@pytest.mark.parametrize(
    ("kind", "value", "code"),
    [
        (kinds.enum("a", "b"), "c", "invalid_value"),
        (kinds.NAME, "a b", "invalid_value"),
        (kinds.PART, {"type": "text"}, "missing_required_parameter"),
        (kinds.MESSAGE, {"role": "tool"}, "missing_required_parameter"),
        (kinds.FUNCTION, {"name": ""}, "empty_string"),
        (
            kinds.TOOL,
            {"type": "custom", "custom": {"name": "c", "format": {"type": "grammar"}}},
            "missing_required_parameter",
        ),
        (kinds.TOOL_CHOICE, {"type": "allowed_tools", "allowed_tools": {"mode": "auto"}}, "missing_required_parameter"),
        (kinds.RESPONSE_FORMAT, {"type": "json_schema"}, "missing_required_parameter"),
        (kinds.STOP, ["a"] * 5, "array_above_max_length"),
        (kinds.METADATA, {str(number): "" for number in range(17)}, "object_above_max_properties"),
        (kinds.PENALTY, 2.5, "decimal_above_max_value"),
        (kinds.NAMED, {}, "missing_required_parameter"),
    ],
)
def test_it_is_refused(kind: Kind, value: Any, code: str) -> None:
    found = kind.look(value)
    assert found is not None
    assert say(found).code == code


@pytest.mark.parametrize("kind", [kinds.enum("a"), kinds.STOP, kinds.METADATA, kinds.PENALTY, kinds.RESPONSE_FORMAT])
def test_it_may_be_null(kind: Kind) -> None:
    assert kind.look(None) is None
