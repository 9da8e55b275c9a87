"""The rows that are made of kinds: a walk over the body in a vendor's voice, and rows that hold only sometimes."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Protocol

from msgspec import Struct

from mockllm.ask import Body
from mockllm.checks import About, Check, first
from mockllm.checks.findings import Finding, Missing, Unknown, Voice
from mockllm.checks.scalars import Kind
from mockllm.checks.shapes import Object, opened
from mockllm.errors import Failure

__all__ = ["Given", "Named", "Test", "Walk", "When", "has"]

Test = Callable[[Body, About], bool]
NOTHING: Mapping[str, tuple[Check, ...]] = {}


@dataclass(frozen=True, slots=True)
class Walk:
    """The body must be what `kind` says; what it is not, the voice says.

    `rows` are checks of single fields of an object, in the order of its fields: they are asked once the fields up to
    theirs are what they must be, and before the fields after it are looked at.
    """

    kind: Kind
    voice: Voice
    rows: Mapping[str, tuple[Check, ...]] = field(default_factory=lambda: NOTHING)
    _open: list[Kind] = field(default_factory=list, repr=False)
    _placed: list[tuple[str, tuple[Check, ...]]] = field(default_factory=list, repr=False)

    def __post_init__(self) -> None:
        fields = self.kind.fields if isinstance(self.kind, Object) else ()
        self._placed.extend((name, self.rows[name]) for name in fields if name in self.rows)

    def __call__(self, body: Body, about: About) -> Failure | None:
        """The failure for the first finding; unknown members pass where the request's vendor allows them."""
        kind = self.kind
        if "param" in about.allow:
            if not self._open:
                self._open.append(opened(kind))
            kind = self._open[0]
        finding = kind.look(body)
        failure = None if finding is None else self.voice(finding)
        if not self.rows or (finding is not None and _of_the_whole(finding, kind)):
            return failure
        return self._in_order(body, about, None if finding is None else finding.path[0]) or failure

    def _in_order(self, body: Body, about: About, end: str | int | None) -> Failure | None:
        """The first failure of the rows of the fields before `end`."""
        if self.rows.keys().isdisjoint(body):
            return None
        for name, rows in self._placed if end is None else self._before(end):
            if name in body:
                failure = first(rows, body, about)
                if failure is not None:
                    return failure
        return None

    def _before(self, end: str | int) -> list[tuple[str, tuple[Check, ...]]]:
        fields = list(self.kind.fields) if isinstance(self.kind, Object) else []
        earlier = fields[: fields.index(str(end))]
        return [(name, rows) for name, rows in self._placed if name in earlier]


def _of_the_whole(finding: Finding, kind: Kind) -> bool:
    """Whether a finding is of no field: the body is no object, a field is absent or unknown."""
    if not finding.path:
        return True
    known = isinstance(kind, Object) and finding.path[0] in kind.fields
    return not known or (len(finding.path) == 1 and isinstance(finding.problem, Missing | Unknown))


class Named(Protocol):
    """A row that looks at one member, and finds nothing where it is absent."""

    @property
    def name(self) -> str:
        """The member."""

    def __call__(self, body: Body, about: About) -> Failure | None:
        """The failure, if there is one."""


class Given:
    """Rows of single members, in order; none is asked where the body has none of them."""

    def __init__(self, *rows: Named) -> None:
        self.rows = rows
        self.names = frozenset(row.name for row in rows)

    def __call__(self, body: Body, about: About) -> Failure | None:
        """The first failure."""
        return None if self.names.isdisjoint(body) else first(self.rows, body, about)


class When(Struct, frozen=True):
    """Rows that hold where `test` does, and others that hold elsewhere."""

    test: Test
    rows: tuple[Check, ...]
    otherwise: tuple[Check, ...] = ()

    def __call__(self, body: Body, about: About) -> Failure | None:
        """The first failure of the rows that hold."""
        return first(self.rows if self.test(body, about) else self.otherwise, body, about)


def has(trait: str) -> Test:
    """A test for a trait of the model; a model that nobody knows has none."""
    return lambda _, about: about.model is not None and trait in about.model.traits
