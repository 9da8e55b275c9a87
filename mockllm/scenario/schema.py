"""The JSON schema of scenarios, built from the vocabulary, and a check by it that names the place of each mistake.

Follows JSON Schema 2020-12, as far as the vocabulary uses it: alternatives always differ in their JSON type, so that
a mistake has one explanation.
"""

import json
from collections.abc import Callable, Collection, Iterator
from difflib import get_close_matches
from functools import cache
from typing import Any

from msgspec import Struct

from mockllm.scenario.words import TABLES

__all__ = ["Path", "Problem", "problems", "schema", "suggest"]

Path = tuple[str | int, ...]
"""The keys and indices that lead from the root of a document to a value."""


class Problem(Struct, frozen=True):
    """What is wrong with a document, and where. `at_key` points at the key instead of its value."""

    path: Path
    reason: str
    at_key: bool = False


MOST_SHOWN = 60
"""How many characters of a wrong value an explanation shows."""

MOST_LISTED = 16
"""How many known keys an explanation lists."""

ELSEWHERE = {
    "say": ("text", "content", "message", "reply", "response", "answer"),
    "call": ("tool_calls", "tool_call", "tool_use", "function_call", "tool"),
    "think": ("thinking", "reasoning"),
    "refuse": ("refusal",),
    "fail": ("error", "status"),
    "stop": ("finish_reason", "stop_reason"),
    "expect": ("when", "match", "if", "request"),
    "when": ("expect", "match", "if", "request"),
    "pace": ("delay", "latency"),
    "input": ("prompt_tokens",),
    "output": ("completion_tokens",),
}
"""What the APIs and other tools call what a word says."""

TYPES: dict[str, tuple[type, ...]] = {
    "string": (str,),
    "boolean": (bool,),
    "integer": (int,),
    "number": (int, float),
    "array": (list,),
    "object": (dict,),
}
ARTICLES = {"integer": "an integer", "array": "a list", "object": "a mapping", "boolean": "true or false"}


@cache
def schema() -> dict[str, Any]:
    """The JSON schema of a whole document."""
    defs = {name: _table(name) for name in TABLES if name != "document"}
    calls = {"type": "object", "additionalProperties": {"anyOf": [{"type": "string"}, {"type": "object"}]}}
    turn = defs.pop("turn")
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "mockllm scenario",
        **_table("document"),
        "$defs": {
            **defs,
            "calls": {"description": "tool calls by the name of the tool", "minProperties": 1, **calls},
            "turn": {
                "description": "a turn: text, a list of parts, or a reply with what it expects",
                "anyOf": [{"type": "string"}, _parts(), turn],
            },
        },
    }


def _parts() -> dict[str, Any]:
    return {"type": "array", "items": {"anyOf": [{"type": "string"}, {"$ref": "#/$defs/part"}]}}


def _table(name: str) -> dict[str, Any]:
    words = TABLES[name]
    found: dict[str, Any] = {
        "type": "object",
        "properties": {key: {"description": word.about, **word.schema} for key, word in words.items()},
        "additionalProperties": False,
    }
    needed = [key for key, word in words.items() if word.required]
    return {**found, "required": needed} if needed else found


def problems(document: Any) -> Iterator[Problem]:
    """Every way in which a document is not a scenario; none if it is one."""
    yield from _check(document, schema(), ())


def _check(value: Any, wanted: dict[str, Any], path: Path) -> Iterator[Problem]:
    wanted = _resolve(wanted)
    if "anyOf" in wanted:
        yield from _alternatives(value, [_resolve(each) for each in wanted["anyOf"]], path)
        return
    if not _is(value, wanted):
        yield Problem(path, f"must be {_kind(wanted)}, not {_shown(value)}{_hint(value, wanted)}")
        return
    for keyword, rule in RULES.items():
        if keyword in wanted:
            yield from rule(value, wanted, path)


def _resolve(wanted: dict[str, Any]) -> dict[str, Any]:
    while "$ref" in wanted:
        wanted = schema()["$defs"][wanted["$ref"].rpartition("/")[2]]
    return wanted


def _alternatives(value: Any, wanted: list[dict[str, Any]], path: Path) -> Iterator[Problem]:
    for each in wanted:
        if _is(value, each):
            yield from _check(value, each, path)
            return
    kinds = " or ".join(dict.fromkeys(_kind(each) for each in wanted))
    yield Problem(path, f"must be {kinds}, not {_shown(value)}{_hint(value, wanted[0])}")


