"""Where a picture or document comes from: base64 data, plain text, blocks, a URL, a file. None is fetched."""

from collections.abc import Mapping
from typing import Any

from msgspec import Struct

from mockllm.checks.findings import Finding, Odd
from mockllm.checks.media import is_base64, size, sniff
from mockllm.checks.scalars import Kind
from mockllm.vendors.dot_kinds import TEXT, closed, literal, union

__all__ = ["IMAGE_SOURCE", "Base64", "document_source"]

MEBIBYTE = 1 << 20
IMAGE_LIMIT = 5 * MEBIBYTE
DOCUMENT_LIMIT = 32 * MEBIBYTE
IMAGES = ("image/jpeg", "image/png", "image/gif", "image/webp")


class Base64(Struct, frozen=True):
    """A source with inline data: well-formed base64, not too large, of the media type that it names."""

    shape: Kind
    limit: int
    what: str

    def look(self, value: Any) -> Finding | None:
        """What is wrong with the source or its data."""
        finding = self.shape.look(value)
        return self._data(value) if finding is None else finding

    def _data(self, source: Mapping[str, str]) -> Finding | None:
        data, media = source["data"], source["media_type"]
        if not data or not is_base64(data):
            return Finding(Odd("invalid base64 data"))
        length = size(data)
        if length > self.limit:
            most = f"{self.limit // MEBIBYTE} MB maximum: {length} bytes > {self.limit} bytes"
            return Finding(Odd(f"{self.what} exceeds {most}"))
        found = sniff(data)
        if found is None:
            return Finding(Odd("Could not process image" if media in IMAGES else "The PDF specified was not valid."))
        wrong = f"{self.what.capitalize()} does not match the provided media type {media}"
        return None if found == media else Finding(Odd(wrong), ("data",))


def _inline(*media: str) -> Kind:
    return closed({"type": TEXT, "media_type": literal(*media), "data": TEXT}, "media_type", "data")


URL = closed({"type": TEXT, "url": TEXT}, "url")
FILE = closed({"type": TEXT, "file_id": TEXT}, "file_id")
IMAGE_SOURCE = union({"base64": Base64(_inline(*IMAGES), IMAGE_LIMIT, "image"), "url": URL, "file": FILE})


def document_source(content: Kind) -> Kind:
    """The source of a document, whose `content` form holds a string or blocks."""
    return union(
        {
            "base64": Base64(_inline("application/pdf"), DOCUMENT_LIMIT, "document"),
            "text": closed({"type": TEXT, "media_type": literal("text/plain"), "data": TEXT}, "media_type", "data"),
            "content": closed({"type": TEXT, "content": content}, "content"),
            "url": URL,
            "file": FILE,
        }
    )
