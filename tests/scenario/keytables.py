"""The tables of keys in docs/scenarios.md: checked, or written anew with `--update`.

A table stands between `<!-- keys: reply -->` and `<!-- /keys -->`; the prose around it is by hand.
"""

import re
import sys
from pathlib import Path
from typing import Any

from mockllm.scenario.words import TABLES

__all__ = ["PAGE", "named", "rendered"]

PAGE = Path(__file__).parents[2] / "docs" / "scenarios.md"
_BLOCK = re.compile(r"<!-- keys: (?P<name>\w+) -->\n.*?<!-- /keys -->\n", re.DOTALL)


def named(text: str) -> list[str]:
    """The tables that a page has."""
    return [found["name"] for found in _BLOCK.finditer(text)]


def rendered(text: str) -> str:
    """The page with every table as the vocabulary has it."""
    return _BLOCK.sub(lambda found: _table(found["name"]), text)


def _table(name: str) -> str:
    shared = _shared(name)
    rows = [
        f"| `{key}` | {_kind(word.schema)}{', required' if word.required else ''} | {_cell(word.about)} |"
        for key, word in TABLES[name].items()
        if key not in shared
    ]
    return "\n".join(
        [f"<!-- keys: {name} -->", "| key | value | meaning |", "|---|---|---|", *rows, "<!-- /keys -->\n"]
    )


def _shared(name: str) -> set[str]:
    """The keys that a table takes over whole from another that stands before it."""
    above = {"lane": "condition", "rule": "turn"}.get(name)
    return set(TABLES[above]) - {"expect"} if above else set()


PLAIN = {"string": "text", "integer": "integer", "number": "number", "boolean": "true or false"}


def _kind(schema: dict[str, Any]) -> str:
    """What values a schema takes, in words."""
    kind = PLAIN.get(schema.get("type", ""), "anything")
    if "anyOf" in schema:
        kind = " or ".join(dict.fromkeys(_kind(each) for each in schema["anyOf"]))
    elif "$ref" in schema:
        name = schema["$ref"].rpartition("/")[2]
        kind = f"[{name}](#{name})"
    elif "enum" in schema:
        kind = ", ".join(f"`{value}`" for value in schema["enum"])
    elif "const" in schema:
        kind = f"`{schema['const']}`"
    elif schema.get("type") == "array":
        kind = f"list of {_kind(schema['items'])}"
    elif schema.get("type") == "object":
        values = schema.get("additionalProperties")
        kind = f"map to {_kind(values)}" if values else "mapping"
    return kind


def _cell(text: str) -> str:
    return text.replace("|", "\\|")


if __name__ == "__main__":
    before = PAGE.read_text(encoding="utf-8")
    after = rendered(before)
    if "--update" in sys.argv:
        PAGE.write_text(after, encoding="utf-8")
    sys.exit(before != after and "--update" not in sys.argv)
