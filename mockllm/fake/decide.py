"""What a model would do: call a tool, write a document, or talk."""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from mockllm import limits, tokens
from mockllm.ask import Ask, Tool, ToolResult, last_user, results, text_of
from mockllm.errors import Failure
from mockllm.fake import prose
from mockllm.fake.hints import Hints, hints_of, words_of
from mockllm.fake.sample import UnsatisfiableError, sample
from mockllm.fake.words import COMMON
from mockllm.stamp import Stamp
from mockllm.turn import Json, Part, Reasoning, Text, ToolCall, Turn

__all__ = ["Decision", "choose", "decide", "say"]

EFFORTS = {"minimal": 1, "low": 2, "medium": 3, "high": 5, "xhigh": 6, "max": 7}
MOST_CALLS = 8


@dataclass(frozen=True, slots=True)
class Decision:
    """Which tools to call, and why."""

    why: str
    tools: tuple[Tool, ...] = ()


def decide(ask: Ask, stamp: Stamp) -> tuple[Turn, ...] | Failure:
    """All turns of the answer, or why there can be none."""
    return say(ask, choose(ask), stamp)


def choose(ask: Ask) -> Decision:
    """Whether to call tools, and which."""
    offered = [tool for tool in ask.tools if tool.kind != "hosted"]
    if ask.choice.names:
        offered = [tool for tool in offered if tool.name in ask.choice.names]
    if not offered or ask.choice.mode == "none":
        return Decision("said text: no tool may be called")
    prompt = last_user(ask)
    done = {result.name for result in _results_since_user(ask)}
    if ask.choice.mode == "required":
        wanted = [tool for tool in offered if _reason(tool, prompt)] or offered[:1]
        several = _several(wanted, ask) if len(offered) > 1 else wanted[:1]
        return Decision(f"called {several[0].name}: the request requires a call", tuple(several))
    scored = [(tool, why) for tool in offered if tool.name not in done and (why := _reason(tool, prompt))]
    if not scored:
        return Decision("said text: no tool is asked for" if not done else "said text: the tools have answered")
    chosen = _several([tool for tool, _ in _best(scored)], ask)
    if done and not all(_named(tool, prompt) for tool in chosen):
        return Decision("said text: the tools have answered")
    return Decision(f"called {', '.join(tool.name for tool in chosen)}: {scored[0][1]}", tuple(chosen))


def say(ask: Ask, decision: Decision, stamp: Stamp) -> tuple[Turn, ...] | Failure:
    """The turns that carry a decision out."""
    try:
        return tuple(_turn(ask, decision, stamp, number) for number in range(ask.n))
    except UnsatisfiableError as error:
        return Failure("invalid_request", f"mockllm cannot satisfy the schema: {error}")


def _turn(ask: Ask, decision: Decision, stamp: Stamp, number: int) -> Turn:
    parts: list[Part] = [*_thinking(ask, stamp, number)]
    prompt = last_user(ask)
    found = hints_of(prompt)
    if decision.tools:
        parts += _calls(decision.tools, found, stamp, number)
    elif ask.format is not None:
        parts.append(Json(_document(ask, found, stamp, number)))
    else:
        parts.append(Text(_text(ask, prompt, stamp, number)))
    return limits.apply(Turn(tuple(parts)), ask)


def _text(ask: Ask, prompt: str, stamp: Stamp, number: int) -> str:
    told = [result for result in _results_since_user(ask) if result.text]
    if told:
        return " ".join(f"{_by(result)}: {_short(result.text)}" for result in told[-MOST_CALLS:])
    return prose.answer(prompt, stamp.dice(f"text/{number}"))


def _by(result: ToolResult) -> str:
    name = (result.name or "the tool").replace("_", " ")
    return f"From {name}" if not result.error else f"{name} failed"


def _short(text: str) -> str:
    text = " ".join(text.split())
    return text if len(text) <= 400 else text[:400] + "…"


