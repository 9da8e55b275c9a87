import json
from collections.abc import Mapping, Sequence
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mockllm import faults
from mockllm.exchange import End, Fault, Frame, Reply
from mockllm.faults import KINDS, STALL
from mockllm.scenario.words import FAULTS
from mockllm.wire import Event, sse

TEXTS = ["Grüße", " aus", " Köln", "."]
EVENTS = [
    *(Event({"choices": [{"delta": text}]}, tokens=1, text=text) for text in TEXTS),
    Event({"choices": [{"finish_reason": "stop"}]}),
    Event("[DONE]"),
]


def frames(events: Sequence[Event] = EVENTS) -> list[Frame]:
    data = [e.data if isinstance(e.data, str) else json.dumps(e.data, ensure_ascii=False) for e in events]
    return [Frame(sse.frame(text), 0.5) for text in data]


def with_fault(kind: str, **options: Any) -> tuple[Sequence[Frame], End]:
    return faults.apply([Fault(kind, options)], frames(), EVENTS)


def body(of: Sequence[Frame]) -> bytes:
    return b"".join(frame.data for frame in of)


def test_every_word_for_a_fault_has_its_function() -> None:
    assert set(KINDS) == set(FAULTS)


def test_without_faults_nothing_changes() -> None:
    assert faults.apply([], frames(), EVENTS) == (frames(), "eof")


@pytest.mark.parametrize(
    ("options", "kept"),
    [
        ({"after_events": 0}, 0),
        ({"after_events": 2}, 2),
        ({"after_events": 99}, 6),
        ({"after_tokens": 3}, 3),
        ({"after_tokens": 99}, 6),
        ({}, 3),
    ],
)
def test_a_cut_keeps_what_came_before(options: Mapping[str, int], kept: int) -> None:
    assert with_fault("cut", **options) == (frames()[:kept], "truncated")


@given(st.integers(0, 400))
def test_a_cut_after_bytes_keeps_so_many(count: int) -> None:
    kept, end = with_fault("cut", after_bytes=count, how="reset")

    assert body(kept) == body(frames())[:count]
    assert end == "reset"
    assert all(frame.data for frame in kept)


def test_a_stall_waits_before_the_next_event() -> None:
    stalled, end = with_fault("stall", after_events=2, seconds=3)

    assert [frame.after for frame in stalled] == [0.5, 0.5, 3.5, 0.5, 0.5, 0.5]
    assert end == "eof"


def test_a_stall_without_end_is_held() -> None:
    stalled, _ = with_fault("stall", after_tokens=1)

    assert [frame.hold for frame in stalled] == [None, STALL, None, None, None, None]


def test_a_stall_after_bytes_divides_an_event() -> None:
    stalled, _ = with_fault("stall", after_bytes=10)

    assert body(stalled) == body(frames())
    assert len(stalled[0].data) == 10
    assert stalled[1].hold == STALL


def test_a_malformed_event_is_no_json_but_still_an_event() -> None:
    broken, _ = with_fault("malformed", at_event=1)
    decoded = sse.decode(body(broken))

    assert len(decoded) == len(EVENTS)
    with pytest.raises(json.JSONDecodeError):
        json.loads(decoded[1].data or "")
    assert json.loads(decoded[0].data or "") == EVENTS[0].data


def test_a_duplicate_comes_twice() -> None:
    doubled, _ = with_fault("duplicate", at_event=1)

    assert [frame.data for frame in doubled] == [f.data for f in [*frames()[:2], *frames()[1:]]]


@pytest.mark.parametrize(("what", "gone"), [("terminal", 4), ("done", 5)])
def test_an_end_is_dropped(what: str, gone: int) -> None:
    kept, _ = with_fault("drop", what=what)

    assert kept == [*frames()[:gone], *frames()[gone + 1 :]]


@pytest.mark.parametrize("kind", ["response.completed", "response.incomplete", "response.failed", "message_stop"])
def test_the_terminal_event_is_known_in_every_shape(kind: str) -> None:
    events = [Event({"type": "other"}), Event({"type": kind})]

    assert faults.apply([Fault("drop", {"what": "terminal"})], frames(events), events)[0] == frames(events)[:1]


def test_a_split_is_inside_a_character() -> None:
    split, _ = with_fault("split")

    assert body(split) == body(frames())
    assert len(split) == len(EVENTS) + 1
    with pytest.raises(UnicodeDecodeError):
        split[0].data.decode()


def test_a_split_of_plain_letters_is_in_the_middle() -> None:
    events = [Event({"a": "b"}), Event({"c": "d"})]
    split, _ = faults.apply([Fault("split", {"at_event": 1})], frames(events), events)

    assert len(split) == 3
    assert body(split) == body(frames(events))


