"""What base64 data is, without keeping it decoded: whether it is base64 at all, its size, and its media type."""

import base64
import re

__all__ = ["data_url", "is_base64", "size", "sniff"]

BASE64 = re.compile(r"[A-Za-z0-9+/]*={0,2}")
DATA_URL = re.compile(r"data:(?P<type>[^;,]*)(?:;[^;,]*)*?;base64,", re.IGNORECASE)
SIGNATURES = (
    (b"\x89PNG\r\n\x1a\n", "image/png"),
    (b"\xff\xd8\xff", "image/jpeg"),
    (b"GIF87a", "image/gif"),
    (b"GIF89a", "image/gif"),
    (b"%PDF-", "application/pdf"),
)
GROUP = 4
HEAD = 16
"""How many base64 characters are decoded to look at a signature: twelve bytes."""


def is_base64(data: str) -> bool:
    """Whether a string is standard base64 with its padding."""
    return len(data) % GROUP == 0 and BASE64.fullmatch(data) is not None


def size(data: str) -> int:
    """How many bytes valid base64 decodes to."""
    return len(data) // GROUP * 3 - data[-2:].count("=")


def sniff(data: str) -> str | None:
    """The media type that the first bytes of base64 data tell, or None."""
    head = data[:HEAD]
    if not is_base64(head):
        return None
    first = base64.b64decode(head)
    if first.startswith(b"RIFF") and first[8:12] == b"WEBP":
        return "image/webp"
    return next((media for signature, media in SIGNATURES if first.startswith(signature)), None)


def data_url(url: str) -> tuple[str, str] | None:
    """The media type, in lower case, and the data of a base64 `data:` URL; None for any other URL."""
    head = DATA_URL.match(url)
    return (head["type"].lower(), url[head.end() :]) if head else None
