"""What goes wrong on purpose, after an answer is written: functions from frames to frames.

Each fault is a function over rows, a row being a frame and the event it carries, so that faults compose: what one has
inserted or doubled, the next counts rightly.
"""

from collections.abc import Callable, Mapping, Sequence
from typing import Any, Literal

from msgspec import Struct
from msgspec.structs import replace

from mockllm.exchange import End, Fault, Frame, Reply
from mockllm.wire import Event, sse
from mockllm.wire.layout import utf8

__all__ = ["KINDS", "STALL", "apply", "rechunk", "struck", "whole"]

STALL = "stall"
"""What a stream is held at that stands still without an end."""

TERMINAL = frozenset({"response.completed", "response.incomplete", "response.failed", "message_stop"})
"""The types of the events that end an answer; a chat chunk ends it by its finish reason."""

DONE = "[DONE]"
ENDS: Mapping[str, End] = {"fin": "truncated", "reset": "reset"}
Options = Mapping[str, Any]


class _Row(Struct, frozen=True):
    """A frame, and the event that begins in it, if one does."""

    frame: Frame
    event: Event | None


_Rows = list[_Row]


def apply(faults: Sequence[Fault], frames: Sequence[Frame], events: Sequence[Event]) -> tuple[Sequence[Frame], End]:
    """The frames, one an event, as the faults leave them, and how the connection ends."""
    rows: _Rows = [_Row(frame, event) for frame, event in zip(frames, events, strict=True)]
    end: End = "eof"
    for fault in faults:
        if fault.kind in KINDS:
            rows = KINDS[fault.kind](fault.options, rows)
        if fault.kind == "cut":
            end = ENDS[fault.options.get("how", "fin")]
    return [row.frame for row in rows], end


def struck(faults: Sequence[Fault], events: list[Event]) -> list[Event]:
    """The events before the one where a failure strikes; all of them where no fault says."""
    options = next((fault.options for fault in faults if fault.kind == "error"), None)
    if options is None:
        return events
    return events[: _reach(options, [_Row(Frame(b""), event) for event in events])]


def whole(faults: Sequence[Fault], reply: Reply) -> Reply:
    """A reply in one piece as the faults leave it; what comes after events comes in the middle of the body."""
    for fault in faults:
        if fault.kind in WHOLE:
            reply = WHOLE[fault.kind](fault.options, reply)
    return reply


def rechunk(how: Literal["event", "byte"] | int, frames: Sequence[Frame]) -> Sequence[Frame]:
    """The same bytes in other chunks: one an event, one a byte, or so many bytes."""
    if how == "event":
        return frames
    size = 1 if how == "byte" else max(1, how)
    pieces: list[Frame] = []
    for frame in frames:
        pieces.append(replace(frame, data=frame.data[:size]))
        pieces += [Frame(frame.data[start : start + size]) for start in range(size, len(frame.data), size)]
    return pieces


def _reach(options: Options, rows: _Rows) -> int:
    """How many rows there are before the place that the options name; without one, half of them."""
    if "after_events" in options:
        return _rows_until(rows, int(options["after_events"]), lambda row: 1 if row.event else 0)
    if "after_tokens" in options:
        return _rows_until(rows, int(options["after_tokens"]), lambda row: row.event.tokens if row.event else 0)
    if "after_bytes" in options:
        return _rows_until(rows, int(options["after_bytes"]) + 1, lambda row: len(row.frame.data)) - 1
    return len(rows) // 2


def _rows_until(rows: _Rows, wanted: int, weight: Callable[[_Row], int]) -> int:
    """How many rows it takes until their weights have reached `wanted`; one more than all where they do not."""
    reached = 0
    for number, row in enumerate(rows):
        if reached >= wanted:
            return number
        reached += weight(row)
    return len(rows) if reached >= wanted else len(rows) + 1


def _cut(options: Options, rows: _Rows) -> _Rows:
    at = min(_reach(options, rows), len(rows))
    kept = rows[:at]
    room = options.get("after_bytes", 0) - sum(len(row.frame.data) for row in kept)
    if room > 0 and at < len(rows):
        edge = rows[at].frame
        kept.append(replace(rows[at], frame=replace(edge, data=edge.data[:room])))
    return kept


def _stall(options: Options, rows: _Rows) -> _Rows:
    if not rows:
        return rows
    at = min(_reach(options, rows), len(rows) - 1)
    room = options.get("after_bytes", 0) - sum(len(row.frame.data) for row in rows[:at])
    if 0 < room < len(rows[at].frame.data):
        rows = _divided(rows, at, room)
        at += 1
    frame = _held(rows[at].frame, options)
    return [*rows[:at], replace(rows[at], frame=frame), *rows[at + 1 :]]


def _held(frame: Frame, options: Options) -> Frame:
    seconds = options.get("seconds")
    return replace(frame, hold=STALL) if seconds is None else replace(frame, after=frame.after + seconds)


