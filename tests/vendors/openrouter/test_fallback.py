"""Where the first model fails, the next is asked; recordings are looked at once."""

from typing import Any

from mockllm.ask import Ask
from mockllm.engine.settings import Settings
from mockllm.engine.way import Engine
from mockllm.errors import Failure, Miss
from mockllm.exchange import Answer, Raw
from mockllm.session import Session
from mockllm.turn import Text, Turn
from mockllm.vendors.kinds import World
from mockllm.vendors.table import VENDORS
from tests.ways import asked, bytes_of

BODY: dict[str, Any] = {"models": ["openai/gpt-4o", "x-ai/grok-4"], "messages": [{"role": "user", "content": "Hi"}]}


class Counted:
    """A source that counts how often it is asked, and for which model."""

    def __init__(self, name: str, *, raw: bool, said: Answer | None = None) -> None:
        self.name = name
        self.raw = raw
        self.models: list[str | None] = []
        self._said = said

    def active(self, _: Session) -> bool:
        return True

    async def answer(self, _: Raw, ask: Ask | None, __: World) -> Answer | Miss:
        self.models.append(ask.model if ask else None)
        if self._said is None:
            return Miss()
        return Answer(failure=Failure("overloaded")) if len(self.models) == 1 else self._said


async def test_the_next_model_is_asked_and_recordings_are_not_asked_again() -> None:
    hello = Answer((Turn((Text("Hello."),)),))
    tape, model = Counted("cassette", raw=True), Counted("script", raw=False, said=hello)
    session = Session("s")
    reply = await asked(Engine([tape, model], Settings(), VENDORS), "/api/v1/chat/completions", BODY, session)
    assert reply.status == 200
    assert b'"model":"x-ai/grok-4"' in bytes_of(reply)
    assert (tape.models, model.models) == ([None], ["openai/gpt-4o", "x-ai/grok-4"])
    (entry,) = session.journal
    assert entry.model == "x-ai/grok-4"
    assert "openai/gpt-4o: overloaded, so x-ai/grok-4 is asked" in [line for lines in entry.passed for line in lines]


async def test_a_single_model_just_fails() -> None:
    model = Counted("script", raw=False, said=Answer((Turn((Text("Hello."),)),)))
    body = {**BODY, "models": ["openai/gpt-4o"]}
    reply = await asked(Engine([model], Settings(), VENDORS), "/api/v1/chat/completions", body)
    assert (reply.status, len(model.models)) == (503, 1)
