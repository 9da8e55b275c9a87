"""What an ask says that the answer goes by, found once: words of the user and the system, and results of tools."""

from msgspec import Struct
from msgspec.structs import replace

from mockllm.ask import Ask, ToolResult, system, text_of
from mockllm.fake.mentions import plain
from mockllm.turn import ToolCall

__all__ = ["Heard", "hear"]


class Heard(Struct, frozen=True, gc=False):
    """What the `user` said last, and that as `text` without what agents put around it; all `system` text.

    `came` are the results of tools that have come since, those beside the user's words included.
    """

    user: str
    text: str
    system: str
    came: tuple[ToolResult, ...]


def hear(ask: Ask) -> Heard:
    """What an ask says."""
    user = ""
    came: list[ToolResult] = []
    for message in reversed(ask.messages):
        came[:0] = [part for part in message.parts if isinstance(part, ToolResult)]
        if message.role == "user":
            user = text_of(message)
            break
    return Heard(user, plain(user), system(ask), _named(came, ask) if came else ())


def _named(came: list[ToolResult], ask: Ask) -> tuple[ToolResult, ...]:
    """The results with the names of their tools, where the conversation tells."""
    names = {
        part.id: part.name
        for message in ask.messages
        for part in message.parts
        if isinstance(part, ToolCall) and part.id
    }
    return tuple(
        part if part.name is not None or part.call_id not in names else replace(part, name=names[part.call_id])
        for part in came
    )
