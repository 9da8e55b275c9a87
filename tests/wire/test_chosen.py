"""What a request chooses, in the words of both shapes."""

from typing import Any

import pytest

from mockllm.ask import Choice, Format
from mockllm.wire.chosen import choice, document

F = {"name": "f"}


@pytest.mark.parametrize(
    ("wanted", "read"),
    [
        (None, Choice()),
        ("auto", Choice()),
        ("none", Choice("none")),
        ("required", Choice("required")),
        ("perhaps", Choice()),
        ({"type": "function", "function": F}, Choice("required", ("f",))),
        ({"type": "function", **F}, Choice("required", ("f",))),
        ({"type": "custom", "custom": F}, Choice("required", ("f",))),
        ({"type": "custom", **F}, Choice("required", ("f",))),
        (F, Choice("required", ("f",))),
        ({"type": "mcp", "server_label": "s", **F}, Choice()),
        ({"type": ["function"], **F}, Choice()),
        ({"type": "allowed_tools", "mode": "required", "tools": [F]}, Choice("required", ("f",))),
        (
            {
                "type": "allowed_tools",
                "allowed_tools": {"mode": "auto", "tools": [{"type": "function", "function": F}]},
            },
            Choice("auto", ("f",)),
        ),
    ],
)
def test_a_choice_is_read_in_both_shapes(wanted: Any, read: Choice) -> None:
    assert choice(wanted) == read


@pytest.mark.parametrize(
    ("wanted", "read"),
    [
        ({}, None),
        ({"type": "text"}, None),
        ({"type": "json_object"}, Format("json_object")),
        (
            {"type": "json_schema", "json_schema": {"name": "n", "schema": {"a": 1}, "strict": True}},
            Format("json_schema", {"a": 1}, "n", strict=True),
        ),
        ({"type": "json_schema", "name": "n", "schema": {"a": 1}}, Format("json_schema", {"a": 1}, "n")),
    ],
)
def test_a_document_is_read_in_both_shapes(wanted: Any, read: Format | None) -> None:
    assert document(wanted) == read
