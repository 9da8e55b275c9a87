"""Objects, arrays, maps and unions: which finding comes first, and where."""

from typing import Any

import pytest

from mockllm.checks.findings import BadSize, LongName, Missing, NotOneOf, OutOfRange, Problem, Tag, Unknown, WrongType
from mockllm.checks.scalars import FLAG, Kind, Null, Text, Whole
from mockllm.checks.shapes import Array, Either, Map, Object, Tagged, opened

OPEN = Object({"name": Text(), "size": Whole(0)}, ("name",))
CLOSED = Object({"name": Text(), "size": Whole(0)}, ("name",), closed=True)
PLACED = Object({"size": Whole(0), "name": Text()}, ("name",), closed=True, by_place=True)
UNION = Tagged({"a": Object({"x": Whole(0)}), "b": Object({}, ("y",))})
FORM = Either("text or list", text=Text(1), array=Array(FLAG), object=Map(Text(most=2), 1, 3), number=Whole(5))


@pytest.mark.parametrize(
    ("kind", "value"),
    [
        (OPEN, {"name": "n", "other": 1}),
        (CLOSED, {"name": "n", "size": 0}),
        (UNION, {"type": "a"}),
        (UNION, {"type": "b", "y": None}),
        (FORM, "t"),
        (FORM, [True]),
        (FORM, {"abc": "de"}),
        (FORM, 5),
        (Array(FLAG, 1, 2), [True, False]),
        (Tagged({}, absent=Object({})), {}),
        (Tagged({}, other=Object({})), {"type": "b"}),
        (Tagged({}, absent=Object({})), {"type": None}),
    ],
)
def test_it_is_accepted(kind: Kind, value: Any) -> None:
    assert kind.look(value) is None


@pytest.mark.parametrize(
    ("kind", "value", "problem", "path"),
    [
        (OPEN, [], WrongType("an object", []), ()),
        (OPEN, {"size": -1}, Missing(), ("name",)),
        (OPEN, {"name": 1}, WrongType("a string", 1), ("name",)),
        (CLOSED, {"name": "n", "sise": 1}, Unknown(("size",)), ("sise",)),
        (CLOSED, {"name": "n", "sise": 1, "size": 1}, Unknown(), ("sise",)),
        (CLOSED, {"name": 1, "zzz": 1}, Unknown(), ("zzz",)),
        (CLOSED, {"size": -1, "zzz": 1}, Missing(), ("name",)),
        (CLOSED, {"size": -1, "name": 1}, WrongType("a string", 1), ("name",)),
        (PLACED, {"size": -1, "zzz": 1}, OutOfRange(0, -1, low=True, whole=True), ("size",)),
        (PLACED, {"zzz": 1}, Missing(), ("name",)),
        (PLACED, {"name": "n", "zzz": 1}, Unknown(), ("zzz",)),
        (UNION, {}, Missing(), ("type",)),
        (UNION, {"type": "c"}, NotOneOf(("a", "b"), "c", tag=True), ("type",)),
        (UNION, {"type": 7}, NotOneOf(("a", "b"), "", tag=True), ("type",)),
        (UNION, {"type": "a", "x": -1}, OutOfRange(0, -1, low=True, whole=True), ("a", "x")),
        (UNION, None, WrongType("an object", None), ()),
        (Tagged({"a": OPEN}, at_key=False, spoken=("z",)), {"type": "b"}, NotOneOf(("z",), "b", tag=True), ()),
        (Tagged({}, other=OPEN), {"type": "b"}, Missing(), ("b", "name")),
        (Tagged({"a": OPEN}, strict=True), {}, NotOneOf(("a",), "", tag=True), ("type",)),
        (Tagged({"a": OPEN}, absent=OPEN), {}, Missing(), ("name",)),
        (Tagged({"a": OPEN}, absent=OPEN, default="a"), {}, Missing(), ("a", "name")),
        (Array(FLAG), {}, WrongType("an array", {}), ()),
        (Array(FLAG, 1), [], BadSize("array", 1, 0, low=True), ()),
        (Array(FLAG, 0, 1), [True, True], BadSize("array", 1, 2, low=False), ()),
        (Array(FLAG), [True, 1, 2], WrongType("a boolean", 1), (1,)),
        (FORM, True, WrongType("text or list", True), ()),
        (FORM, None, WrongType("text or list", None), ()),
        (FORM, "", BadSize("string", 1, 0, low=True), ()),
        (FORM, 4, OutOfRange(5, 4, low=True, whole=True), ()),
        (FORM, {"a": "", "b": ""}, BadSize("object", 1, 2, low=False), ()),
        (FORM, {"long": ""}, LongName("long", 3), ()),
        (FORM, {"a": "abc"}, BadSize("string", 2, 3, low=False), ("a",)),
        (Map(Text()), "a", WrongType("an object", "a"), ()),
    ],
)
def test_it_is_refused(kind: Kind, value: Any, problem: Problem, path: tuple[str | int, ...]) -> None:
    found = kind.look(value)
    assert found is not None
    assert (found.problem, found.path) == (problem, path)


def test_the_member_of_a_union_is_a_tag_in_the_place() -> None:
    found = UNION.look({"type": "a", "x": -1})
    assert found is not None
    assert [isinstance(step, Tag) for step in found.path] == [True, False]


def test_an_opened_kind_lets_unknown_members_pass_at_any_depth() -> None:
    kind = opened(Object({"in": Null(Array(Tagged({"a": CLOSED})))}, closed=True))
    assert kind.look({"zzz": 1, "in": [{"type": "a", "name": "n", "zzz": 1}]}) is None
    assert kind.look({"in": [{"type": "a", "zzz": 1}]}) is not None
