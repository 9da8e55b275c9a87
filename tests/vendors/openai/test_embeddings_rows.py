"""The checks of embeddings."""

from typing import Any

import pytest
from hypothesis import given

from mockllm.vendors.openai.embeddings_rows import ROWS
from mockllm.vendors.openai.models import find
from tests.conftest import Traffic
from tests.vendors.asked import Asked, disagreements, spoiled

EMBEDDINGS = Asked(ROWS, find)
INPUT = "'$.input' is invalid. Please check the API reference: https://platform.openai.com/docs/api-reference."


def _body(**change: Any) -> dict[str, Any]:
    return {"model": "text-embedding-3-small", "input": "Hi", **change}


@pytest.mark.parametrize(
    ("body", "refusal"),
    [
        ({"input": "Hi"}, (400, "you must provide a model parameter", None, None)),
        (
            _body(model="nonexistent"),
            (404, "The model `nonexistent` does not exist or you do not have access to it.", None, "model_not_found"),
        ),
        ({"model": "text-embedding-3-small"}, (400, INPUT, None, None)),
        (_body(input=""), (400, INPUT, None, None)),
        (_body(input=[]), (400, INPUT, None, None)),
        (_body(input=["a", ""]), (400, INPUT, None, None)),
        (_body(input=["a", 1]), (400, INPUT, None, None)),
        (_body(input=[[]]), (400, INPUT, None, None)),
        (_body(input=["a"] * 2049), (400, INPUT, None, None)),
        (_body(zzz=1), (400, "Unrecognized request argument supplied: zzz", None, None)),
        (
            _body(encoding_format="x"),
            (
                400,
                "Invalid value: 'x'. Supported values are: 'float' and 'base64'.",
                "encoding_format",
                "invalid_value",
            ),
        ),
        (
            _body(dimensions=0),
            (
                400,
                "Invalid 'dimensions': integer below minimum value. Expected a value >= 1, but got 0 instead.",
                "dimensions",
                "integer_below_min_value",
            ),
        ),
        (
            _body(dimensions=1537),
            (400, "Invalid value for 'dimensions' = 1537. Must be less than or equal to 1536.", None, None),
        ),
        (
            _body(model="text-embedding-ada-002", dimensions=5),
            (400, "This model does not support specifying dimensions.", None, None),
        ),
        (_body(model="gpt-4o"), (403, "You are not allowed to generate embeddings from this model", None, None)),
        (
            _body(input=[1] * 8193),
            (
                400,
                (
                    "This model's maximum context length is 8192 tokens, however you requested 8193 tokens (8193 in "
                    "your prompt; 0 for the completion). Please reduce your prompt; or completion length."
                ),
                None,
                None,
            ),
        ),
    ],
)
def test_a_request_is_refused(body: dict[str, Any], refusal: tuple[Any, ...]) -> None:
    assert EMBEDDINGS.refusal(body) == refusal


@pytest.mark.parametrize("given", ["Hi", ["a", "b"], [1, 2, 3], [[1], [2, 3]], ["a"] * 2048, "long " * 8000])
def test_an_input_is_accepted(given: Any) -> None:
    assert EMBEDDINGS.refusal(_body(input=given, dimensions=5, encoding_format=None)) is None


def test_it_agrees_with_the_real_service(traffic: Traffic) -> None:
    share, wrong = disagreements(EMBEDDINGS, traffic("chat"), "openai", "/v1/embeddings")
    assert wrong == {}, share


@given(spoiled(_body(input=[[1, 2], ["a"]], dimensions=3)))
def test_no_body_breaks_the_checks(body: dict[str, Any]) -> None:
    EMBEDDINGS.refusal(body)
    EMBEDDINGS.refusal(body, allow=["param", "model"])


def test_an_unknown_model_passes_where_it_is_allowed() -> None:
    assert EMBEDDINGS.refusal(_body(model="mine", dimensions=5), allow=["model"]) is None
