"""How long a sound lasts, from its own header, and the tokens that it is."""

import struct
from base64 import b64encode

import pytest

from mockllm.ask import File, Message
from mockllm.turn import Text
from mockllm.wire.prompt import part_tokens
from mockllm.wire.sound import heard, sound_tokens

MP3 = b"\xff\xfb\x90\x00"
"""A frame of 128 kbit/s."""


def wav(seconds: float, rate: int = 16_000) -> bytes:
    """Silence of 16 bits, in one channel."""
    size = int(seconds * rate) * 2
    head = struct.pack("<4sI4s4sIHHIIHH", b"RIFF", 36 + size, b"WAVE", b"fmt ", 16, 1, 1, rate, rate * 2, 2, 16)
    return head + struct.pack("<4sI", b"data", size) + bytes(size)


def sound(data: bytes, kind: str = "audio/wav") -> File:
    return File(media_type=kind, data=b64encode(data).decode())


@pytest.mark.parametrize(
    ("data", "tokens"),
    [
        (wav(0.2), 2),
        (wav(3), 30),
        (wav(3, 48_000), 30),
        (wav(0.01), 1),
        (MP3 + bytes(15_996), 10),
        (b"ID3\x04\x00\x00\x00\x00\x01\x00" + bytes(128) + b"\xff\xf3\x80\x00" + bytes(7_996), 10),
        (b"\xff\xfb\xf0\x00" + bytes(31_996), 20),
        (bytes(16_000), 10),
        (b"", 0),
    ],
)
def test_a_second_is_ten_tokens(data: bytes, tokens: int) -> None:
    assert sound_tokens(sound(data)) == part_tokens(sound(data)) == tokens


def test_what_is_no_base64_is_counted_by_its_length() -> None:
    assert sound_tokens(File(media_type="audio/mp3", data="ä" * 21_336)) == 10


def test_only_sounds_are_heard() -> None:
    parts = (Text("Hi"), sound(wav(1)), File(media_type="application/pdf", data="AA=="), sound(wav(2)))

    assert heard([Message("user", parts), Message("user", (Text("x"),))]) == 30
