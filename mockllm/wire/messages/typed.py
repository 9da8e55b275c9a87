"""Tools of Anthropic's own that the client runs: what they are called with, which no request says.

Specification: https://platform.claude.com/docs/en/agents-and-tools/tool-use/overview
"""

import re
from collections.abc import Callable, Mapping, Sequence
from typing import Any

from mockllm.wire.tolerant import integer, string

__all__ = ["input_schema"]

Schema = dict[str, Any]
_DATE = re.compile(r"_\d{8}$")
_TEXT: Schema = {"type": "string"}
_KEPT: Schema = {"type": "string", "pattern": "^/memories"}
_LINE: Schema = {"type": "integer", "minimum": 0}
_RANGE: Schema = {"type": "array", "items": {"type": "integer"}, "minItems": 2, "maxItems": 2}
_WIDTH, _HEIGHT = 1_024, 768


def _chosen(by: str, needed: Mapping[str, Sequence[str]], properties: Schema) -> Schema:
    """An object whose field `by` is one of some words; each of them needs other fields beside it."""
    return {
        "type": "object",
        "properties": {by: {"enum": list(needed)}, **properties},
        "anyOf": [{"properties": {by: {"const": word}}, "required": [by, *names]} for word, names in needed.items()],
    }


BASH: Schema = {
    "type": "object",
    "properties": {"command": {"type": "string", "default": "ls"}, "restart": {"type": "boolean"}},
    "anyOf": [{"required": ["command"]}, {"required": ["restart"]}],
}
CHANGES = {
    "view": ("path",),
    "create": ("path", "file_text"),
    "str_replace": ("path", "old_str"),
    "insert": ("path", "insert_line"),
}
EDITOR = _chosen(
    "command",
    {**CHANGES, "undo_edit": ("path",)},
    {
        **dict.fromkeys(("path", "file_text", "old_str", "new_str", "insert_text"), _TEXT),
        "insert_line": _LINE,
        "view_range": _RANGE,
    },
)
MEMORY = _chosen(
    "command",
    {
        **CHANGES,
        "str_replace": ("path", "old_str", "new_str"),
        "insert": ("path", "insert_line", "insert_text"),
        "delete": ("path",),
        "rename": ("old_path", "new_path"),
    },
    {
        **dict.fromkeys(("path", "old_path", "new_path"), _KEPT),
        **dict.fromkeys(("file_text", "old_str", "new_str", "insert_text"), _TEXT),
        "insert_line": _LINE,
        "view_range": _RANGE,
    },
)


def _computer(entry: Mapping[str, Any]) -> Schema:
    """What can be done to a screen of the size that the request says."""
    size = (integer(entry.get("display_width_px")) or _WIDTH, integer(entry.get("display_height_px")) or _HEIGHT)
    place = {
        "type": "array",
        "prefixItems": [{"type": "integer", "minimum": 0, "maximum": max(0, pixels - 1)} for pixels in size],
        "minItems": 2,
        "maxItems": 2,
    }
    clicks = ("left_click", "right_click", "middle_click", "double_click", "triple_click", "mouse_move")
    needed = {
        "screenshot": (),
        **dict.fromkeys(clicks, ("coordinate",)),
        "left_click_drag": ("start_coordinate", "coordinate"),
        **dict.fromkeys(("left_mouse_down", "left_mouse_up", "cursor_position"), ()),
        **dict.fromkeys(("key", "type"), ("text",)),
        "hold_key": ("text", "duration"),
        "scroll": ("coordinate", "scroll_direction", "scroll_amount"),
        "wait": ("duration",),
        "zoom": ("region",),
    }
    properties: Schema = {
        **dict.fromkeys(("coordinate", "start_coordinate"), place),
        "text": _TEXT,
        "duration": {"type": "number", "minimum": 0, "maximum": 10},
        "scroll_direction": {"enum": ["up", "down", "left", "right"]},
        "scroll_amount": {"type": "integer", "minimum": 0, "maximum": 10},
        "region": {"type": "array", "items": {"type": "integer", "minimum": 0}, "minItems": 4, "maxItems": 4},
    }
    return _chosen("action", needed, properties)


_SCHEMAS: Mapping[str, Callable[[Mapping[str, Any]], Schema]] = {
    "bash": lambda _: BASH,
    "text_editor": lambda _: EDITOR,
    "memory": lambda _: MEMORY,
    "computer": _computer,
}


def input_schema(entry: Mapping[str, Any]) -> Schema | None:
    """The JSON schema of the input of a tool by its type; None for one that the service runs, or that is not known."""
    made = _SCHEMAS.get(_DATE.sub("", string(entry.get("type"))))
    return made(entry) if made else None
