"""The arguments of a call: from the prompt where its schema lets them, else sampled."""

import json
import re
from collections.abc import Iterator
from contextlib import suppress
from typing import Any

from msgspec.structs import replace

from mockllm.ask import Tool
from mockllm.fake.bounds import bounded
from mockllm.fake.claims import Prompt
from mockllm.fake.mentions import Mention, lists, mentions
from mockllm.fake.sample import NoValueError, Sampler
from mockllm.fake.terms import topic
from mockllm.schema.check import problem
from mockllm.schema.words import mapping
from mockllm.stamp import Dice

__all__ = ["NoValueError", "any_object", "calls", "document", "written"]

MOST_CALLS = 8
_CODED = re.compile(r"code|python|exec|script|eval|shell|bash|interpreter", re.IGNORECASE)
_KEYS = re.compile(r"""['"`]([A-Za-z_][\w-]{0,40})['"`]""")


def written(value: Any) -> str:
    """JSON text as models write it."""
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))


def calls(tool: Tool, text: str, dice: Dice, *, several: bool) -> list[str]:
    """The arguments of each call of a tool that `text` asks for, as JSON text, or free text for a custom tool.

    There is one, or where `several` may be, one for each value of an enumeration in the text. Raises
    NoValueError where the tool's schema allows no arguments.
    """
    if tool.kind == "custom":
        return [_free(tool, text)]
    literal = [made for made in _literal(tool, text) if made is not None]
    if literal:
        distinct = list(dict.fromkeys(written(made) for made in literal))
        return distinct[:MOST_CALLS] if several else distinct[:1]
    narrow = bounded(tool.schema)
    if narrow is not tool.schema:
        with suppress(NoValueError):
            return _made(replace(tool, schema=narrow), text, dice, several=several)
    return _made(tool, text, dice, several=several)


def _made(tool: Tool, text: str, dice: Dice, *, several: bool) -> list[str]:
    schema = {"allOf": [_schema(tool), {"type": "object"}]}
    own = frozenset((tool.name,))
    prompt = Prompt(text, tool.schema, own=own)
    first = Sampler(tool.schema, dice, prompt, sparing=True).value(schema)
    found = [first]
    for offered in _others(prompt) if several else ():
        other = Prompt(text, tool.schema, own=own, offered=offered)
        found.append(Sampler(tool.schema, dice, other, sparing=True).value(schema))
    return list(dict.fromkeys(written(each) for each in found))[:MOST_CALLS]


def document(schema: Any, text: str, dice: Dice) -> str:
    """A JSON document of a schema. Raises NoValueError where there is none."""
    narrow = bounded(schema)
    if narrow is not schema:
        with suppress(NoValueError):
            return _document(narrow, text, dice)
    return _document(schema, text, dice)


def _document(schema: Any, text: str, dice: Dice) -> str:
    prompt = Prompt(text, schema, eager=False)
    return written(Sampler(schema, dice, prompt).value(schema))


def any_object(text: str, dice: Dice) -> str:
    """A JSON object with the keys that `text` names in quotes, or some of its own."""
    names = list(dict.fromkeys(_KEYS.findall(text)))[:12]
    if not names:
        return written({"answer": Sampler(True, dice).value({"type": "string"}, "answer"), "topic": topic(text)[:80]})
    return document({"type": "object", "properties": {key: {} for key in names}, "required": names}, text, dice)


def _schema(tool: Tool) -> Any:
    return tool.schema if isinstance(tool.schema, dict | bool) else True


def _free(tool: Tool, text: str) -> str:
    quoted = next((each.text for each in mentions(text) if each.kind == "quoted"), None)
    if quoted is not None:
        return quoted
    summed = next((each.text for each in mentions(text) if each.kind == "sum"), None)
    if _CODED.search(tool.name + tool.description):
        return f"print({summed or json.dumps(topic(text)[:80], ensure_ascii=False)})"
    return summed or topic(text) or "hello"


def _literal(tool: Tool, text: str) -> Iterator[dict[str, Any] | None]:
    """Calls that the prompt itself writes out, such as `add(2, 3)`."""
    names = list(mapping(tool.schema, "properties")) if isinstance(tool.schema, dict) else []
    for match in re.finditer(rf"\b{re.escape(tool.name)}\(([^()]*)\)", text):
        made: dict[str, Any] = {}
        given = [each.strip() for each in match[1].split(",") if each.strip()]
        for place, each in enumerate(given):
            name, mark, value = each.partition("=")
            key = name.strip() if mark else names[place] if place < len(names) else ""
            made[key] = _read(value if mark else each)
        yield made if problem(_schema(tool), made) is None and "" not in made and (made or not names) else None


def _read(text: str) -> Any:
    bare = text.strip()
    try:
        return json.loads(bare)
    except ValueError:
        return bare.strip("'\"")


def _others(prompt: Prompt) -> Iterator[tuple[Mention, ...]]:
    """For an enumeration of which a first call took one value: what is offered to each further call."""
    for run in lists(prompt.text):
        taken = [mention for mention in run if mention.start in prompt.taken]
        if len(taken) == 1:
            for mention in run:
                if mention not in taken:
                    yield tuple(each for each in prompt.offered or () if each not in run or each == mention)
            return
