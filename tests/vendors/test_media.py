"""Pictures and files are judged by their URL and first bytes."""

import base64
from typing import Any

import pytest

from mockllm.vendors.brackets import say
from mockllm.vendors.media import FILE_DATA, IMAGE_URL

PNG = base64.b64encode(b"\x89PNG\r\n\x1a\n" + bytes(8)).decode()
TEXT = base64.b64encode(b"Please set a user agent").decode()
PICTURES = (
    "You uploaded an unsupported image. Please make sure your image has of one the following formats: "
    "['png', 'jpeg', 'gif', 'webp']."
)
FILES = (
    "Invalid file data: ''. Expected a base64-encoded data URL with a valid file MIME type "
    "(e.g. 'data:text/plain;base64,SGVsbG8sIFdvcmxkIQ=='), but got {}. Please see "
    "https://platform.openai.com/docs/assistants/tools/file-search#supported-files for supported file types."
)


@pytest.mark.parametrize("url", ["https://x.y/z.png", "http://localhost:1/", f"data:image/png;base64,{PNG}"])
def test_a_picture_is_accepted(url: str) -> None:
    assert IMAGE_URL.look(url) is None


@pytest.mark.parametrize(
    ("url", "message", "code"),
    [
        (7, "Invalid type for '': expected a string, but got an integer instead.", "invalid_type"),
        ("nowhere", "Invalid ''. Expected a valid URL, but got a value with an invalid format.", "invalid_value"),
        (f"data:image/jpeg;base64,{TEXT}", PICTURES, "invalid_image_format"),
        (f"data:image/bmp;base64,{PNG}", PICTURES, "invalid_image_format"),
        ("data:image/png;base64,!!!!", PICTURES, "invalid_image_format"),
        ("data:image/png;base64,", PICTURES, "invalid_image_format"),
    ],
)
def test_a_picture_is_refused(url: Any, message: str, code: str) -> None:
    found = IMAGE_URL.look(url)
    assert found is not None
    assert (say(found).message, say(found).code) == (message, code)


@pytest.mark.parametrize("media", ["application/pdf", "text/csv", ""])
def test_a_file_is_accepted(media: str) -> None:
    assert FILE_DATA.look(f"data:{media};base64,{TEXT}") is None


@pytest.mark.parametrize(
    ("data", "what"),
    [
        (TEXT, "a value without the 'data:' prefix"),
        (f"data:audio/mpeg;base64,{TEXT}", "unsupported MIME type 'audio/mpeg'"),
        ("data:text/plain;base64,!", "invalid base64 data"),
    ],
)
def test_a_file_is_refused(data: str, what: str) -> None:
    found = FILE_DATA.look(data)
    assert found is not None
    assert say(found).message == FILES.format(what)


def test_a_file_is_a_string() -> None:
    found = FILE_DATA.look(7)
    assert found is not None
    assert say(found).code == "invalid_type"
