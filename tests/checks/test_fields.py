"""Rows: a walk speaks in its voice, lets unknown members pass on request, and holds only when it should."""

from mockllm.ask import Body, Model
from mockllm.checks import About
from mockllm.checks.fields import Walk, When, has
from mockllm.checks.findings import Finding
from mockllm.checks.scalars import Text
from mockllm.checks.shapes import Object
from mockllm.errors import Failure

ABOUT = About({}, None)
LOUD = Model("m", traits=frozenset({"loud"}))


def _voice(finding: Finding) -> Failure:
    return Failure("invalid_request", repr(finding.path))


def _no(_: Body, __: About) -> Failure | None:
    return Failure("invalid_request", "no")


WALK = Walk(Object({"name": Text()}, closed=True), _voice)


def test_a_walk_says_the_first_finding() -> None:
    assert WALK({"name": 1}, ABOUT) == Failure("invalid_request", "('name',)")
    assert WALK({"name": "n"}, ABOUT) is None


def test_unknown_members_pass_where_they_are_allowed() -> None:
    allowing = About({}, None, frozenset({"param"}))
    assert WALK({"zzz": 1}, ABOUT) is not None
    assert WALK({"zzz": 1}, allowing) is None
    assert WALK({"zzz": 1, "name": 1}, allowing) == Failure("invalid_request", "('name',)")


def test_the_rows_of_a_field_come_before_the_fields_after_it() -> None:
    walk = Walk(Object({"first": Text(), "second": Text()}, ("first",), closed=True), _voice, {"first": (_no,)})
    no = Failure("invalid_request", "no")

    assert walk({"first": "a", "second": "b"}, ABOUT) == no
    assert walk({"second": 1, "first": "a"}, ABOUT) == no
    assert walk({"first": 1}, ABOUT) == Failure("invalid_request", "('first',)")
    assert walk({"second": 1}, ABOUT) == Failure("invalid_request", "('first',)")  # it is not there
    assert walk({"first": "a", "zzz": 1}, ABOUT) == Failure("invalid_request", "('zzz',)")
    assert walk([], ABOUT) == Failure("invalid_request", "()")  # type: ignore[arg-type]


def test_rows_hold_only_when_their_test_does() -> None:
    row = When(has("loud"), (_no,))
    assert row({}, About({}, LOUD)) == Failure("invalid_request", "no")
    assert row({}, ABOUT) is None


def test_other_rows_hold_elsewhere() -> None:
    row = When(has("loud"), (), (_no,))
    assert row({}, About({}, LOUD)) is None
    assert row({}, ABOUT) is not None
