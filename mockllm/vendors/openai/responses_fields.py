"""The fields of a Responses request: types, ranges and words, in the order in which OpenAI checks them."""

from typing import Any

from msgspec import Struct

from mockllm.checks.findings import Finding, WrongType
from mockllm.checks.scalars import ANYTHING, FLAG, Kind, Null, Number, OneOf, Text, Whole
from mockllm.checks.shapes import Array, Either, Object, Tagged
from mockllm.vendors.brackets import listed, shortened
from mockllm.vendors.chat_kinds import EFFORTS, METADATA, NAME, PENALTY, enum
from mockllm.vendors.openai.items import ITEM

__all__ = ["BODY", "COUNT", "FIELDS", "Input"]


INCLUDE = (
    "file_search_call.results",
    "web_search_call.results",
    "web_search_call.action.sources",
    "message.input_image.image_url",
    "computer_call_output.output.image_url",
    "code_interpreter_call.outputs",
    "reasoning.encrypted_content",
    "message.output_text.logprobs",
)
TOOL_TYPES = (
    "function file_search computer computer_use_preview web_search web_search_2025_08_26 mcp code_interpreter "
    "programmatic_tool_calling image_generation local_shell shell custom namespace tool_search web_search_preview "
    "web_search_preview_2025_03_11 apply_patch"
)
_COMMON: dict[str, Kind] = {
    "type": ANYTHING,
    "name": NAME,
    "description": Null(Text()),
    "defer_loading": Null(FLAG),
    "allowed_callers": ANYTHING,
    "async": ANYTHING,
}
TOOL = Tagged(
    {name: Object({}) for name in TOOL_TYPES.split()}
    | {
        "function": Object(
            {
                **_COMMON,
                "parameters": Null(Object({})),
                "strict": Null(FLAG),
                "output_schema": Null(Object({})),
                "function": ANYTHING,
            },
            ("name",),
            closed=True,
        ),
        "custom": Object({**_COMMON, "format": Null(Object({"type": Text()}, ("type",)))}, ("name",), closed=True),
        "mcp": Object({"server_label": Text()}, ("server_label",)),
        "namespace": Object({"name": NAME, "tools": Array(Object({}))}, ("name", "tools")),
        "file_search": Object({"vector_store_ids": Array(Text())}, ("vector_store_ids",)),
    }
)
TOOL_CHOICE = Either(
    "one of an object or 'none', 'auto', or 'required'",
    text=OneOf(("none", "auto", "required")),
    object=Tagged(
        {name: Object({}) for name in TOOL_TYPES.split()}
        | {
            "function": Object({"name": Text()}, ("name",)),
            "custom": Object({"name": Text()}, ("name",)),
            "mcp": Object({"server_label": Text()}, ("server_label",)),
            "allowed_tools": Object(
                {"mode": OneOf(("auto", "required")), "tools": Array(Object({}))}, ("mode", "tools")
            ),
        }
    ),
)
FORMAT = Tagged(
    {
        "json_object": Object({"type": ANYTHING}, closed=True),
        "text": Object({"type": ANYTHING}, closed=True),
        "json_schema": Object(
            {
                "type": ANYTHING,
                "name": NAME,
                "schema": Object({}),
                "description": Null(Text()),
                "strict": Null(FLAG),
            },
            ("name", "schema"),
            closed=True,
        ),
    }
)
REASONING = Object(
    {
        "effort": Null(
            Either(f"one of one of {listed(EFFORTS, 'or')} or integer", text=OneOf(EFFORTS), number=Whole())
        ),
        "summary": enum("concise", "detailed", "auto"),
        "context": enum("auto", "current_turn", "all_turns"),
        "mode": enum("standard", "pro"),
    },
    closed=True,
)
CACHE_OPTIONS = Object(
    {
        "mode": enum("implicit", "explicit"),
        "ttl": enum("30m", "12h"),
        "prewarm": Null(FLAG),
        "comparison_response_id": Null(Text()),
    },
    closed=True,
)
_INCLUDES = listed(tuple(map(shortened, INCLUDE)), "or")


class Input(Struct, frozen=True):
    """The input: a string or items; of a null the service says that it should be a string."""

    kind: Kind

    def look(self, value: Any) -> Finding | None:
        """A wrong type, or the first finding of an item."""
        return Finding(WrongType("a string", value)) if value is None else self.kind.look(value)


FIELDS: dict[str, Kind] = {
    "model": Text(),
    "moderation": Null(Object({"model": Text(), "policy": Null(Object({}))}, ("model",))),
    "input": Input(Either("one of a string or array of input items", text=Text(), array=Array(ITEM))),
    "previous_response_id": Null(Text()),
    "conversation": Null(
        Either("one of a string or object", text=Text(), object=Object({"id": Text()}, ("id",), closed=True))
    ),
    "prompt": Null(
        Object({"id": Text(), "variables": Null(Object({})), "version": Null(Text())}, ("id",), closed=True)
    ),
    "include": Null(Array(OneOf(INCLUDE), wanted=f"an array of one of {_INCLUDES}")),
    "tools": Array(TOOL, wanted="an array of tools"),
    "tool_choice": TOOL_CHOICE,
    "metadata": METADATA,
    "text": Object({"format": Null(FORMAT), "verbosity": enum("low", "medium", "high")}, closed=True),
    "temperature": Null(Number(0, 2)),
    "top_p": Null(Number(0, 1)),
    "presence_penalty": PENALTY,
    "frequency_penalty": PENALTY,
    "parallel_tool_calls": Null(FLAG),
    "stream": Null(FLAG),
    "stream_options": Null(Object({"include_obfuscation": Null(FLAG)}, closed=True)),
    "background": Null(FLAG),
    "max_output_tokens": Null(Whole(16)),
    "max_tool_calls": Null(Whole(1)),
    "reasoning": Null(REASONING),
    "user": Null(Text()),
    "safety_identifier": Null(Text(most=64)),
    "prompt_cache_options": Null(CACHE_OPTIONS),
    "prompt_cache_key": Null(Text(most=64)),
    "prompt_cache_retention": enum("in_memory", "24h"),
    "truncation": enum("auto", "disabled"),
    "instructions": Null(Text()),
    "store": Null(FLAG),
    "service_tier": enum("auto", "default", "fast", "flex", "priority"),
    "top_logprobs": Null(Whole(0, 20)),
    "context_management": Null(
        Array(Object({"type": OneOf(("compaction",)), "compact_threshold": Null(Whole(0))}, ("type",)))
    ),
    "access_programs": ANYTHING,
    "image": Null(Object({})),
    "client_metadata": Null(Object({})),
}
"""In the measured order; the last three are not in it."""

BODY = Object(FIELDS, closed=True)
COUNT = Object(
    {
        name: kind
        for name, kind in FIELDS.items()
        if name
        in {
            "model",
            "input",
            "previous_response_id",
            "conversation",
            "tools",
            "tool_choice",
            "text",
            "parallel_tool_calls",
            "reasoning",
            "truncation",
            "instructions",
        }
    }
    | {"personality": ANYTHING},
    closed=True,
)
"""What POST /v1/responses/input_tokens takes."""