def _thinking(ask: Ask, stamp: Stamp, number: int) -> list[Reasoning]:
    wanted = ask.thinking
    if wanted is None or wanted.effort == "none":
        return []
    thought = prose.thought(last_user(ask), EFFORTS.get(wanted.effort or "medium", 3), stamp.dice(f"thought/{number}"))
    if wanted.budget:
        thought = tokens.cut(thought, wanted.budget)
    summary = (f"**Considering {prose.topic(last_user(ask))}**\n\n{thought}",) if wanted.summary else ()
    return [Reasoning(thought, summary)]


def _calls(tools: Sequence[Tool], found: Hints, stamp: Stamp, number: int) -> list[Part]:
    calls: list[Part] = []
    for place, tool in enumerate(tools):
        earlier = sum(each.name == tool.name for each in tools[:place])
        dice = stamp.dice(f"call/{number}/{place}/{tool.name}")
        if tool.kind == "custom":
            said = found.quoted[0] if found.quoted else prose.topic(found.text)
            calls.append(ToolCall(tool.name, said, custom=True))
            continue
        value = sample(tool.schema, dice, found, skip=earlier)
        calls.append(ToolCall(tool.name, _dump(value if isinstance(value, dict) else {})))
    return calls


def _document(ask: Ask, found: Hints, stamp: Stamp, number: int) -> str:
    assert ask.format is not None
    dice = stamp.dice(f"document/{number}")
    if ask.format.kind == "json_schema":
        return _dump(sample(ask.format.schema, dice, found))
    everything = "\n".join(text_of(message) for message in ask.messages)
    keys = [key for key in hints_of(everything).quoted if key.isidentifier()] or ["answer"]
    schema = {"type": "object", "properties": {key: {"type": "string"} for key in keys}, "required": keys}
    return _dump(sample(schema, dice, Hints(found.text)))


def _dump(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))


def _results_since_user(ask: Ask) -> tuple[ToolResult, ...]:
    """The results of tools since the user spoke last."""
    found: list[ToolResult] = []
    for message in reversed(ask.messages):
        if message.role == "user":
            break
        found[:0] = [part for part in message.parts if isinstance(part, ToolResult)]
    return tuple(found) or results(ask)


def _named(tool: Tool, prompt: str) -> bool:
    return tool.name.lower() in prompt.lower()


def _reason(tool: Tool, prompt: str) -> str | None:
    """Why a prompt asks for a tool; None where it does not."""
    if _named(tool, prompt):
        return f"the user's message names {tool.name}"
    spoken = words_of(prompt)
    for source, words in (("name", tool.name), ("description", tool.description), ("parameters", _parameters(tool))):
        shared = sorted((words_of(words) - COMMON) & spoken)
        if shared:
            return f"the user's message says {shared[0]!r}, as the {source} of {tool.name} does"
    return None


def _parameters(tool: Tool) -> str:
    """The names of a tool's parameters and the values of their enums."""
    properties = tool.schema.get("properties") if isinstance(tool.schema, dict) else None
    if not isinstance(properties, dict):
        return ""
    words = [str(name) for name in properties]
    for each in properties.values():
        values = each.get("enum") if isinstance(each, dict) else None
        words += [value for value in values if isinstance(value, str)] if isinstance(values, list) else []
    return " ".join(words)


def _best(scored: Sequence[tuple[Tool, str]]) -> list[tuple[Tool, str]]:
    """Those named outright, else those that share a word of their name, else the first."""
    for kind in ("names", "as the name"):
        fitting = [pair for pair in scored if kind in pair[1]]
        if fitting:
            return fitting
    return list(scored[:1])


def _several(tools: Sequence[Tool], ask: Ask) -> list[Tool]:
    """The tools to call at once: several where the prompt asks for them, the same one for several values."""
    if not ask.parallel:
        return list(tools[:1])
    if len(tools) == 1:
        return list(tools) * _times(tools[0], last_user(ask))
    return list(tools[:MOST_CALLS])


def _times(tool: Tool, prompt: str) -> int:
    """How often one tool is called: once for each of several names joined by a comma or `and`."""
    properties = tool.schema.get("properties") if isinstance(tool.schema, dict) else None
    if not isinstance(properties, dict) or len(properties) != 1:
        return 1
    places = [name for name in hints_of(prompt).names if len(name) > 2]
    joined = " and ".join(places[-2:]) in prompt
    return min(len(places), MOST_CALLS) if len(places) > 1 and joined else 1
