import asyncio

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
