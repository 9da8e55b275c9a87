"""Pictures and sounds are real files, the same for the same request."""

import base64
import io
import struct
import wave
import zlib
from typing import Any

import pytest

from mockllm.ask import Ask, Model
from mockllm.stamp import Dice
from mockllm.turn import Text, Turn
from mockllm.vendors.openrouter.media import audio, images, png, wav
from mockllm.wire import chat
from tests.vendors.worlds import STAMP


def asked(**body: Any) -> Ask:
    return chat.parse(body, {}, "openrouter", Model("a/b"))


def test_a_picture_is_a_png_of_one_colour() -> None:
    data = png(3, 2, b"\x01\x02\x03")
    assert data.startswith(b"\x89PNG\r\n\x1a\n")
    assert struct.unpack(">II", data[16:24]) == (3, 2)
    start = data.index(b"IDAT") + 4
    size = struct.unpack(">I", data[start - 8 : start - 4])[0]
    assert zlib.decompress(data[start : start + size]) == (b"\0" + b"\x01\x02\x03" * 3) * 2


@pytest.mark.parametrize(
    ("config", "count"), [({}, 1), ({"n": 3}, 3), ({"n": 99}, 4), ({"aspect_ratio": "wide"}, 1), ({"image_size": 7}, 1)]
)
def test_modalities_ask_for_pictures(config: dict[str, Any], count: int) -> None:
    found = images(asked(modalities=["image"], image_config=config), Dice(b"x"))
    assert [each["index"] for each in found] == list(range(count))
    assert found == images(asked(modalities=["image"], image_config=config), Dice(b"x"))


def test_without_the_modality_there_is_nothing() -> None:
    assert images(asked(), Dice(b"x")) == []
    assert audio(asked(modalities=["text"]), Turn(), STAMP, 0) is None


def test_a_sound_is_a_wav_with_its_words() -> None:
    sound = audio(asked(modalities=["audio"]), Turn((Text("Hello there."),)), STAMP, 0)
    assert sound is not None
    assert sound["transcript"] == "Hello there."
    with wave.open(io.BytesIO(base64.b64decode(sound["data"]))) as read:
        assert (read.getframerate(), read.getnchannels(), read.getnframes()) == (8_000, 1, 96)
    assert len(wav(10**9)) < 10_000


@pytest.mark.parametrize(
    ("config", "pixels"),
    [
        ({}, (16, 16)),
        ({"aspect_ratio": "16:9"}, (16, 9)),
        ({"aspect_ratio": "3:4", "image_size": "2K"}, (24, 32)),
        ({"aspect_ratio": "0:1"}, (16, 16)),
        ({"aspect_ratio": "1:999"}, (1, 16)),
        ({"image_size": "9K"}, (16, 16)),
    ],
)
def test_a_picture_has_the_shape_that_is_asked_for(config: dict[str, Any], pixels: tuple[int, int]) -> None:
    (found,) = images(asked(modalities=["image"], image_config=config), Dice(b"x"))
    data = base64.b64decode(found["image_url"]["url"].removeprefix("data:image/png;base64,"))
    assert struct.unpack(">II", data[16:24]) == pixels


def test_the_parts_of_a_picture_have_their_checksums() -> None:
    data = png(1, 1, b"\x01\x02\x03")
    at = 8
    while at < len(data):
        size = struct.unpack(">I", data[at : at + 4])[0]
        assert struct.unpack(">I", data[at + 8 + size : at + 12 + size])[0] == zlib.crc32(data[at + 4 : at + 8 + size])
        at += 12 + size
    assert at == len(data)
