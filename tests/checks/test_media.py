"""Base64 data: whether it is any, how long, and of which type."""

import base64

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mockllm.checks.media import data_url, is_base64, size, sniff


@given(st.binary(max_size=64))
def test_what_is_encoded_is_base64_of_its_size(data: bytes) -> None:
    text = base64.b64encode(data).decode()
    assert is_base64(text)
    assert size(text) == len(data)


@pytest.mark.parametrize("text", ["A", "AB", "AB=C", "A===", "AB CD===", "ÄBCD", "AB-_"])
def test_what_no_decoder_takes_is_not_base64(text: str) -> None:
    assert not is_base64(text)


@pytest.mark.parametrize(
    ("data", "media"),
    [
        (b"\x89PNG\r\n\x1a\n....", "image/png"),
        (b"\xff\xd8\xff\xe0", "image/jpeg"),
        (b"GIF89a......", "image/gif"),
        (b"RIFF\0\0\0\0WEBPVP8 ", "image/webp"),
        (b"%PDF-1.7", "application/pdf"),
        (b"RIFF\0\0\0\0WAVEfmt ", None),
        (b"Please set a user agent", None),
        (b"", None),
    ],
)
def test_the_first_bytes_tell_the_type(data: bytes, media: str | None) -> None:
    assert sniff(base64.b64encode(data).decode()) == media


def test_no_base64_has_no_type() -> None:
    assert sniff("!!!!") is None


def test_a_data_url_is_taken_apart() -> None:
    assert data_url("data:image/PNG;base64,AAAA") == ("image/png", "AAAA")
    assert data_url("data:text/plain;charset=utf-8;base64,AAAA") == ("text/plain", "AAAA")


@pytest.mark.parametrize("url", ["https://x.y/z.png", "data:text/plain,hello", "", "AAAA"])
def test_another_url_is_not(url: str) -> None:
    assert data_url(url) is None
