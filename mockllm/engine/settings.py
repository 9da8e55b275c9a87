"""What whoever runs the server chose."""

from typing import Literal, Protocol, runtime_checkable

from msgspec import Struct, field

from mockllm.ask import Ask
from mockllm.errors import Miss
from mockllm.exchange import Answer, Pace, Raw, Recording
from mockllm.session import Session
from mockllm.vendors.kinds import Options, World

__all__ = ["Settings", "Source", "Uploading"]


class Settings(Struct, frozen=True):
    """Options of the way through. `seed` decides all fakes; `clock` where times in answers come from."""

    options: Options = field(default_factory=Options)
    seed: int = 0
    clock: Literal["fixed", "real"] = "fixed"
    pace: Pace | None = None
    upstreams: frozenset[str] = frozenset()


class Source(Protocol):
    """Whoever may have an answer. Sources are asked in the order of their chain; the first that has one decides.

    A `raw` source is asked before the request is parsed and checked, with `ask` None. `active` tells whether it could
    answer anything in this session at all.
    """

    @property
    def name(self) -> str:
        """What it is called."""

    @property
    def raw(self) -> bool:
        """Whether it is asked before the request is parsed."""

    def active(self, session: Session) -> bool:
        """Whether it is worth asking."""

    async def answer(self, raw: Raw, ask: Ask | None, world: World) -> Answer | Recording | Miss:
        """The answer, a recorded response, or a miss that says why."""


@runtime_checkable
class Uploading(Protocol):
    """A source that takes a request body while it is still coming."""

    @property
    def uploads(self) -> bool:
        """Whether it does."""
