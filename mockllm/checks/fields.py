"""The rows that are made of kinds: a walk over the body in a vendor's voice, and rows that hold only sometimes."""

from collections.abc import Callable
from dataclasses import dataclass, field

from mockllm.ask import Body
from mockllm.checks import About, Check, first
from mockllm.checks.findings import Voice
from mockllm.checks.scalars import Kind
from mockllm.checks.shapes import opened
from mockllm.errors import Failure

__all__ = ["Test", "Walk", "When", "has"]

Test = Callable[[Body, About], bool]


@dataclass(frozen=True, slots=True)
class Walk:
    """The body must be what `kind` says; what it is not, the voice says."""

    kind: Kind
    voice: Voice
    _open: list[Kind] = field(default_factory=list, repr=False)

    def __call__(self, body: Body, about: About) -> Failure | None:
        """The failure for the first finding; unknown members pass where the request's vendor allows them."""
        kind = self.kind
        if "param" in about.allow:
            if not self._open:
                self._open.append(opened(kind))
            kind = self._open[0]
        finding = kind.look(body)
        return None if finding is None else self.voice(finding)


@dataclass(frozen=True, slots=True)
class When:
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
