"""What an ask calls for: tools, a document, or text, and why."""

import re

from msgspec import Struct

from mockllm.ask import Ask, Tool
from mockllm.fake.heard import Heard, hear
from mockllm.fake.overlap import Match, plainly
from mockllm.fake.shown import demanded

__all__ = ["Decision", "choose"]

_LAST = re.compile(r"final[_-]?(answer|result|response|output)|finish|submit[_-]answer", re.IGNORECASE)
"""The names of tools that end an agent's run."""
_TOLD = re.compile(r"\s*Observation:", re.IGNORECASE)


class Decision(Struct, frozen=True, gc=False):
    """What to answer with: calls of `tools`, else a document where `document` is set, else text. `why` is one line.

    `heard` is what the ask says.
    """

    why: str
    heard: Heard
    tools: tuple[Tool, ...] = ()
    document: bool = False


def choose(ask: Ask) -> Decision:
    """What the ask calls for, and why."""
    heard = hear(ask)
    offered = _offered(ask) if ask.tools else ()
    if offered and ask.choice.mode == "required":
        return _forced(ask, heard, offered)
    if offered and ask.choice.mode == "auto":
        called = _called(heard, offered)
        if called:
            tools = called if ask.parallel else called[:1]
            said = ", ".join(f"{each.tool.name}: the user's message says {each.word!r}" for each in tools)
            return Decision(f"called {said}", heard, tuple(each.tool for each in tools))
    if ask.format is not None:
        return Decision(f"wrote a document: the request asks for {ask.format.kind}", heard, document=True)
    if demanded(heard):
        return Decision("wrote a document: the prompt asks for JSON of the schema that it shows", heard, document=True)
    if heard.came:
        return Decision("wrote text: the results of the tools have come", heard)
    why = "the user's message asks for no tool" if offered else "no tool may be called"
    return Decision(f"wrote text: {why}", heard)


def _offered(ask: Ask) -> tuple[Tool, ...]:
    names = ask.choice.names
    return tuple(tool for tool in ask.tools if tool.kind != "hosted" and (not names or tool.name in names))


def _forced(ask: Ask, heard: Heard, offered: tuple[Tool, ...]) -> Decision:
    """One call at least; what the user's message asks for, else a tool that has not answered yet."""
    last = next((tool for tool in offered if _LAST.match(tool.name)), None)
    matched = _called(heard, offered) if len(offered) > 1 else []
    if last is not None and _observed(ask, heard):
        tools: tuple[Tool, ...] = (last,)
    elif matched:
        tools = tuple(each.tool for each in matched) if ask.parallel else (matched[0].tool,)
    else:
        answered = {result.name for result in heard.came}
        tools = (next((tool for tool in offered if tool.name not in answered), offered[0]),)
    names = ", ".join(tool.name for tool in tools)
    return Decision(f"called {names}: the request's tool choice asks for a call", heard, tools)


def _observed(ask: Ask, heard: Heard) -> bool:
    """Whether the last message tells, as agents without tool messages do, what a tool gave back."""
    return len(ask.messages) > 1 and ask.messages[-2].role == "assistant" and bool(_TOLD.match(heard.user))


def _called(heard: Heard, offered: tuple[Tool, ...]) -> list[Match]:
    """The tools that the user's message plainly asks for and that have not answered since, as they are offered."""
    answered = {result.name for result in heard.came}
    if None in answered:
        return []
    asked = plainly(heard.text, offered)
    return [match for match in asked if match.tool.name not in answered]
