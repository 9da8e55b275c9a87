"""Where pictures and documents come from."""

import base64
from typing import Any

import pytest

from mockllm.vendors.anthropic.sources import IMAGE_SOURCE, document_source
from mockllm.vendors.dot_kinds import TEXT
from mockllm.vendors.dots import say

DOCUMENT = document_source(TEXT)


def _base64(media: str, data: bytes | str) -> dict[str, str]:
    text = data if isinstance(data, str) else base64.b64encode(data).decode()
    return {"type": "base64", "media_type": media, "data": text}


PNG = b"\x89PNG\r\n\x1a\n" + bytes(8)
LARGE = PNG + bytes(5 << 20)


@pytest.mark.parametrize(
    "source",
    [
        _base64("image/png", PNG),
        {"type": "url", "url": "https://nowhere.example/x.png"},
        {"type": "file", "file_id": "file_1"},
    ],
)
def test_a_picture_is_accepted(source: Any) -> None:
    assert IMAGE_SOURCE.look(source) is None


@pytest.mark.parametrize(
    ("source", "message"),
    [
        (
            {"type": "ftp"},
            ("Input tag 'ftp' found using 'type' does not match any of the expected tags: 'base64', 'file', 'url'"),
        ),
        (
            _base64("image/bmp", PNG),
            "base64.media_type: Input should be 'image/jpeg', 'image/png', 'image/gif' or 'image/webp'",
        ),
        ({"type": "base64", "media_type": "image/png"}, "base64.data: Field required"),
        (_base64("image/png", "!!!"), "base64: invalid base64 data"),
        (_base64("image/png", ""), "base64: invalid base64 data"),
        (_base64("image/png", b"no picture at all"), "base64: Could not process image"),
        (
            _base64("image/jpeg", PNG),
            "base64.data: Image does not match the provided media type image/jpeg",
        ),
        (
            _base64("image/png", LARGE),
            f"base64: image exceeds 5 MB maximum: {len(LARGE)} bytes > 5242880 bytes",
        ),
        ({"type": "url"}, "url.url: Field required"),
        ({"type": "url", "url": "x", "foo": 1}, "url.foo: Extra inputs are not permitted"),
    ],
)
def test_a_picture_is_refused(source: Any, message: str) -> None:
    found = IMAGE_SOURCE.look(source)
    assert found is not None
    assert say(found).message == message


@pytest.mark.parametrize(
    "source",
    [
        _base64("application/pdf", b"%PDF-1.4 ..."),
        {"type": "text", "media_type": "text/plain", "data": "not base64 at all"},
        {"type": "content", "content": "blocks"},
        {"type": "url", "url": "https://nowhere.example/x.pdf"},
    ],
)
def test_a_document_is_accepted(source: Any) -> None:
    assert DOCUMENT.look(source) is None


@pytest.mark.parametrize(
    ("source", "message"),
    [
        (_base64("text/plain", b"x"), "base64.media_type: Input should be 'application/pdf'"),
        (_base64("application/pdf", b"not a document"), "base64: The PDF specified was not valid."),
        (
            _base64("application/pdf", PNG),
            "base64.data: Document does not match the provided media type application/pdf",
        ),
        (
            {"type": "text", "media_type": "text/csv", "data": "a"},
            "text.media_type: Input should be 'text/plain'",
        ),
        ({"type": "content", "content": 1}, "content.content: Input should be a valid string"),
    ],
)
def test_a_document_is_refused(source: Any, message: str) -> None:
    found = DOCUMENT.look(source)
    assert found is not None
    assert say(found).message == message
