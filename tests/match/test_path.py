from typing import Any

import pytest

from mockllm.match.path import parse, select
from mockllm.match.pattern import PatternError

DOCUMENT = {"a": [{"b": 1}, {"b": 2}], "c d": {"e": "x"}}


@pytest.mark.parametrize(
    ("path", "expected"),
    [
        ("$", [DOCUMENT]),
        ("$.a[0].b", [1]),
        ("a[-1].b", [2]),
        ("$.a[*].b", [1, 2]),
        ("$['c d'].e", ["x"]),
        ('$["c d"].*', ["x"]),
        ("$.a[7]", []),
        ("$.a.b", []),
        ("$.none", []),
        ("$.a[0][0]", []),
        ("$['c d'].e[*]", []),
    ],
)
def test_a_path_selects(path: str, expected: list[Any]) -> None:
    assert list(select(parse(path), DOCUMENT)) == expected


@pytest.mark.parametrize("path", ["$..a", "$.a[", "$.a[x]", "$.a[0:1]", "$a"])
def test_what_is_no_path_is_refused(path: str) -> None:
    with pytest.raises(PatternError, match="not a JSON path"):
        parse(path)
