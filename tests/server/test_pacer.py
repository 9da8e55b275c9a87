"""The pacer: frames at their times, whatever happens in between."""

import asyncio
from typing import Any, cast

import pytest

from mockllm.exchange import Frame
from mockllm.server.pacer import HIGH_WATER, Pacer


class Wire:
    """What a transport does as far as the pacer heeds it; notes when what was written."""

    def __init__(self, *, closing: bool = False, waiting: int = 0) -> None:
        self.closing = closing
        self.waiting = waiting
        self.written: list[tuple[float, bytes]] = []

    def is_closing(self) -> bool:
        return self.closing

    def get_write_buffer_size(self) -> int:
        return self.waiting

    def write(self, data: bytes) -> None:
        self.written.append((asyncio.get_running_loop().time(), data))

    @property
    def data(self) -> bytes:
        return b"".join(data for _, data in self.written)


async def play(pacer: Pacer, wire: Wire, *frames: Frame, framed: bool = False) -> bool:
    start = asyncio.get_running_loop().time()
    return await pacer.play(cast("Any", wire), frames, start, framed=framed)


async def test_frames_leave_in_order_and_never_early() -> None:
    wire, loop = Wire(), asyncio.get_running_loop()
    start = loop.time()

    assert await play(Pacer(), wire, Frame(b"a", 0.01), Frame(b"b"), Frame(b"c", 0.02))

    assert wire.data == b"abc"
    assert [at - start >= due for (at, _), due in zip(wire.written, (0.01, 0.01, 0.03), strict=True)] == [True] * 3


async def test_a_late_frame_does_not_delay_the_next() -> None:
    """Each frame is due by the sum of all waits, not by when the one before has left."""
    pacer, wire = Pacer(), Wire()
    start = asyncio.get_running_loop().time() - 10

    assert await pacer.play(cast("Any", wire), [Frame(b"a", 1), Frame(b"b", 1), Frame(b"c", 1)], start, framed=False)

    assert [round(late) for late in pacer.late] == [9, 8, 7]


async def test_many_streams_share_the_timer() -> None:
    pacer, wires = Pacer(), [Wire() for _ in range(50)]
    frames = [Frame(b"a", 0.005), Frame(b"b", 0.005)]

    assert all(await asyncio.gather(*(play(pacer, wire, *frames) for wire in wires)))

    assert {wire.data for wire in wires} == {b"ab"}
    assert len(pacer.late) == 100


async def test_a_sooner_stream_does_not_wait_for_a_later_one() -> None:
    pacer, slow, quick = Pacer(), Wire(), Wire()
    waiting = asyncio.create_task(play(pacer, slow, Frame(b"late", 5)))
    await asyncio.sleep(0)

    assert await asyncio.wait_for(play(pacer, quick, Frame(b"soon", 0.01)), 1)

    assert (quick.data, slow.data) == (b"soon", b"")
    waiting.cancel()


async def test_frames_are_chunks_where_they_should_be() -> None:
    wire = Wire()

    await play(Pacer(), wire, Frame(b"abc"), Frame(b""), Frame(b"d" * 16), framed=True)

    assert wire.data == b"3\r\nabc\r\n10\r\n" + b"d" * 16 + b"\r\n"


async def test_a_client_that_has_left_ends_the_stream() -> None:
    wire = Wire(closing=True)

    assert await play(Pacer(), wire, Frame(b"a")) is False
    assert wire.written == []


async def test_a_client_that_does_not_read_is_waited_for() -> None:
    wire = Wire(waiting=HIGH_WATER + 1)
    playing = asyncio.create_task(play(Pacer(), wire, Frame(b"a")))
    await asyncio.sleep(0.03)
    assert wire.written == []

    wire.waiting = 0

    assert await asyncio.wait_for(playing, 1)
    assert wire.data == b"a"


async def test_a_stream_that_is_given_up_writes_no_more() -> None:
    pacer, wire = Pacer(), Wire()
    playing = asyncio.create_task(play(pacer, wire, Frame(b"a"), Frame(b"b", 0.5)))
    await asyncio.sleep(0.01)
    playing.cancel()
    with pytest.raises(asyncio.CancelledError):
        await playing
    await asyncio.sleep(0.6)

    assert wire.data == b"a"


async def test_no_frames_are_all_written() -> None:
    assert await play(Pacer(), Wire()) is True
