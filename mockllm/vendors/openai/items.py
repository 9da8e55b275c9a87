"""The input items of a Responses request: messages by role, their parts, calls and their outputs, reasoning."""

from collections.abc import Mapping
from typing import Any

from msgspec import Struct

from mockllm.checks.findings import Finding, NotOneOf, Odd, Tag, WrongType
from mockllm.checks.scalars import ANYTHING, Kind, Null, Text
from mockllm.checks.shapes import Array, Either, Object, Tagged
from mockllm.vendors.chat_kinds import enum
from mockllm.vendors.media import FILE_DATA, IMAGE_URL

__all__ = ["ITEM", "Id", "Item", "Part", "Parts"]

TYPES = (
    "additional_tools agent_message apply_patch_call apply_patch_call_output code_interpreter_call compaction "
    "compaction_trigger computer_call computer_call_output custom_tool_call custom_tool_call_output file_search_call "
    "function_call function_call_output image_generation_call item_reference local_shell_call local_shell_call_output "
    "mcp_approval_request mcp_approval_response mcp_call mcp_list_tools message multi_agent_call "
    "multi_agent_call_output program program_output reasoning shell_call shell_call_output tool_search_call "
    "tool_search_output web_search_call"
)
"""The types of items as the service names them."""
ROLES = ("assistant", "system", "developer", "user")
PART_TYPES = (
    "input_text",
    "input_image",
    "input_audio",
    "output_text",
    "refusal",
    "input_file",
    "computer_screenshot",
    "summary_text",
    "encrypted_content",
)
USER_PARTS = ("input_text", "input_image", "input_file", "scoped_content", "input_audio")
ASSISTANT_PARTS = ("output_text", "refusal")


class Id(Struct, frozen=True):
    """The id of an item, which begins with the prefix of its type."""

    prefix: str

    def look(self, value: Any) -> Finding | None:
        """A wrong type, or another prefix."""
        if not isinstance(value, str):
            return Finding(WrongType("a string", value))
        if value.startswith(self.prefix):
            return None
        text = f"Invalid '{{path}}': '{value}'. Expected an ID that begins with '{self.prefix}'."
        return Finding(Odd(text, "invalid_value"))


STATUS = enum("in_progress", "completed", "incomplete")
BREAKPOINT = Null(Object({"mode": enum("explicit"), "ttl": enum("30m", "12h")}, ("mode",), closed=True))
PARTS: Mapping[str, Kind] = {
    "input_text": Object(
        {"type": ANYTHING, "text": Text(), "prompt_cache_breakpoint": BREAKPOINT}, ("text",), closed=True
    ),
    "input_image": Object(
        {
            "type": ANYTHING,
            "image_url": Null(IMAGE_URL),
            "file_id": Null(Text()),
            "detail": enum("low", "high", "auto", "original"),
            "prompt_cache_breakpoint": BREAKPOINT,
        },
        closed=True,
    ),
    "input_file": Object(
        {
            "type": ANYTHING,
            "file_data": Null(FILE_DATA),
            "file_id": Null(Text()),
            "file_url": Null(Text()),
            "filename": Null(Text()),
            "detail": enum("auto", "low", "high"),
            "prompt_cache_breakpoint": BREAKPOINT,
        },
        closed=True,
    ),
    "input_audio": Object({"input_audio": Object({"data": Text(), "format": Text()})}, ("input_audio",)),
    "scoped_content": Object({}),
    "output_text": Object(
        {
            "type": ANYTHING,
            "text": Text(),
            "annotations": Null(Array(Object({}))),
            "logprobs": Null(Array(Object({}))),
            "prompt_cache_breakpoint": BREAKPOINT,
        },
        ("text",),
        closed=True,
    ),
    "refusal": Object({"type": ANYTHING, "refusal": Text()}, ("refusal",), closed=True),
}


