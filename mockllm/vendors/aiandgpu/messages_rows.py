"""The checks of AIandGPU's Messages: its documented fields, types and ranges."""

from collections.abc import Mapping
from typing import Any

from msgspec import Struct
from msgspec.structs import replace

from mockllm.checks import Check
from mockllm.checks.fields import Walk
from mockllm.checks.findings import Finding, Odd
from mockllm.checks.media import is_base64
from mockllm.checks.scalars import ANYTHING, Kind, Null, Number
from mockllm.checks.shapes import Object
from mockllm.vendors.aiandgpu import tasks
from mockllm.vendors.dot_kinds import BOOL, SHAPE, TEXT, array, literal, open_, text, text_or_list, union, whole
from mockllm.vendors.dots import say
from mockllm.vendors.media import LINK

__all__ = ["FIELDS", "ROWS", "Inline"]

MEDIA = (
    "application/pdf",
    "text/plain",
    "text/markdown",
    "text/csv",
    "image/png",
    "image/jpeg",
    "image/gif",
    "image/webp",
)
MOST_TOKENS = 32_000


class Inline(Struct, frozen=True):
    """An object with base64 `data` of a documented `media_type`."""

    shape: Kind

    def look(self, value: Any) -> Finding | None:
        """What is wrong with the object or its data."""
        finding = self.shape.look(value)
        return finding or self._data(value)

    def _data(self, value: Mapping[str, str]) -> Finding | None:
        good = value["data"] and is_base64(value["data"])
        return None if good else Finding(Odd("invalid base64 data"), ("data",))


_INLINE = Inline(open_({"media_type": literal(*MEDIA), "data": TEXT}, "media_type", "data"))
SOURCE = union({"base64": _INLINE, "url": open_({"url": text(1, pattern=LINK)}, "url")})
_SOURCED = open_({"source": SOURCE}, "source")
_TEXT = open_({"text": TEXT}, "text")
_SHOWN: dict[str, Kind] = {
    "text": _TEXT,
    "image": _SOURCED,
    "document": _SOURCED,
    "file": _SOURCED,
    "file_data": _INLINE,
}
# The document names no others, but a request with tools or thinking is answered with these, and the next one has them.
_SAID: dict[str, Kind] = {
    "tool_use": open_({"id": TEXT, "name": TEXT, "input": Object({}, wanted=SHAPE)}, "id", "name", "input"),
    "tool_result": open_({"tool_use_id": TEXT, "content": Null(text_or_list(ANYTHING))}, "tool_use_id"),
    "thinking": open_({"thinking": TEXT}, "thinking"),
    "redacted_thinking": open_({"data": TEXT}, "data"),
}
BLOCK = replace(union(_SHOWN | _SAID), spoken=tuple(sorted(_SHOWN)))
MESSAGE = open_({"role": literal("user", "assistant"), "content": text_or_list(BLOCK)}, "role", "content")
_SHARE = Number(0, 1, "Input should be a valid number")
FIELDS: dict[str, Kind] = {
    "model": text(1),
    "messages": array(MESSAGE, 1),
    "max_tokens": whole(1, MOST_TOKENS),
    "async": Null(BOOL),
    "stream": Null(BOOL),
    "system": Null(text_or_list(union({"text": _TEXT}))),
    "temperature": Null(_SHARE),
    "top_p": Null(_SHARE),
    "top_k": Null(whole(0)),
    "stop_sequences": Null(array(text(1))),
}


ROWS: tuple[Check, ...] = (Walk(open_(FIELDS, "model", "messages", "max_tokens"), say), *tasks.ROWS)
"""Those of POST /v1/messages; fields that are not documented pass."""
