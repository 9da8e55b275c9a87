"""Stamps and messages for tests of single layers."""

from mockllm.ask import Message
from mockllm.stamp import Stamp
from mockllm.turn import Text

__all__ = ["stamp_of", "user"]


def stamp_of(number: int = 0) -> Stamp:
    """The stamp of a request that was seen so many times before."""
    return Stamp(b"t" * 16, bytes([number]) * 16, 1_770_000_000 + number)


def user(text: str) -> Message:
    """What the user says."""
    return Message("user", (Text(text),))
