"""Pictures and files in a request of OpenAI's kind: their URLs and data are looked at, and never fetched."""

import re
from typing import Any

from msgspec import Struct

from mockllm.checks.findings import Finding, Odd, WrongType
from mockllm.checks.media import data_url, is_base64, sniff

__all__ = ["FILE_DATA", "IMAGE_URL", "LINK", "FileData", "ImageUrl"]

IMAGES = ("image/png", "image/jpeg", "image/gif", "image/webp")
FILES = re.compile(r"(text|application|image)/.+|")
WEB = re.compile(r"https?://[^\s/]+.*", re.IGNORECASE | re.DOTALL)
LINK = r"(https?://|data:)\S+"
"""A URL of the web, or one that holds what it stands for."""

UNSUPPORTED_IMAGE = (
    "You uploaded an unsupported image. Please make sure your image has of one the following formats: "
    "['png', 'jpeg', 'gif', 'webp']."
)
BAD_URL = "Invalid '{path}'. Expected a valid URL, but got a value with an invalid format."
BAD_FILE = (
    "Invalid file data: '{path}'. Expected a base64-encoded data URL with a valid file MIME type "
    "(e.g. 'data:text/plain;base64,SGVsbG8sIFdvcmxkIQ=='), but got %s. Please see "
    "https://platform.openai.com/docs/assistants/tools/file-search#supported-files for supported file types."
)


class ImageUrl(Struct, frozen=True):
    """The URL of a picture: of the web, or base64 data of one of the four formats."""

    def look(self, value: Any) -> Finding | None:
        """A wrong type, a bad URL, or data that is no picture."""
        if not isinstance(value, str):
            return Finding(WrongType("a string", value))
        inline = data_url(value)
        if inline is None:
            return None if WEB.fullmatch(value) else Finding(Odd(BAD_URL, "invalid_value"))
        media, data = inline
        if media in IMAGES and is_base64(data) and sniff(data) in IMAGES:
            return None
        return Finding(Odd(UNSUPPORTED_IMAGE, "invalid_image_format", silent=True))


class FileData(Struct, frozen=True):
    """The content of a file: a base64 `data:` URL of a text or document type."""

    def look(self, value: Any) -> Finding | None:
        """A wrong type, a string that is no such URL, or an unsupported media type."""
        if not isinstance(value, str):
            return Finding(WrongType("a string", value))
        inline = data_url(value)
        if inline is None:
            return Finding(Odd(BAD_FILE % "a value without the 'data:' prefix", "invalid_value"))
        media, data = inline
        if not FILES.fullmatch(media):
            return Finding(Odd(BAD_FILE % f"unsupported MIME type '{media}'", "invalid_value"))
        return None if is_base64(data) else Finding(Odd(BAD_FILE % "invalid base64 data", "invalid_value"))


IMAGE_URL = ImageUrl()
FILE_DATA = FileData()
