"""The checks of OpenRouter's Responses and Messages: what must be there, documented types and limits."""

from mockllm.checks import Check
from mockllm.checks.fields import Walk
from mockllm.checks.scalars import ANYTHING, FLAG, Kind, Null, Number, Text, Whole
from mockllm.checks.shapes import Array, Either, Object
from mockllm.vendors.brackets import say
from mockllm.vendors.openrouter.rows import PLUGINS, PROVIDER, models_known

__all__ = ["MESSAGES_ROWS", "RESPONSES_ROWS"]

_SHARED: dict[str, Kind] = {
    "model": Null(Text(1)),
    "models": Null(Array(Text(1))),
    "provider": Null(PROVIDER),
    "plugins": PLUGINS,
    "session_id": Null(Text(most=256)),
    "stream": Null(FLAG),
    "temperature": Null(Number(0, 2)),
    "top_p": Null(Number(0, 1)),
    "tools": Null(Array(Object({"type": Null(Text())}))),
    "user": Null(Text()),
}
_SAID = Either("one of a string or array of objects", text=Text(), array=Array(Object({})))
RESPONSES: dict[str, Kind] = {
    **_SHARED,
    "input": _SAID,
    "instructions": Null(ANYTHING),
    "max_output_tokens": Null(Whole(1)),
    "reasoning": Null(Object({})),
}
MESSAGE = Object({"role": Text(1), "content": _SAID}, ("role", "content"))
MESSAGES: dict[str, Kind] = {
    **_SHARED,
    "messages": Array(MESSAGE, 1),
    "max_tokens": Null(Whole(1)),
    "stop_sequences": Null(Array(Text())),
    "temperature": Null(Number(0, 1)),
}

RESPONSES_ROWS: tuple[Check, ...] = (Walk(Object(RESPONSES, ("input",)), say), models_known)
"""Those of POST /api/v1/responses."""
MESSAGES_ROWS: tuple[Check, ...] = (Walk(Object(MESSAGES, ("model", "messages")), say), models_known)
"""Those of POST /api/v1/messages."""
