"""JSON as bytes: what every layout writes, and that the services' own bodies come out the same."""

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mockllm.wire import layout
from tests.wire.evidence import Share, bodies

LAYOUTS = [
    layout.ascii_pretty,
    layout.compact,
    layout.four,
    layout.pretty,
    layout.pretty_line,
    layout.script,
]
JSON = st.recursive(
    st.none()
    | st.booleans()
    | st.integers()
    | st.floats(-1e15, 1e15)
    | st.text(st.characters(exclude_categories=["Cs"])),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=5), inner, max_size=4),
    max_leaves=12,
)

# Why a recorded body is not what the service would write.
OTHERS = {
    "287725ae2d": "compact with a line end: completions of early 2023",
    "596bdbaa29": "made up by its author",
    "63fa783c91": "the list of models of 2023 had a line end",
    "91d08c6a99": "made up by its author",
    "b6dd9e49f9": "a preview model of 2023, with a space after colons and commas",
    "c932196760": "made up by its author",
    "de05cde8d7": "made up by its author",
}


@pytest.mark.parametrize("write", LAYOUTS, ids=lambda each: each.__name__)
@given(JSON)
def test_every_layout_is_the_same_json(write: layout.Layout, value: Any) -> None:
    assert json.loads(write(value)) == value


@pytest.mark.parametrize("write", LAYOUTS, ids=lambda each: each.__name__)
def test_a_lone_surrogate_is_replaced(write: layout.Layout) -> None:
    assert json.loads(write({"a": "x\ud800y"})) == {"a": "x\ufffdy"}


@pytest.mark.parametrize(
    ("write", "bytes_"),
    [
        (layout.compact, '{"a":["é",1.0],"b":{}}'),
        (layout.script, '{"a":["é",1],"b":{}}'),
        (layout.pretty, '{\n  "a": [\n    "é",\n    1.0\n  ],\n  "b": {}\n}'),
        (layout.pretty_line, '{\n  "a": [\n    "é",\n    1.0\n  ],\n  "b": {}\n}\n'),
        (layout.ascii_pretty, '{\n  "a": [\n    "\\u00e9",\n    1.0\n  ],\n  "b": {}\n}'),
        (layout.four, '{\n    "a": [\n        "é",\n        1.0\n    ],\n    "b": {}\n}\n'),
    ],
)
def test_layouts_differ_in_space_escapes_and_whole_numbers(write: layout.Layout, bytes_: str) -> None:
    assert write({"a": ["é", 1.0], "b": {}}).decode() == bytes_


@pytest.mark.parametrize(
    ("number", "text", "script"),
    [
        (0.0001, "0.0001", "0.0001"),
        (0.00001234, "0.00001234", "0.00001234"),
        (0.00001, "0.00001", "0.00001"),
        (-0.0000024, "-2.4e-6", "-0.0000024"),
        (0.000001, "1e-6", "0.000001"),
        (-1.5e-7, "-1.5e-7", "-1.5e-7"),
        (2e-15, "2e-15", "2e-15"),
        (0.0, "0.0", "0"),
        (1.0, "1.0", "1"),
        (10.05, "10.05", "10.05"),
        (1e16, "1e16", "10000000000000000"),
        (12, "12", "12"),
    ],
)
def test_numbers_are_written_as_the_services_do(number: float, text: str, script: str) -> None:
    assert layout.text(number) == text
    assert layout.script_text(number) == script


def test_numbers_inside_strings_are_left_alone() -> None:
    said = {"1e-05": 'say "1.0, 2e-07" \\', "x": 1e-05}

    assert layout.script_text(said) == '{"1e-05":"say \\"1.0, 2e-07\\" \\\\","x":0.00001}'
    assert layout.text(said) == layout.script_text(said)


def test_recorded_bodies_come_out_byte_for_byte() -> None:
    """All of 2026 and nearly all before; the others were made up, or recorded otherwise."""
    by_year: dict[str, Share] = {}
    for (_, _, year), share in bodies().items():
        total = by_year.setdefault(year, Share())
        total.same += share.same
        total.others += share.others

    assert by_year["2026"].of > 500
    assert set(by_year["2026"].others) <= set(OTHERS)
    assert by_year["2026"].same / by_year["2026"].of >= 0.995
    assert by_year["before"].same / by_year["before"].of >= 0.97
    if len(by_year["before"].others) <= len(OTHERS):
        assert set(by_year["before"].others) <= set(OTHERS)
