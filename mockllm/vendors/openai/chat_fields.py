"""The fields of a Chat Completions request: types, ranges and words, in the order in which OpenAI checks them."""

from mockllm.checks.scalars import ANYTHING, FLAG, Kind, Null, Number, OneOf, Text, Whole
from mockllm.checks.shapes import Array, Either, Map, Object, Tagged
from mockllm.vendors.brackets import either
from mockllm.vendors.openai.media import FILE_DATA, IMAGE_URL

__all__ = ["FIELDS", "NEWER", "NEWER_FIELDS", "OLDER", "TOOL_MODES"]


def _enum(*options: str) -> Kind:
    return Null(OneOf(options, either(options)))


NAME = Text(1, 64, "^[a-zA-Z0-9_-]+$")
ROLES = ("system", "assistant", "user", "function", "tool", "developer")
EFFORTS = ("none", "minimal", "low", "medium", "high", "xhigh", "max")
TOOL_MODES = ("none", "auto", "required")

PART = Tagged(
    {
        "text": Object({"text": Text()}, ("text",)),
        "image_url": Object(
            {
                "image_url": Either(
                    "one of a string or object",
                    text=IMAGE_URL,
                    object=Object({"url": IMAGE_URL, "detail": _enum("low", "high", "auto", "original")}, ("url",)),
                )
            },
            ("image_url",),
        ),
        "input_audio": Object(
            {"input_audio": Object({"data": Text(), "format": _enum("wav", "mp3")}, ("data", "format"))},
            ("input_audio",),
        ),
        "refusal": Object({"refusal": Text()}, ("refusal",)),
        "audio": Object({}),
        "file": Object(
            {"file": Object({"file_id": Null(Text()), "file_data": Null(FILE_DATA), "filename": Null(Text())})},
            ("file",),
        ),
    }
)
CONTENT = Null(Either("one of a string or array of objects", text=Text(), array=Array(PART)))
CALL = Tagged(
    {
        "function": Object(
            {"id": Text(), "function": Object({"name": Text(), "arguments": Text()}, ("name", "arguments"))},
            ("id", "function"),
        ),
        "custom": Object(
            {"id": Text(), "custom": Object({"name": Text(), "input": Text()}, ("name", "input"))}, ("id", "custom")
        ),
    }
)
_SAID = {"content": CONTENT, "name": Null(Text())}
MESSAGE = Tagged(
    {
        "system": Object(_SAID),
        "assistant": Object(
            {
                **_SAID,
                "tool_calls": Null(Array(CALL, 1, wanted="an array of objects")),
                "function_call": Null(Object({"name": Text(), "arguments": Text()}, ("name", "arguments"))),
                "refusal": Null(Text()),
            }
        ),
        "user": Object(_SAID),
        "function": Object({**_SAID, "name": Text()}, ("name",)),
        "tool": Object({**_SAID, "tool_call_id": Text()}, ("tool_call_id",)),
        "developer": Object(_SAID),
    },
    key="role",
    spoken=ROLES,
)
FUNCTION = Object(
    {"name": NAME, "description": Null(Text()), "parameters": Null(Object({})), "strict": Null(FLAG)}, ("name",)
)
GRAMMAR = Object({"definition": Text(), "syntax": OneOf(("lark", "regex"))}, ("definition", "syntax"))
TOOL = Tagged(
    {
        "function": Object({"function": FUNCTION}, ("function",)),
        "custom": Object(
            {
                "custom": Object(
                    {
                        "name": NAME,
                        "description": Null(Text()),
                        "format": Null(
                            Tagged({"text": Object({}), "grammar": Object({"grammar": GRAMMAR}, ("grammar",))})
                        ),
                    },
                    ("name",),
                )
            },
            ("custom",),
        ),
    }
)
NAMED = Object({"name": Text()}, ("name",))
TOOL_CHOICE = Either(
    "one of one of 'none', 'auto', or 'required' or object",
    text=OneOf(TOOL_MODES),
    object=Tagged(
        {
            "function": Object({"function": NAMED}, ("function",)),
            "custom": Object({"custom": NAMED}, ("custom",)),
            "allowed_tools": Object(
                {
                    "allowed_tools": Object(
                        {"mode": OneOf(("auto", "required")), "tools": Array(Object({}), wanted="an array of objects")},
                        ("mode", "tools"),
                    )
                },
                ("allowed_tools",),
            ),
        }
    ),
)
RESPONSE_FORMAT = Null(
    Tagged(
        {
            "json_object": Object({}),
            "json_schema": Object(
                {
                    "json_schema": Object(
                        {"name": NAME, "description": Null(Text()), "schema": Null(Object({})), "strict": Null(FLAG)},
                        ("name",),
                    )
                },
                ("json_schema",),
            ),
            "text": Object({}),
        }
    )
)
STOP = Null(
    Either(
        "one of a string or array of strings", text=Text(), array=Array(Text(), most=4, wanted="an array of strings")
    )
)
METADATA = Null(Map(Text(most=512), 16, 64, "a metadata object"))
PENALTY = Null(Number(-2, 2))

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
    "prompt_cache_options": Null(Object({"mode": _enum("implicit", "explicit"), "ttl": _enum("30m")}, closed=True)),
    "prompt_cache_key": Null(Text(most=64)),
    "prompt_cache_retention": _enum("in_memory", "24h"),
    "response_format": RESPONSE_FORMAT,
    "service_tier": _enum("auto", "default", "fast", "flex", "priority"),
    "max_tokens": Null(Whole(1)),
    "reasoning_effort": _enum(*EFFORTS),
    "logit_bias": Null(Map(Whole(-100, 100))),
    "stop": STOP,
    "stream": Null(FLAG),
    "stream_options": Null(Object({"include_usage": Null(FLAG), "include_obfuscation": Null(FLAG)}, closed=True)),
    "store": Null(FLAG),
    "metadata": METADATA,
    "prediction": Null(
        Tagged({"content": Object({"content": Either("one of a string or array of objects", Text(), Array(PART))})})
    ),
    "verbosity": _enum("low", "medium", "high"),
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
        Object({"search_context_size": _enum("low", "medium", "high"), "user_location": Null(Object({}))})
    ),
}
"""In the measured order; `model` is looked at before all of them."""

NEWER_FIELDS = {
    name: kind for name, kind in FIELDS.items() if name not in {"audio", "modalities", "web_search_options"}
} | {"n": Null(Whole(1, 8))}

OLDER = Object(FIELDS, ("messages",), closed=True)
NEWER = Object(NEWER_FIELDS, ("messages",), closed=True)
"""The fields of gpt-5.6 and later."""
