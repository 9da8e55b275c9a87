"""What an ask calls for: tools, a document, or text, and why."""

from dataclasses import dataclass
from itertools import islice
from typing import Any

from mockllm.ask import Ask, Tool, ToolResult, last_user
from mockllm.fake.mentions import plain
from mockllm.fake.terms import content, stems
from mockllm.fake.words import VERBS
from mockllm.schema.words import mapping
from mockllm.turn import ToolCall

__all__ = ["Decision", "choose", "since_user"]

NAMED, NAME, ENUM, PARAMETER, DESCRIPTION = 100, 12, 6, 4, 1
MOST_DESCRIPTION = 160
MOST_ENUMS = 64


@dataclass(frozen=True, slots=True)
class Decision:
    """What to answer with: calls of `tools`, else a document where `document` is set, else text. `why` is one line."""

    why: str
    tools: tuple[Tool, ...] = ()
    document: bool = False


@dataclass(frozen=True, slots=True)
class _Match:
    tool: Tool
    score: int
    word: str
    name_words: frozenset[str]


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
    if since_user(ask):
        return Decision("wrote text: the results of the tools have come")
    return Decision("wrote text: " + ("the user's message asks for no tool" if offered else "no tool may be called"))


def _offered(ask: Ask) -> tuple[Tool, ...]:
    names = ask.choice.names
    return tuple(tool for tool in ask.tools if tool.kind != "hosted" and (not names or tool.name in names))


def since_user(ask: Ask) -> tuple[ToolResult, ...]:
    """The results of tools that have come since the user spoke last, those beside the user's words included."""
    start = next((place for place in range(len(ask.messages) - 1, -1, -1) if ask.messages[place].role == "user"), 0)
    found = [part for message in ask.messages[start:] for part in message.parts if isinstance(part, ToolResult)]
    names = {
        part.id: part.name
        for message in ask.messages
        for part in message.parts
        if isinstance(part, ToolCall) and part.id
    }
    return tuple(
        part
        if part.name is not None or part.call_id not in names
        else ToolResult(part.call_id, part.text, names[part.call_id], part.error, part.images)
        for part in found
    )


def _forced(ask: Ask, offered: tuple[Tool, ...]) -> Decision:
    """One call at least; what the user's message asks for, else a tool that has not answered yet."""
    matched = _called(ask, offered) if len(offered) > 1 else []
    if matched:
        tools = tuple(each.tool for each in matched) if ask.parallel else (matched[0].tool,)
    else:
        answered = {result.name for result in since_user(ask)}
        tools = (next((tool for tool in offered if tool.name not in answered), offered[0]),)
    names = ", ".join(tool.name for tool in tools)
    return Decision(f"called {names}: the request's tool choice asks for a call", tools)


def _called(ask: Ask, offered: tuple[Tool, ...]) -> list[_Match]:
    """The tools that the user's message plainly asks for and that have not answered since, the plainest first."""
    answered = {result.name for result in since_user(ask)}
    if None in answered:
        return []
    text = plain(last_user(ask))
    found = [match for match in _matches(text, offered) if match.score > 0]
    if not found:
        return []
    best = max(found, key=lambda match: match.score)
    plainly = [best, *(match for match in found if match is not best and _also(match, best, offered))]
    order = [tool.name for tool in offered]
    plainly.sort(key=lambda match: order.index(match.tool.name))
    return [match for match in plainly if match.tool.name not in answered]


def _also(match: _Match, best: _Match, offered: tuple[Tool, ...]) -> bool:
    """Whether a tool is asked for beside the best one: by a word that no other tool's name has."""
    if match.score >= NAMED:
        return True
    if best.score >= NAMED:
        return False
    others = {word for tool in offered if tool is not match.tool for word in stems(tool.name)}
    return bool(match.name_words - others)


def _matches(text: str, offered: tuple[Tool, ...]) -> list[_Match]:
    said = content(text)
    lowered = text.lower()
    terms = [_terms(tool) for tool in offered]
    shared = set.intersection(*(set(each) for each in terms)) if len(terms) > 1 else set()
    return [_match(tool, own, said, lowered, shared) for tool, own in zip(offered, terms, strict=True)]


def _match(tool: Tool, terms: dict[str, int], said: dict[str, str], lowered: str, shared: set[str]) -> _Match:
    name = tool.name.lower()
    named = frozenset(word for word in stems(tool.name) if word in said and word not in shared)
    if ("_" in name or "-" in name or f"{name}(" in lowered) and name in lowered:
        return _Match(tool, NAMED, tool.name, named)
    only_verbs = all(word in _VERBS for word in stems(tool.name))
    hits = {
        word: weight
        for word, weight in terms.items()
        if word in said and word not in shared and (word not in _VERBS or (only_verbs and weight >= NAME))
    }
    for value, word in _enums(tool):
        if f" {value} " in f" {lowered} ".replace("?", " ").replace(",", " ").replace(".", " "):
            hits[word] = max(hits.get(word, 0), ENUM)
            said = {**said, word: value}
    first = max(hits, key=lambda word: hits[word], default="")
    score = sum(hits.values()) + (sum(1 for word in terms if word in said and word in _VERBS) if hits else 0)
    return _Match(tool, score, said.get(first, ""), named)


def _terms(tool: Tool) -> dict[str, int]:
    """The words that ask for a tool, as stems, and how much each says."""
    described = tool.description.strip()[:MOST_DESCRIPTION].partition("\n")[0]
    found = dict.fromkeys(content(described), DESCRIPTION)
    for parameter in mapping(tool.schema, "properties") if isinstance(tool.schema, dict) else ():
        found.update(dict.fromkeys(stems(parameter), PARAMETER))
    found.update(dict.fromkeys(stems(tool.name), NAME))
    return found


def _enums(tool: Tool) -> list[tuple[str, str]]:
    """Values that the tool lists, as they may stand in a prompt."""
    properties: dict[str, Any] = mapping(tool.schema, "properties") if isinstance(tool.schema, dict) else {}
    listed = (
        value
        for schema in properties.values()
        if isinstance(schema, dict) and isinstance(schema.get("enum"), list)
        for value in schema["enum"]
        if isinstance(value, str) and len(value) > 1
    )
    return [(value.lower().replace("_", " "), f"={value}") for value in islice(listed, MOST_ENUMS)]


_VERBS = frozenset(stem for verb in VERBS for stem in stems(verb))
