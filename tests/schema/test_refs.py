"""References: pointers, anchors and ids within one document."""

from typing import Any

import pytest

from mockllm.schema import resolve

ROOT: dict[str, Any] = {
    "$defs": {"a b": {"const": 1}, "x/y": {"const": 2}, "t~": {"const": 3}},
    "allOf": [{"const": 4}, {"$anchor": "named", "const": 5}, {"$id": "urn:six", "const": 6}],
}


@pytest.mark.parametrize(
    ("ref", "const"),
    [
        ("#/$defs/a%20b", 1),
        ("#/$defs/x~1y", 2),
        ("#/$defs/t~0", 3),
        ("#/allOf/0", 4),
        ("#named", 5),
        ("urn:six", 6),
    ],
)
def test_a_place_is_found(ref: str, const: int) -> None:
    assert resolve(ROOT, ref)["const"] == const


def test_the_root_is_found() -> None:
    assert resolve(ROOT, "#") is ROOT


@pytest.mark.parametrize("ref", ["#/nowhere", "#/allOf/9", "#/allOf/x", "#/allOf/0/const/deep", "#none", "urn:no", 7])
def test_what_is_nowhere_allows_anything(ref: Any) -> None:
    assert resolve(ROOT, ref) is True
