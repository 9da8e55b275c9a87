"""The source of fakes: it always has an answer, and equal requests get equal ones."""

from mockllm.ask import Ask
from mockllm.errors import Failure, Miss
from mockllm.exchange import Answer, Raw, Recording
from mockllm.fake.decide import choose, say
from mockllm.session import Session
from mockllm.vendors.kinds import World

__all__ = ["FakeSource"]


class FakeSource:
    """The last of a chain."""

    name = "fake"
    raw = False

    def active(self, _: Session) -> bool:
        """Always."""
        return True

    async def answer(self, _: Raw, ask: Ask | None, world: World) -> Answer | Recording | Miss:
        """What the fake model says."""
        if ask is None:
            return Miss()
        decision = choose(ask)
        said = say(ask, decision, world.stamp)
        if isinstance(said, Failure):
            return Answer(failure=said, source="fake", why=(decision.why,))
        return Answer(said, source="fake", why=(decision.why,), steady=True)