def _is(value: Any, wanted: dict[str, Any]) -> bool:
    kind = wanted.get("type")
    if kind is None:
        return True
    if isinstance(value, bool):
        return bool(kind == "boolean")
    return isinstance(value, TYPES[kind])


def _kind(wanted: dict[str, Any]) -> str:
    kind = wanted.get("type", "something else")
    return ARTICLES.get(kind, f"a {kind}")


def _shown(value: Any) -> str:
    text = json.dumps(value, ensure_ascii=False, default=str)
    return text if len(text) <= MOST_SHOWN else f"{text[: MOST_SHOWN - 3]}..."


def _hint(value: Any, wanted: dict[str, Any]) -> str:
    keys = wanted.get("properties", ())
    if 0 < len(keys) <= MOST_LISTED:
        return f"; its keys are {', '.join(keys)}"
    scalar = value is not None and not isinstance(value, dict | list | str)
    return "; put it in quotes" if scalar and wanted.get("type") == "string" else ""


def _enum(value: Any, wanted: dict[str, Any], path: Path) -> Iterator[Problem]:
    if value not in wanted["enum"]:
        close = get_close_matches(str(value), wanted["enum"], n=1)
        meant = f"; did you mean {close[0]!r}?" if close else ""
        yield Problem(path, f"{_shown(value)} is none of {', '.join(wanted['enum'])}{meant}")


def _const(value: Any, wanted: dict[str, Any], path: Path) -> Iterator[Problem]:
    if value != wanted["const"] or isinstance(value, bool):
        yield Problem(path, f"must be {_shown(wanted['const'])}, not {_shown(value)}")


def _properties(value: Any, wanted: dict[str, Any], path: Path) -> Iterator[Problem]:
    for key in value:
        if key in wanted["properties"]:
            yield from _check(value[key], wanted["properties"][key], (*path, key))
        else:
            yield Problem((*path, key), f"unknown key {key!r}{suggest(key, wanted['properties'])}", at_key=True)


def _additional(value: Any, wanted: dict[str, Any], path: Path) -> Iterator[Problem]:
    if wanted["additionalProperties"] is not False:
        for key in value:
            yield from _check(value[key], wanted["additionalProperties"], (*path, key))


def suggest(key: Any, known: Collection[str]) -> str:
    """What may have been meant: the nearest of the known words, else all of them where they are few."""
    close = [word for word, names in ELSEWHERE.items() if word in known and key in names]
    close += get_close_matches(str(key), list(known), n=1)
    if close:
        return f"; did you mean {close[0]!r}?"
    return f"; known are {', '.join(known)}" if len(known) <= MOST_LISTED else ""


def _required(value: Any, wanted: dict[str, Any], path: Path) -> Iterator[Problem]:
    for key in wanted["required"]:
        if key not in value:
            yield Problem(path, f"{key!r} is missing")


def _items(value: Any, wanted: dict[str, Any], path: Path) -> Iterator[Problem]:
    for number, item in enumerate(value):
        yield from _check(item, wanted["items"], (*path, number))


def _size(unit: str, keyword: str, low: bool) -> Callable[[Any, dict[str, Any], Path], Iterator[Problem]]:
    def check(value: Any, wanted: dict[str, Any], path: Path) -> Iterator[Problem]:
        bound = wanted[keyword]
        size = len(value) if unit else value
        if size < bound if low else size > bound:
            yield Problem(path, f"must {'be' if not unit else 'have'} at {'least' if low else 'most'} {bound}{unit}")

    return check


RULES: dict[str, Callable[[Any, dict[str, Any], Path], Iterator[Problem]]] = {
    "enum": _enum,
    "const": _const,
    "properties": _properties,
    "additionalProperties": _additional,
    "required": _required,
    "items": _items,
    "minItems": _size(" entries", "minItems", low=True),
    "maxItems": _size(" entries", "maxItems", low=False),
    "minProperties": _size(" entries", "minProperties", low=True),
    "minLength": _size(" characters", "minLength", low=True),
    "maxLength": _size(" characters", "maxLength", low=False),
    "minimum": _size("", "minimum", low=True),
    "maximum": _size("", "maximum", low=False),
}
