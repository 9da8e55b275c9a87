import asyncio
from collections.abc import Sequence

import pytest

from mockllm.exchange import Frame
from mockllm.proxy.tee import Tee


class Tap:
    """Where frames come from: whether it runs."""

    def __init__(self) -> None:
        self.runs = True

    def hold(self) -> None:
        self.runs = False

    def go_on(self) -> None:
        self.runs = True


class Client:
    """Takes what is poured, and keeps up while it is told to."""

    def __init__(self) -> None:
        self.got: list[bytes] = []
        self.keeps_up = True
        self.dry = asyncio.Event()

    def sink(self, pieces: Sequence[bytes]) -> bool:
        self.got.append(b"".join(pieces))
        return self.keeps_up

    async def drained(self) -> None:
        await self.dry.wait()


async def test_frames_come_out_as_they_went_in_and_then_the_end_is_known() -> None:
    tee = Tee()
    tee.put([b"a", b"b"])
    tee.put([b"c"])
    tee.finish("reset")

    assert [frame async for frame in tee] == [Frame(b"a"), Frame(b"b"), Frame(b"c")]
    assert tee.end == "reset"


async def test_whoever_reads_waits_for_more() -> None:
    tee = Tee()
    reading = asyncio.ensure_future(tee.__anext__())
    await asyncio.sleep(0)
    assert not reading.done()

    tee.put([b"a"])

    assert await reading == Frame(b"a")


async def test_whoever_feeds_is_held_while_there_is_too_much() -> None:
    tap = Tap()
    tee = Tee(tap, most=2)
    tee.put([b"ab"])
    assert tap.runs
    tee.put([b"c"])
    assert not tap.runs

    await anext(aiter(tee))

    assert tap.runs


async def test_a_reader_that_leaves_frees_the_feeder_and_is_told() -> None:
    told: list[str] = []
    tap = Tap()
    tee = Tee(tap, most=2)
    tee.on_leave = lambda: told.append("left")
    tee.put([b"abc"])
    assert not tap.runs

    await tee.aclose()
    tee.put([b"more than fits"])
    await tee.aclose()

    assert tap.runs
    assert told == ["left"]
    assert [frame async for frame in tee] == []


async def test_leaving_after_the_end_is_no_leaving() -> None:
    told: list[str] = []
    tee = Tee()
    tee.on_leave = lambda: told.append("left")
    tee.finish("eof")

    await tee.aclose()

    assert told == []


async def test_what_comes_together_flows_into_a_sink_together_and_at_once() -> None:
    tee, client = Tee(), Client()
    tee.put([b"early"])
    assert [frame.data for frame in tee.waiting()] == [b"early"]
    flowing = asyncio.create_task(tee.flow(client.sink, client.drained))
    await asyncio.sleep(0)
    tee.put([b"la", b"te"])

    assert client.got == [b"late"]
    assert tee.waiting() == []
    tee.finish("truncated")
    await flowing
    assert tee.end == "truncated"


async def test_what_came_while_nobody_took_it_flows_first() -> None:
    tee, client = Tee(), Client()
    assert tee.waiting() == []
    tee.put([b"in between"])
    tee.finish("eof")

    await tee.flow(client.sink, client.drained)

    assert client.got == [b"in between"]


async def test_a_client_that_does_not_keep_up_holds_the_feeder_until_it_does() -> None:
    tap, client = Tap(), Client()
    tee = Tee(tap)
    flowing = asyncio.create_task(tee.flow(client.sink, client.drained))
    await asyncio.sleep(0)
    client.keeps_up = False
    tee.put([b"too much"])
    await asyncio.sleep(0)
    assert not tap.runs

    client.keeps_up = True
    client.dry.set()
    await asyncio.sleep(0)
    await asyncio.sleep(0)

    assert tap.runs
    tee.put([b"more"])
    tee.finish("eof")
    await flowing
    assert client.got == [b"too much", b"more"]


async def test_a_sink_that_breaks_is_a_client_that_left() -> None:
    left: list[bool] = []
    tee = Tee()
    tee.on_leave = lambda: left.append(True)

    def sink(_: Sequence[bytes]) -> bool:
        raise ConnectionResetError

    flowing = asyncio.create_task(tee.flow(sink, Client().drained))
    await asyncio.sleep(0)
    tee.put([b"lost"])
    tee.put([b"not even tried"])

    with pytest.raises(ConnectionResetError):
        await flowing
    assert left == [True]
