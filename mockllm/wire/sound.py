"""How long a sound in a request lasts, by the header of its first frame, and how many tokens it is.

Recorded answers of 2026 count ten tokens a second, cut to whole ones.
"""

from base64 import b64decode
from binascii import Error
from collections.abc import Sequence

from mockllm.ask import File, Message

__all__ = ["heard", "is_sound", "sound_tokens"]

PER_SECOND = 10
USUAL = 16_000
"""Bytes a second where a header does not tell: 128 kbit/s."""
HEAD = 8_192
WAV_HEAD = 44
ID3_HEAD = 10
KILOBITS = {
    True: (0, 32, 40, 48, 56, 64, 80, 96, 112, 128, 160, 192, 224, 256, 320, 0),
    False: (0, 8, 16, 24, 32, 40, 48, 56, 64, 80, 96, 112, 128, 144, 160, 0),
}
"""The rates of MP3 by their number, for MPEG-1 and for what came after it."""


def is_sound(file: File) -> bool:
    """Whether a file is a sound."""
    return (file.media_type or "").startswith("audio/")


def heard(messages: Sequence[Message]) -> int:
    """The tokens of all sounds in some messages."""
    sounds = [part for message in messages for part in message.parts if isinstance(part, File) and is_sound(part)]
    return sum(map(sound_tokens, sounds))


def sound_tokens(file: File) -> int:
    """The tokens of a sound in base64, one at least; none where there is nothing."""
    data = file.data or ""
    size = len(data.rstrip("=")) * 3 // 4
    if not size:
        return 0
    try:
        skipped, rate = _told(b64decode(data[:HEAD]))
    except (Error, ValueError):
        skipped, rate = 0, USUAL
    return max(1, (size - skipped) * PER_SECOND // rate)


def _told(head: bytes) -> tuple[int, int]:
    """How many bytes come before the sound, and how many of it are a second."""
    if head.startswith(b"RIFF"):
        return WAV_HEAD, int.from_bytes(head[28:32], "little") or USUAL
    skipped = 0
    if head.startswith(b"ID3") and len(head) >= ID3_HEAD:
        # Four digits of seven bits.
        skipped = ID3_HEAD + sum(byte << shift for byte, shift in zip(head[6:10], (21, 14, 7, 0), strict=True))
    frame = head[skipped : skipped + 3]
    if len(frame) < len("MP3") or frame[0] != 0xFF:
        return skipped, USUAL
    return skipped, KILOBITS[bool(frame[1] & 0x08)][frame[2] >> 4] * 125 or USUAL