def test_comments_keep_a_stream_alive_within_its_waits() -> None:
    alive, _ = with_fault("keepalive", every=2, text="still\nhere")

    assert [frame.data for frame in alive].count(b": still here\n\n") == 3
    assert sum(frame.after for frame in alive) == 3.0
    assert [each for each in sse.decode(body(alive)) if each.comment is None] == sse.decode(body(frames()))


def test_faults_follow_each_other() -> None:
    chained = [Fault("duplicate", {"at_event": 0}), Fault("cut", {"after_events": 2})]
    kept, end = faults.apply(chained, frames(), EVENTS)

    assert kept == [frames()[0], frames()[0]]
    assert end == "truncated"


@pytest.mark.parametrize("kind", sorted(KINDS))
def test_a_stream_without_events_survives_every_fault(kind: str) -> None:
    assert faults.apply([Fault(kind, {"what": "done"})], [], [])[0] == []


@pytest.mark.parametrize(("options", "left"), [({"after_events": 2}, 2), ({"after_tokens": 4}, 4), ({}, 3)])
def test_a_failure_strikes_after_so_much(options: Mapping[str, int], left: int) -> None:
    assert faults.struck([Fault("error", options)], EVENTS) == EVENTS[:left]


def test_without_a_place_a_failure_strikes_at_the_end() -> None:
    assert faults.struck([Fault("cut", {})], EVENTS) == EVENTS


REPLY = Reply(200, (), '{"a":"Grüße"}'.encode(), chunked=True, after=1.0)


def test_a_whole_reply_is_cut_in_its_middle() -> None:
    cut = faults.whole([Fault("cut", {"after_events": 1, "how": "reset"})], REPLY)

    assert body(cut.frames or ()) == REPLY.body[:7]
    assert (cut.end, cut.length, cut.after) == ("reset", None, 0.0)


def test_a_whole_reply_keeps_its_length_when_cut() -> None:
    reply = Reply(200, (), b"0123456789")
    cut = faults.whole([Fault("cut", {"after_bytes": 4})], reply)

    assert cut.frames == [Frame(b"0123")]
    assert (cut.end, cut.length) == ("truncated", 10)


def test_a_whole_reply_stalls_in_its_middle() -> None:
    stalled = faults.whole([Fault("stall", {"seconds": 2})], REPLY)

    assert [frame.after for frame in stalled.frames or ()] == [1.0, 2]
    assert body(stalled.frames or ()) == REPLY.body


def test_a_whole_reply_stalls_before_its_first_byte() -> None:
    stalled = faults.whole([Fault("stall", {"after_bytes": 0})], REPLY)

    assert stalled.frames == [Frame(REPLY.body, hold=STALL)]


def test_a_whole_reply_may_stall_and_be_cut() -> None:
    both = faults.whole([Fault("stall", {"after_bytes": 9}), Fault("cut", {"after_bytes": 4})], REPLY)
    nothing = faults.whole([Fault("cut", {"after_bytes": 0})], REPLY)

    assert body(both.frames or ()) == REPLY.body[:4]
    assert nothing.frames == []


def test_a_byte_cannot_be_split() -> None:
    assert faults.whole([Fault("split", {})], Reply(200, (), b"x")).frames == [Frame(b"x")]


def test_a_whole_reply_splits_inside_a_character() -> None:
    split = faults.whole([Fault("split", {})], REPLY)

    assert body(split.frames or ()) == REPLY.body
    assert (split.frames or ())[0].data.endswith(b"\xc3")


def test_a_whole_reply_can_be_malformed() -> None:
    with pytest.raises(ValueError, match=r".*"):
        json.loads(faults.whole([Fault("malformed", {})], REPLY).body)


def test_faults_of_streams_leave_a_whole_reply_alone() -> None:
    assert faults.whole([Fault("keepalive", {}), Fault("drop", {"what": "done"})], REPLY) is REPLY


@given(st.integers(1, 9))
def test_other_chunks_hold_the_same_bytes(size: int) -> None:
    cut = faults.rechunk(size, [Frame(b"hello world", 1.0, "x"), Frame(b"!")])

    assert body(cut) == b"hello world!"
    assert all(0 < len(frame.data) <= size for frame in cut)
    assert (cut[0].after, cut[0].hold) == (1.0, "x")
    assert sum(frame.after for frame in cut) == 1.0


def test_chunks_can_be_single_bytes_or_events() -> None:
    assert len(faults.rechunk("byte", frames())) == len(body(frames()))
    assert faults.rechunk("event", frames()) == frames()
