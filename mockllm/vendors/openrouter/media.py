"""Pictures and sounds that an answer may hold: small, of one colour or silent, decided by the request."""

import base64
import struct
import zlib

from mockllm.ask import Ask
from mockllm.stamp import BASE62, Dice, Stamp
from mockllm.turn import Turn, said
from mockllm.wire import JsonObject
from mockllm.wire.tolerant import digits, integer, mapping, string, strings

__all__ = ["audio", "images", "png", "wav"]

SIDE = 16
"""How many pixels the longer side of a picture of the usual size has."""
SCALES = {"1K": 1, "2K": 2, "4K": 4}
MOST = 4
RATE = 8_000
SOUND_LASTS = 3_600
"""For how many seconds a sound may be referred to."""


def images(ask: Ask, dice: Dice) -> list[JsonObject]:
    """The pictures of a message, where the request's modalities ask for any."""
    if "image" not in strings(ask.body.get("modalities")):
        return []
    config = mapping(ask.body.get("image_config"))
    count = min(max(1, integer(config.get("n")) or 1), MOST)
    return [_image(index, config.get("aspect_ratio"), config.get("image_size"), dice) for index in range(count)]


def _image(index: int, ratio: object, size: object, dice: Dice) -> JsonObject:
    width, height = _pixels(string(ratio, "1:1"), SCALES.get(string(size), 1))
    colour = bytes(dice.below(256) for _ in range(3))
    data = base64.b64encode(png(width, height, colour)).decode("ascii")
    return {"type": "image_url", "image_url": {"url": f"data:image/png;base64,{data}"}, "index": index}


def _pixels(ratio: str, scale: int) -> tuple[int, int]:
    across, down = (digits(side) for side in f"{ratio}:".split(":")[:2])
    if not across or not down:
        return SIDE * scale, SIDE * scale
    longest = max(across, down)
    return max(1, SIDE * scale * across // longest), max(1, SIDE * scale * down // longest)


def png(width: int, height: int, colour: bytes) -> bytes:
    """A PNG of one colour (three bytes: red, green, blue)."""
    rows = (b"\0" + colour * width) * height
    header = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    # Stored, not compressed: the same bytes with every version of zlib.
    return b"\x89PNG\r\n\x1a\n" + b"".join(
        _chunk(kind, body) for kind, body in ((b"IHDR", header), (b"IDAT", zlib.compress(rows, 0)), (b"IEND", b""))
    )


def _chunk(kind: bytes, body: bytes) -> bytes:
    return struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body))


def audio(ask: Ask, turn: Turn, stamp: Stamp, index: int) -> JsonObject | None:
    """The sound of a message with its words, where the request's modalities ask for it."""
    if "audio" not in strings(ask.body.get("modalities")):
        return None
    words = said(turn)
    return {
        "id": stamp.id(f"audio/{index}", "audio_", BASE62, 24),
        "data": base64.b64encode(wav(len(words))).decode("ascii"),
        "expires_at": stamp.at(SOUND_LASTS),
        "transcript": words,
    }


def wav(milliseconds: int) -> bytes:
    """Silence as a WAV file, at most a second of it."""
    samples = b"\x80" * (min(milliseconds, 1_000) * RATE // 1_000)
    head = struct.pack("<4sI4s4sIHHIIHH", b"RIFF", 36 + len(samples), b"WAVE", b"fmt ", 16, 1, 1, RATE, RATE, 1, 8)
    return head + struct.pack("<4sI", b"data", len(samples)) + samples
