"""Which types are tried first."""

from typing import Any

import pytest

from mockllm.fake.kinds import SHALLOW, likely


@pytest.mark.parametrize(
    ("schema", "first"),
    [
        ({"type": "integer"}, "integer"),
        ({"type": ["null", "number"]}, "number"),
        ({"type": ["string", "object"]}, "string"),
        ({"minLength": 1}, "string"),
        ({"maximum": 1}, "number"),
        ({"contains": {}}, "array"),
        ({"required": []}, "object"),
    ],
)
def test_what_the_schema_says_comes_first(schema: dict[str, Any], first: str) -> None:
    assert likely(schema, 1)[0] == first


def test_a_schema_that_says_nothing_is_an_object_outside_and_a_text_inside() -> None:
    assert (likely({}, 0)[0], likely({}, 1)[0]) == ("object", "string")
    assert len(likely({}, 0)) == 7


def test_only_the_types_allowed_are_tried() -> None:
    assert set(likely({"type": ["string", "null"]}, 0)) == {"string", "null"}


def test_deep_inside_the_flat_types_come_first() -> None:
    assert likely({"type": ["object", "null"]}, SHALLOW + 1)[0] == "null"
