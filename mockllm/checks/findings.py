"""What can be wrong with a field, in neutral words; a vendor's voice turns a finding into its failure."""

from collections.abc import Callable
from typing import Any, Literal

from msgspec import Struct

from mockllm.errors import Failure

__all__ = [
    "BadSize",
    "Finding",
    "LongName",
    "Mismatch",
    "Missing",
    "NotOneOf",
    "Odd",
    "OutOfRange",
    "Path",
    "Problem",
    "Tag",
    "Unknown",
    "Voice",
    "WrongType",
]


class Tag(str):
    """A step of a path that names the member of a tagged union instead of a key; some vendors leave it out."""

    __slots__ = ()


Path = tuple[str | int, ...]
"""Where: keys, indices and tags from the body down."""


class Missing(Struct, frozen=True):
    """A required member is absent."""


class Unknown(Struct, frozen=True):
    """A member that does not exist; `near` are known names like it that were not sent, nearest first."""

    near: tuple[str, ...] = ()


class WrongType(Struct, frozen=True):
    """A value of another type than `wanted`, which is said as the vendor says it."""

    wanted: str
    value: Any


class NotOneOf(Struct, frozen=True):
    """A value outside of a list; `tag` says that it chooses the member of a union."""

    options: tuple[str, ...]
    value: str
    tag: bool = False


class OutOfRange(Struct, frozen=True):
    """A number beyond `bound`: below it if `low`, else above; `whole` for integers."""

    bound: float
    value: float
    low: bool
    whole: bool


class BadSize(Struct, frozen=True):
    """Too few (`low`) or too many characters, items or members."""

    of: Literal["string", "array", "object"]
    bound: int
    size: int
    low: bool


class LongName(Struct, frozen=True):
    """The name of a member has more than `bound` characters; the path ends before it."""

    name: str
    bound: int


class Mismatch(Struct, frozen=True):
    """A string that does not fit `pattern`."""

    pattern: str
    value: str


class Odd(Struct, frozen=True):
    """Anything else, in the vendor's words: `{path}` in `text` stands for the place."""

    text: str
    code: str | None = None
    silent: bool = False
    """Whether the failure leaves out the name of the parameter."""


Problem = Missing | Unknown | WrongType | NotOneOf | OutOfRange | BadSize | LongName | Mismatch | Odd


class Finding(Struct, frozen=True):
    """A problem and its place."""

    problem: Problem
    path: Path = ()

    def under(self, *steps: str | int) -> "Finding":
        """The same finding, seen from further up."""
        return Finding(self.problem, (*steps, *self.path))


Voice = Callable[[Finding], Failure]
"""How a vendor says a finding."""
