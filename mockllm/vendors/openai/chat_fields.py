"""The fields of a Chat Completions request: types, ranges and words, in the order in which OpenAI checks them."""

from mockllm.checks.scalars import ANYTHING, FLAG, Kind, Null, Number, OneOf, Text, Whole
from mockllm.checks.shapes import Array, Either, Map, Object, Tagged
from mockllm.vendors.chat_kinds import (
    EFFORTS,
    FUNCTION,
    MESSAGE,
    METADATA,
    NAMED,
    PART,
    PENALTY,
    RESPONSE_FORMAT,
    STOP,
    TOOL,
    TOOL_CHOICE,
    enum,
)

__all__ = ["FIELDS", "NEWER", "NEWER_FIELDS", "OLDER"]

FIELDS: dict[str, Kind] = {
    "messages": Array(MESSAGE, 1, wanted="an array of objects"),
    "functions": Array(FUNCTION, 1, 128, "an array of function definitions"),
    "function_call": Either("one of one of 'none' or 'auto' or object", text=OneOf(("none", "auto")), object=NAMED),
    "tools": Null(Array(TOOL, 1, 128, "an array of objects")),
    "tool_choice": Null(TOOL_CHOICE),
    "parallel_tool_calls": Null(FLAG),
    "max_completion_tokens": Null(Whole(1)),
    "n": Null(Whole(1, 128)),
    "temperature": Null(Number(0, 2)),
    "top_p": Null(Number(0, 1)),
    "presence_penalty": PENALTY,
    "frequency_penalty": PENALTY,
    "logprobs": Null(FLAG),
    "top_logprobs": Null(Whole(0)),
    "user": Null(Text()),
    "seed": Null(Whole(-(2**63), 2**63 - 1)),
    "moderation": Null(Object({"model": Text(), "policy": Null(Object({}))}, ("model",))),
    "safety_identifier": Null(Text(most=128)),
    "prompt_cache_options": Null(Object({"mode": enum("implicit", "explicit"), "ttl": enum("30m")}, closed=True)),
    "prompt_cache_key": Null(Text(most=64)),
    "prompt_cache_retention": enum("in_memory", "24h"),
    "response_format": RESPONSE_FORMAT,
    "service_tier": enum("auto", "default", "fast", "flex", "priority"),
    "max_tokens": Null(Whole(1)),
    "reasoning_effort": enum(*EFFORTS),
    "logit_bias": Null(Map(Whole(-100, 100))),
    "stop": STOP,
    "stream": Null(FLAG),
    "stream_options": Null(Object({"include_usage": Null(FLAG), "include_obfuscation": Null(FLAG)}, closed=True)),
    "store": Null(FLAG),
    "metadata": METADATA,
    "prediction": Null(
        Tagged({"content": Object({"content": Either("one of a string or array of objects", Text(), Array(PART))})})
    ),
    "verbosity": enum("low", "medium", "high"),
    "model": ANYTHING,
    "audio": Null(
        Object(
            {
                "format": OneOf(("wav", "aac", "mp3", "flac", "opus", "pcm16")),
                "voice": Either("one of a string or object", text=Text(), object=Object({"id": Text()}, ("id",))),
            },
            ("format", "voice"),
        )
    ),
    "modalities": Null(Array(OneOf(("text", "audio")), 1, wanted="an array of strings")),
    "web_search_options": Null(
        Object({"search_context_size": enum("low", "medium", "high"), "user_location": Null(Object({}))})
    ),
}
"""In the measured order; `model` is looked at before all of them."""

NEWER_FIELDS = {
    name: kind for name, kind in FIELDS.items() if name not in {"audio", "modalities", "web_search_options"}
} | {"n": Null(Whole(1, 8))}

OLDER = Object(FIELDS, ("messages",), closed=True)
NEWER = Object(NEWER_FIELDS, ("messages",), closed=True)
"""The fields of gpt-5.6 and later."""