def _malformed(options: Options, rows: _Rows) -> _Rows:
    objects = [number for number, row in enumerate(rows) if row.event and isinstance(row.event.data, dict)]
    if not objects:
        return rows
    chosen = objects[min(options.get("at_event", len(objects) // 2), len(objects) - 1)]
    row = rows[chosen]
    broken = replace(row, frame=replace(row.frame, data=_halved(row.frame.data)))
    return [*rows[:chosen], broken, *rows[chosen + 1 :]]


def _halved(data: bytes) -> bytes:
    """An event whose data stops in the middle; its lines and its end stay."""
    text = data.decode("utf-8", "replace")
    head, mark, rest = text.partition("data: ")
    content = rest.rstrip("\n")
    return f"{head}{mark}{content[: len(content) // 2]}{rest[len(content) :]}".encode()


def _duplicate(options: Options, rows: _Rows) -> _Rows:
    at = _chosen(options, rows)
    return rows[: at + 1] + rows[at : at + 1] + rows[at + 1 :]


def _chosen(options: Options, rows: _Rows) -> int:
    """The row of the event that the options name; without one, the middle."""
    starts = [number for number, row in enumerate(rows) if row.event]
    if not starts:
        return 0
    return starts[min(int(options.get("at_event", len(starts) // 2)), len(starts) - 1)]


def _drop(options: Options, rows: _Rows) -> _Rows:
    is_it = _is_done if options["what"] == "done" else _is_terminal
    return [row for row in rows if row.event is None or not is_it(row.event)]


def _is_done(event: Event) -> bool:
    return event.data == DONE


def _is_terminal(event: Event) -> bool:
    if not isinstance(event.data, dict):
        return False
    choices = event.data.get("choices") or ()
    return event.data.get("type") in TERMINAL or any(choice.get("finish_reason") for choice in choices)


def _split(options: Options, rows: _Rows) -> _Rows:
    """Two chunks of one event: the first that has a character of several bytes, divided within it."""
    start = options.get("at_event", 0)
    for number, row in enumerate(rows[start:], start):
        inside = next((at for at, byte in enumerate(row.frame.data) if byte & 0xC0 == 0x80), None)
        if inside is not None:
            return _divided(rows, number, inside)
    if not rows:
        return rows
    at = _chosen(options, rows)
    return _divided(rows, at, len(rows[at].frame.data) // 2)


def _divided(rows: _Rows, number: int, at: int) -> _Rows:
    """The rows with one in two; an empty chunk would end the body, so there is none."""
    frame = rows[number].frame
    if not 0 < at < len(frame.data):
        return rows
    first = replace(rows[number], frame=replace(frame, data=frame.data[:at]))
    return [*rows[:number], first, _Row(Frame(frame.data[at:]), None), *rows[number + 1 :]]


def _keepalive(options: Options, rows: _Rows) -> _Rows:
    """A comment before every so many events, in the middle of the wait for them."""
    comment = utf8(sse.comment(" ".join(str(options.get("text", "keepalive")).split())))
    every = options.get("every", 1)
    found: _Rows = []
    count = 0
    for row in rows:
        if row.event is not None:
            count += 1
            if count % every == 0:
                half = row.frame.after / 2
                found.append(_Row(Frame(comment, half), None))
                found.append(replace(row, frame=replace(row.frame, after=half)))
                continue
        found.append(row)
    return found


KINDS: Mapping[str, Callable[[Options, _Rows], _Rows]] = {
    "cut": _cut,
    "stall": _stall,
    "malformed": _malformed,
    "duplicate": _duplicate,
    "drop": _drop,
    "split": _split,
    "keepalive": _keepalive,
}
"""The faults of a stream by name."""


def _place(options: Options, body: bytes) -> int:
    return min(int(options.get("after_bytes", len(body) // 2)), len(body))


def _in_frames(reply: Reply) -> Reply:
    """The same reply with its body as one frame."""
    length = None if reply.chunked else len(reply.body)
    frames = reply.frames if reply.frames is not None else [Frame(reply.body, reply.after)]
    return replace(reply, body=b"", frames=frames, length=reply.length or length, after=0.0)


def _cut_whole(options: Options, reply: Reply) -> Reply:
    framed = _in_frames(reply)
    room = _place(options, b"".join(frame.data for frame in framed.frames or ()))
    kept: list[Frame] = []
    for frame in framed.frames or ():
        if room <= 0:
            break
        kept.append(replace(frame, data=frame.data[:room]))
        room -= len(frame.data)
    return replace(framed, frames=kept, end=ENDS[options.get("how", "fin")])


def _stall_whole(options: Options, reply: Reply) -> Reply:
    at = _place(options, reply.body)
    pieces = [Frame(reply.body[:at], reply.after), _held(Frame(reply.body[at:]), options)]
    return replace(_in_frames(reply), frames=[frame for frame in pieces if frame.data])


def _split_whole(options: Options, reply: Reply) -> Reply:
    del options
    rows = _split({}, [_Row(Frame(reply.body, reply.after), Event(None))])
    return replace(_in_frames(reply), frames=[row.frame for row in rows])


def _malformed_whole(options: Options, reply: Reply) -> Reply:
    del options
    return replace(reply, body=reply.body[: len(reply.body) // 2])


WHOLE: Mapping[str, Callable[[Options, Reply], Reply]] = {
    "malformed": _malformed_whole,
    "split": _split_whole,
    "stall": _stall_whole,
    "cut": _cut_whole,
}
"""The faults of a reply in one piece; the others have no meaning there."""
