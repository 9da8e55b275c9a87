"""Streams that stop until they are released."""

import asyncio

from mockllm.server.holds import Holds


async def test_a_held_stream_waits_for_its_own_release() -> None:
    holds = Holds()
    waiting = asyncio.create_task(holds.wait("two"))
    await asyncio.sleep(0)

    assert holds.held() == ["two"]
    assert holds.release("one") == 0
    assert not waiting.done()
    assert holds.release("two") == 1
    await asyncio.wait_for(waiting, 1)
    assert holds.held() == []


async def test_a_release_without_a_name_is_for_all() -> None:
    holds = Holds()
    waiting = [asyncio.create_task(holds.wait(name)) for name in ("a", "b")]
    await asyncio.sleep(0)

    assert holds.release() == 2
    await asyncio.wait_for(asyncio.gather(*waiting), 1)
    assert holds.release() == 0


async def test_an_early_release_is_kept_for_one_stream() -> None:
    holds = Holds()
    holds.release("two")
    holds.release("two")

    await asyncio.wait_for(holds.wait("two"), 1)

    waiting = asyncio.create_task(holds.wait("two"))
    await asyncio.sleep(0)
    assert holds.held() == ["two"]
    waiting.cancel()


async def test_a_stream_that_is_given_up_is_no_longer_held() -> None:
    holds = Holds()
    waiting = asyncio.create_task(holds.wait("two"))
    await asyncio.sleep(0)
    waiting.cancel()
    await asyncio.gather(waiting, return_exceptions=True)

    assert holds.held() == []
    assert holds.release("two") == 0
