"""The checks of AIandGPU's Chat Completions: its documented fields, types and ranges."""

from mockllm.checks import Check
from mockllm.checks.fields import Walk
from mockllm.checks.scalars import FLAG, Kind, Null, Number, Text, Whole
from mockllm.checks.shapes import Array, Either, Object, Tagged
from mockllm.vendors.brackets import say
from mockllm.vendors.chat_kinds import PENALTY, SEEN, STOP, TOOL, TOOL_CHOICE
from mockllm.vendors.offered import choice_offered

__all__ = ["FIELDS", "ROWS"]

CONTENT = Either("one of a string or array of objects", text=Text(), array=Array(Tagged(SEEN)))
CALL = Object({"id": Text(), "function": Object({"name": Text(), "arguments": Text()}, ("name",))}, ("id", "function"))
MESSAGE = Tagged(
    {
        "system": Object({"content": CONTENT}, ("content",)),
        "user": Object({"content": CONTENT}, ("content",)),
        "assistant": Object({"content": Null(CONTENT), "tool_calls": Null(Array(CALL))}),
        # The document names three roles, but its tools are of no use without a place for their results.
        "tool": Object({"content": CONTENT, "tool_call_id": Text()}, ("content", "tool_call_id")),
    },
    key="role",
    spoken=("system", "user", "assistant"),
)
FIELDS: dict[str, Kind] = {
    "model": Text(1),
    "messages": Array(MESSAGE, 1, wanted="an array of objects"),
    "max_tokens": Null(Whole(1)),
    "temperature": Null(Number(0, 2)),
    "top_p": Null(Number(0, 1)),
    "stream": Null(FLAG),
    "stop": STOP,
    # Nobody answers more: an answer with fewer choices than were asked for would be a silent one.
    "n": Null(Whole(1, 128)),
    "presence_penalty": PENALTY,
    "frequency_penalty": PENALTY,
    "tools": Null(Array(TOOL, wanted="an array of objects")),
    "tool_choice": Null(TOOL_CHOICE),
    "user": Null(Text()),
}

ROWS: tuple[Check, ...] = (Walk(Object(FIELDS, ("model", "messages")), say), choice_offered)
"""Those of POST /v1/chat/completions; fields that are not documented pass."""
