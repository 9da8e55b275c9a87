"""What an ask calls for: tools, a document, or text, and why."""

import re

from msgspec import Struct
from msgspec.structs import replace

from mockllm.ask import Ask, Tool, ToolResult, last_user
from mockllm.fake.mentions import plain
from mockllm.fake.overlap import Match, plainly
from mockllm.fake.shown import demanded
from mockllm.turn import ToolCall

__all__ = ["Decision", "choose", "since_user"]

_LAST = re.compile(r"final[_-]?(answer|result|response|output)|finish|submit[_-]answer", re.IGNORECASE)
"""The names of tools that end an agent's run."""
_TOLD = re.compile(r"\s*Observation:", re.IGNORECASE)


class Decision(Struct, frozen=True, gc=False):
    """What to answer with: calls of `tools`, else a document where `document` is set, else text. `why` is one line."""

    why: str
    tools: tuple[Tool, ...] = ()
    document: bool = False


def choose(ask: Ask) -> Decision:
    """What the ask calls for, and why."""
    offered = _offered(ask)
    if offered and ask.choice.mode == "required":
        return _forced(ask, offered)
    if offered and ask.choice.mode == "auto":
        called = _called(ask, offered)
        if called:
            tools = called if ask.parallel else called[:1]
            said = ", ".join(f"{each.tool.name}: the user's message says {each.word!r}" for each in tools)
            return Decision(f"called {said}", tuple(each.tool for each in tools))
    if ask.format is not None:
        return Decision(f"wrote a document: the request asks for {ask.format.kind}", document=True)
    if demanded(ask):
        return Decision("wrote a document: the prompt asks for JSON of the schema that it shows", document=True)
    if since_user(ask):
        return Decision("wrote text: the results of the tools have come")
    return Decision("wrote text: " + ("the user's message asks for no tool" if offered else "no tool may be called"))


def _offered(ask: Ask) -> tuple[Tool, ...]:
    names = ask.choice.names
    return tuple(tool for tool in ask.tools if tool.kind != "hosted" and (not names or tool.name in names))


def since_user(ask: Ask) -> tuple[ToolResult, ...]:
    """The results of tools that have come since the user spoke last, those beside the user's words included."""
    found: list[ToolResult] = []
    for message in reversed(ask.messages):
        found[:0] = [part for part in message.parts if isinstance(part, ToolResult)]
        if message.role == "user":
            break
    if not found:
        return ()
    names = {
        part.id: part.name
        for message in ask.messages
        for part in message.parts
        if isinstance(part, ToolCall) and part.id
    }
    return tuple(
        part if part.name is not None or part.call_id not in names else replace(part, name=names[part.call_id])
        for part in found
    )


def _forced(ask: Ask, offered: tuple[Tool, ...]) -> Decision:
    """One call at least; what the user's message asks for, else a tool that has not answered yet."""
    last = next((tool for tool in offered if _LAST.match(tool.name)), None)
    matched = _called(ask, offered) if len(offered) > 1 else []
    if last is not None and _observed(ask):
        tools: tuple[Tool, ...] = (last,)
    elif matched:
        tools = tuple(each.tool for each in matched) if ask.parallel else (matched[0].tool,)
    else:
        answered = {result.name for result in since_user(ask)}
        tools = (next((tool for tool in offered if tool.name not in answered), offered[0]),)
    names = ", ".join(tool.name for tool in tools)
    return Decision(f"called {names}: the request's tool choice asks for a call", tools)


def _observed(ask: Ask) -> bool:
    """Whether the last message tells, as agents without tool messages do, what a tool gave back."""
    return len(ask.messages) > 1 and ask.messages[-2].role == "assistant" and bool(_TOLD.match(last_user(ask)))


def _called(ask: Ask, offered: tuple[Tool, ...]) -> list[Match]:
    """The tools that the user's message plainly asks for and that have not answered since, as they are offered."""
    answered = {result.name for result in since_user(ask)}
    if None in answered:
        return []
    asked = plainly(plain(last_user(ask)), offered)
    return [match for match in asked if match.tool.name not in answered]
