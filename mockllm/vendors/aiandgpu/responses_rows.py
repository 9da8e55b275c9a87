"""The checks of AIandGPU's Responses: its documented fields, types and ranges."""

from mockllm.ask import Body
from mockllm.checks import About, Check
from mockllm.checks.fields import Walk
from mockllm.checks.scalars import ANYTHING, FLAG, Kind, Null, Number, Text, Whole
from mockllm.checks.shapes import Array, Either, Object, Tagged
from mockllm.errors import Failure
from mockllm.vendors.brackets import refused, say
from mockllm.vendors.chat_kinds import EFFORTS, NAME, TOOL_MODES, enum
from mockllm.vendors.media import IMAGE_URL, LINK
from mockllm.vendors.offered import choice_offered

__all__ = ["FIELDS", "ROWS"]

PART = Tagged(
    {
        "input_text": Object({"text": Text()}, ("text",)),
        "input_image": Object({"image_url": IMAGE_URL}, ("image_url",)),
        "input_file": Object({"file_url": Text(pattern=LINK), "filename": Null(Text())}, ("file_url",)),
        "output_text": Object({"text": Text()}, ("text",)),
    },
    spoken=("input_text", "input_image", "input_file"),
)
CONTENT = Either("one of a string or array of objects", text=Text(), array=Array(PART))
_SAID = Object({"content": CONTENT}, ("content",))
MESSAGE = Tagged({"user": _SAID, "assistant": _SAID, "system": _SAID, "developer": _SAID}, key="role", strict=True)
ITEM = Tagged(
    {
        "message": MESSAGE,
        "function_call": Object({"call_id": Text(), "name": Text(), "arguments": Text()}, ("call_id", "name")),
        "function_call_output": Object({"call_id": Text()}, ("call_id", "output")),
        "reasoning": Object({}),
    },
    absent=MESSAGE,
)
TOOL = Tagged(
    {
        "function": Object(
            {"name": NAME, "description": Null(Text()), "parameters": Null(Object({})), "strict": Null(FLAG)}, ("name",)
        )
    },
    other=ANYTHING,
)
"""Functions; what other tools the gateway has, its document does not say."""
NAMED = Tagged({"function": Object({"name": Text()}, ("name",))}, other=ANYTHING)
FIELDS: dict[str, Kind] = {
    "model": Text(1),
    "input": Either("one of a string or array of objects", text=Text(), array=Array(ITEM, 1)),
    "instructions": Null(Text()),
    "max_output_tokens": Null(Whole(1)),
    "temperature": Null(Number(0, 2)),
    "top_p": Null(Number(0, 1)),
    "stream": Null(FLAG),
    "tools": Null(Array(TOOL, wanted="an array of objects")),
    "tool_choice": Null(
        Either(
            "one of an object or 'none', 'auto', or 'required'",
            text=enum(*TOOL_MODES),
            object=NAMED,
        )
    ),
    "reasoning": Null(Object({"effort": enum(*EFFORTS), "summary": enum("auto", "concise", "detailed")})),
    "previous_response_id": Null(Text()),
    "truncation": enum("auto", "disabled"),
}


def _said(body: Body, _: About) -> Failure | None:
    return None if body["input"] else refused("Invalid 'input': empty string.", "input", "empty_string")


ROWS: tuple[Check, ...] = (Walk(Object(FIELDS, ("model", "input")), say), _said, choice_offered)
"""Those of POST /v1/responses; fields that are not documented pass."""
