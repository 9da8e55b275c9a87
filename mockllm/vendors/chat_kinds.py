"""The kinds of values that Chat Completions is made of, wherever it is served."""

from collections.abc import Mapping

from mockllm.checks.scalars import FLAG, Kind, Null, Number, OneOf, Text
from mockllm.checks.shapes import Array, Either, Map, Object, Tagged
from mockllm.vendors.brackets import either
from mockllm.vendors.media import FILE_DATA, IMAGE_URL

__all__ = [
    "EFFORTS",
    "FUNCTION",
    "MESSAGE",
    "METADATA",
    "NAME",
    "NAMED",
    "PART",
    "PENALTY",
    "RESPONSE_FORMAT",
    "SEEN",
    "STOP",
    "TOOL",
    "TOOL_CHOICE",
    "TOOL_MODES",
    "enum",
]


def enum(*options: str) -> Kind:
    """Null, or one of some strings."""
    return Null(OneOf(options, either(options)))


NAME = Text(1, 64, "^[a-zA-Z0-9_-]+$")
ROLES = ("system", "assistant", "user", "function", "tool", "developer")
EFFORTS = ("none", "minimal", "low", "medium", "high", "xhigh", "max")
TOOL_MODES = ("none", "auto", "required")

SEEN: Mapping[str, Kind] = {
    "text": Object({"text": Text()}, ("text",)),
    "image_url": Object(
        {"image_url": Either("one of a string or object", text=IMAGE_URL, object=Object({"url": IMAGE_URL}, ("url",)))},
        ("image_url",),
    ),
}
"""The parts of a message that every service of this kind takes; of a picture only the URL is looked at."""
PART = Tagged(
    {
        "text": Object({"text": Text()}, ("text",)),
        "image_url": Object(
            {
                "image_url": Either(
                    "one of a string or object",
                    text=IMAGE_URL,
                    object=Object({"url": IMAGE_URL, "detail": enum("low", "high", "auto", "original")}, ("url",)),
                )
            },
            ("image_url",),
        ),
        "input_audio": Object(
            {"input_audio": Object({"data": Text(), "format": enum("wav", "mp3")}, ("data", "format"))},
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
