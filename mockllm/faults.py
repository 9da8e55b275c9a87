"""What goes wrong on purpose, after an answer is written: functions from frames to frames."""

from collections.abc import Sequence
from typing import Literal

from mockllm.exchange import End, Fault, Frame, Reply
from mockllm.wire import Event

__all__ = ["apply", "rechunk", "struck", "whole"]


def apply(faults: Sequence[Fault], frames: Sequence[Frame], events: Sequence[Event]) -> tuple[Sequence[Frame], End]:
    """The frames as the faults leave them, and how the connection ends."""
    del faults, events
    return frames, "eof"


def struck(faults: Sequence[Fault], events: list[Event]) -> list[Event]:
    """The events before the one where a failure strikes."""
    del faults
    return events


def whole(faults: Sequence[Fault], reply: Reply) -> Reply:
    """A reply in one piece as the faults leave it."""
    del faults
    return reply


def rechunk(how: Literal["event", "byte"] | int, frames: Sequence[Frame]) -> Sequence[Frame]:
    """The same bytes in other chunks: one an event, one a byte, or so many bytes."""
    if how == "event":
        return frames
    size = 1 if how == "byte" else max(1, how)
    cut: list[Frame] = []
    for frame in frames:
        for start in range(0, len(frame.data), size):
            first = start == 0
            cut.append(
                Frame(frame.data[start : start + size], frame.after if first else 0.0, frame.hold if first else None)
            )
    return cut
