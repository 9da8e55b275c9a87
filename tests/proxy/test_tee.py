import asyncio

import pytest

from mockllm.exchange import Frame
from mockllm.proxy.tee import Tee


async def test_frames_come_out_as_they_went_in_and_then_the_end_is_known() -> None:
    tee = Tee()
    await tee.put(b"a")
    await tee.put(b"b")
    tee.finish("reset")

    assert [frame async for frame in tee] == [Frame(b"a"), Frame(b"b")]
    assert tee.end == "reset"


async def test_whoever_reads_waits_for_more() -> None:
    tee = Tee()
    reading = asyncio.ensure_future(tee.__anext__())
    await asyncio.sleep(0)
    assert not reading.done()

    await tee.put(b"a")

    assert await reading == Frame(b"a")


async def test_whoever_feeds_waits_while_there_is_too_much() -> None:
    tee = Tee(most=2)
    feeding = asyncio.create_task(tee.put(b"abc"))
    await asyncio.sleep(0)
    assert not feeding.done()

    await anext(aiter(tee))
    await asyncio.wait_for(feeding, 1)


async def test_a_reader_that_leaves_frees_the_feeder_and_is_told() -> None:
    told: list[str] = []
    tee = Tee(most=2, on_leave=lambda: told.append("left"))
    feeding = asyncio.create_task(tee.put(b"abc"))
    await asyncio.sleep(0)

    await tee.aclose()
    await asyncio.wait_for(feeding, 1)
    await tee.put(b"more than fits")
    await tee.aclose()

    assert told == ["left"]
    assert [frame async for frame in tee] == []


async def test_leaving_after_the_end_is_no_leaving() -> None:
    told: list[str] = []
    tee = Tee(on_leave=lambda: told.append("left"))
    tee.finish("eof")

    await tee.aclose()

    assert told == []


async def test_what_comes_flows_into_a_sink_in_the_task_that_feeds() -> None:
    tee, poured = Tee(), list[bytes]()

    async def sink(data: bytes) -> None:
        poured.append(data)

    await tee.put(b"early")
    assert [frame.data for frame in tee.waiting()] == [b"early"]
    flowing = asyncio.create_task(tee.flow(sink))
    await asyncio.sleep(0)
    await tee.put(b"late")
    assert poured == [b"late"]
    assert tee.waiting() == []
    tee.finish("truncated")
    await flowing
    assert tee.end == "truncated"


async def test_a_sink_that_breaks_is_a_client_that_left() -> None:
    left: list[bool] = []
    tee = Tee(on_leave=lambda: left.append(True))

    async def sink(_: bytes) -> None:
        raise ConnectionResetError

    flowing = asyncio.create_task(tee.flow(sink))
    await asyncio.sleep(0)
    await tee.put(b"lost")
    await tee.put(b"not even tried")

    with pytest.raises(ConnectionResetError):
        await flowing
    assert left == [True]
