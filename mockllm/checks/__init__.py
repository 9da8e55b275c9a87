"""The checks of a request: tables of rows, run in order; the first that fails decides."""

from collections.abc import Callable, Iterable

from msgspec import Struct
from msgspec.structs import replace

from mockllm.ask import Body, Headers, Model
from mockllm.errors import Failure

__all__ = ["UNLISTED", "About", "Check", "first"]

UNLISTED = "unlisted"
"""The trait of a model that a vendor does not know and yet lets pass."""


class About(Struct, frozen=True):
    """What a check may look at beside the body. `model` is None where the vendor does not know the name.

    Rows see None, too, for a model that is only let pass (trait `unlisted`). `allow` may hold "model" and "param":
    unknown ones are then let pass.
    """

    headers: Headers
    model: Model | None
    allow: frozenset[str] = frozenset()


Check = Callable[[Body, About], Failure | None]


def first(rows: Iterable[Check], body: Body, about: About) -> Failure | None:
    """The first failure of the rows, if there is one."""
    if about.model is not None and UNLISTED in about.model.traits:
        about = replace(about, model=None)
    for row in rows:
        failure = row(body, about)
        if failure is not None:
            return failure
    return None
