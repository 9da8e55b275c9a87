"""OpenAI's words for common refusals."""

import pytest

from mockllm.vendors.openai.refused import missing, wrong_type


@pytest.mark.parametrize(
    ("value", "words"),
    [("x", "a string"), (1, "an integer"), (1.5, "a decimal number"), (True, "a boolean"), ([], "an array")],
)
def test_a_wrong_type_is_named_with_its_article(value: object, words: str) -> None:
    assert wrong_type("p", "an object", value).message == (
        f"Invalid type for 'p': expected an object, but got {words} instead."
    )


def test_what_is_missing_is_named() -> None:
    failure = missing("model")
    assert (failure.message, failure.param, failure.code) == (
        "Missing required parameter: 'model'.",
        "model",
        "missing_required_parameter",
    )
