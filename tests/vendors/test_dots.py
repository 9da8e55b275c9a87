"""Anthropic's sentences, and places with dots and tags."""

import pytest

from mockllm.checks.findings import (
    BadSize,
    Finding,
    LongName,
    Mismatch,
    Missing,
    NotOneOf,
    Odd,
    OutOfRange,
    Problem,
    Tag,
    Unknown,
    WrongType,
)
from mockllm.vendors.dots import refused, say


@pytest.mark.parametrize(
    ("problem", "path", "message"),
    [
        (Missing(), ("max_tokens",), "max_tokens: Field required"),
        (Missing(), ("tools", 0, Tag("custom"), "input_schema"), "tools.0.custom.input_schema: Field required"),
        (Unknown(("model",)), ("modle",), "modle: Extra inputs are not permitted"),
        (
            Unknown(),
            ("messages", 1, "content", 0, Tag("text"), "foo"),
            "messages.1.content.0.text.foo: Extra inputs are not permitted",
        ),
        (
            WrongType("Input should be a valid number", "x"),
            ("temperature",),
            "temperature: Input should be a valid number",
        ),
        (
            NotOneOf(("document", "image"), "image_url", tag=True),
            ("messages", 12, "content", 1),
            (
                "messages.12.content.1: Input tag 'image_url' found using 'type' does not match any of the "
                "expected tags: "
                "'document', 'image'"
            ),
        ),
        (NotOneOf(("ephemeral",), "x"), ("cache_control", "type"), "cache_control.type: Input should be 'ephemeral'"),
        (NotOneOf(("5m", "1h"), "x"), ("ttl",), "ttl: Input should be '5m' or '1h'"),
        (NotOneOf(("a", "b", "c"), "x"), ("x",), "x: Input should be 'a', 'b' or 'c'"),
        (
            OutOfRange(1024, 5, low=True, whole=True),
            ("thinking", Tag("enabled"), "budget_tokens"),
            "thinking.enabled.budget_tokens: Input should be greater than or equal to 1024",
        ),
        (OutOfRange(3, 5, low=False, whole=True), ("n",), "n: Input should be less than or equal to 3"),
        (BadSize("string", 1, 0, low=True), ("name",), "name: String should have at least 1 character"),
        (BadSize("string", 200, 201, low=False), ("name",), "name: String should have at most 200 characters"),
        (BadSize("array", 2, 3, low=False), ("l",), "l: List should have at most 2 items after validation, not 3"),
        (
            BadSize("object", 1, 3, low=False),
            ("d",),
            "d: Dictionary should have at most 1 item after validation, not 3",
        ),
        (Mismatch("^a$", "b"), ("id",), "id: String should match pattern '^a$'"),
        (LongName("kk", 1), ("d",), "d: Extra inputs are not permitted"),
        (Odd("invalid base64 data"), ("source", Tag("base64")), "source.base64: invalid base64 data"),
        (Odd("No place."), (), "No place."),
    ],
)
def test_a_sentence(problem: Problem, path: tuple[str | int, ...], message: str) -> None:
    failure = say(Finding(problem, path))
    assert (failure.kind, failure.message) == ("invalid_request", message)


def test_a_refusal_has_no_param_and_no_code() -> None:
    failure = refused("no")
    assert (failure.message, failure.param, failure.code) == ("no", None, None)
