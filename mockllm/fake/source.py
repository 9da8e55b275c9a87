"""The last source of the chain: it always has an answer."""

from collections.abc import Callable
from functools import cache
from typing import TYPE_CHECKING

from mockllm.ask import Ask
from mockllm.errors import Failure, Miss
from mockllm.exchange import Answer, Raw, Recording
from mockllm.session import Session
from mockllm.stamp import Stamp
from mockllm.turn import Turn
from mockllm.vendors.kinds import World

if TYPE_CHECKING:
    from mockllm.fake.choice import Decision

__all__ = ["FakeSource"]


@cache
def _fakes() -> tuple[Callable[[Ask], "Decision"], Callable[[Ask, "Decision", Stamp], tuple[Turn, ...] | Failure]]:
    """How a fake is chosen and said, brought in by the first one: the start of a server needs no fakes yet."""
    from mockllm.fake.answer import say  # noqa: PLC0415
    from mockllm.fake.choice import choose  # noqa: PLC0415

    return choose, say


class FakeSource:
    """Answers any ask with a fake, the same one for equal asks."""

    name = "fake"
    raw = False

    def active(self, session: Session) -> bool:
        """Whether it may be asked: always."""
        del session
        return True

    async def answer(self, raw: Raw, ask: Ask | None, world: World) -> Answer | Recording | Miss:
        """Turns, or the failure of a schema that cannot be satisfied; a miss where there is no ask."""
        if ask is None:
            return Miss((f"fake: {raw.method} {raw.path} is no request that a model answers",))
        choose, say = _fakes()
        decision = choose(ask)
        made = say(ask, decision, world.stamp)
        if isinstance(made, Failure):
            return Answer(failure=made, source="fake", why=(f"fake: {made.message}",), steady=True)
        return Answer(turns=made, source="fake", why=(f"fake: {decision.why}",), steady=True)