class Part(Struct, frozen=True):
    """A part of a message: of a known type, and of one that the role may use."""

    allowed: tuple[str, ...]

    def look(self, value: Any) -> Finding | None:
        """A wrong type, an unknown tag, one that is not for this role, or what the part's kind finds."""
        if not isinstance(value, dict):
            return Finding(WrongType("an object", value))
        tag = value.get("type")
        if not isinstance(tag, str) or tag not in {*PART_TYPES, *self.allowed}:
            return Finding(NotOneOf(PART_TYPES, tag if isinstance(tag, str) else "", tag=True), ("type",))
        if tag not in self.allowed:
            return Finding(NotOneOf(self.allowed, tag, tag=True))
        finding = PARTS[tag].look(value)
        return finding.under(Tag(tag)) if finding else None


class Parts(Struct, frozen=True):
    """The content of a message or output: a string, or parts of the allowed types."""

    allowed: tuple[str, ...] = USER_PARTS

    def look(self, value: Any) -> Finding | None:
        """A wrong type, or the first finding of a part."""
        wanted = "one of an array of objects or string"
        return Either(wanted, text=Text(), array=Array(Part(self.allowed))).look(value)


def _message(*, assistant: bool = False) -> Kind:
    fields: dict[str, Kind] = {
        "type": ANYTHING,
        "role": ANYTHING,
        "content": Parts(ASSISTANT_PARTS if assistant else USER_PARTS),
        "id": Null(Id("msg")),
        "status": STATUS,
        "name": ANYTHING,
    }
    if assistant:
        fields["phase"] = enum("commentary", "final_answer")
    return Object(fields, ("content",), closed=True)


MESSAGE = Tagged(
    {"assistant": _message(assistant=True), "system": _message(), "developer": _message(), "user": _message()},
    key="role",
    spoken=ROLES,
    at_key=False,
    strict=True,
)
_CALL: dict[str, Kind] = {
    "type": ANYTHING,
    "call_id": Text(),
    "name": Text(),
    "status": STATUS,
    "namespace": Null(Text()),
    "caller": Null(Object({})),
    "async": ANYTHING,
}
_OUTPUT: dict[str, Kind] = {
    "type": ANYTHING,
    "id": Null(Text()),
    "call_id": Text(),
    "output": Parts(),
    "status": STATUS,
    "name": Null(Text()),
    "namespace": Null(Text()),
    "caller": Null(Object({})),
}
KNOWN: dict[str, Kind] = {
    "message": MESSAGE,
    "function_call": Object(
        {**_CALL, "arguments": Text(), "id": Null(Id("fc"))}, ("call_id", "name", "arguments"), closed=True
    ),
    "function_call_output": Object(_OUTPUT, ("call_id", "output"), closed=True),
    "custom_tool_call": Object(
        {**_CALL, "input": Text(), "id": Null(Id("ctc"))}, ("call_id", "name", "input"), closed=True
    ),
    "custom_tool_call_output": Object(_OUTPUT, ("call_id", "output"), closed=True),
    "reasoning": Object(
        {
            "type": ANYTHING,
            "id": Null(Id("rs")),
            "summary": Array(Object({"text": Text()}, ("text",))),
            "content": Null(Array(Object({}))),
            "encrypted_content": Null(Text()),
            "status": STATUS,
        },
        ("summary",),
        closed=True,
    ),
    "item_reference": Object({"type": ANYTHING, "id": Text()}, ("id",), closed=True),
    "compaction": Object({"id": Null(Text()), "encrypted_content": Text()}, ("encrypted_content",)),
    "configuration_update": Object({"id": Null(Text())}),
}
_TAGGED = Tagged(
    {name: Object({"id": Null(Text())}) for name in TYPES.split()} | KNOWN,
    absent=MESSAGE,
    spoken=tuple(TYPES.split()),
    at_key=False,
    wanted="an input item",
)


class Item(Struct, frozen=True):
    """An input item; one without a type is a message, or a reference where it has nothing but an id."""

    def look(self, value: Any) -> Finding | None:
        """What is wrong with the item."""
        if isinstance(value, dict) and value.get("type") is None and value.keys() <= {"id", "type"} and "id" in value:
            return KNOWN["item_reference"].look(value)
        return _TAGGED.look(value)


ITEM = Item()
