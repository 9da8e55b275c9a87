import asyncio

import pytest

from mockllm.proxy.address import origin
from mockllm.proxy.link import Link
from mockllm.proxy.pool import Pool
from tests.proxy.test_link import Wire, linked
from tests.proxy.upstream import whole

HERE = origin("http://h")


def answered() -> tuple[Link, Wire]:
    """A connection that has answered."""
    link, wire, _ = linked()
    link.data_received(whole(b""))
    return link, wire


async def test_the_latest_connection_that_is_open_is_given() -> None:
    pool = Pool()
    links = [answered() for _ in range(3)]
    for link, _ in links:
        pool.give(HERE, link)
    links[2][1].closed = True

    assert pool.kept(origin("https://h")) is None
    assert [pool.kept(HERE) for _ in range(3)] == [links[1][0], links[0][0], None]
    pool.close()


async def test_a_connection_that_cannot_be_used_again_is_dropped() -> None:
    pool = Pool()
    link, wire, _ = linked()
    link.data_received(whole(b"", headers=b"Connection: close\r\n"))

    pool.give(HERE, link)

    assert wire.closed
    assert pool.kept(HERE) is None


async def test_connections_are_not_kept_for_long(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("mockllm.proxy.pool._KEPT_SECONDS", 0.3)
    pool = Pool()
    (first, wire), (second, other) = answered(), answered()
    pool.give(HERE, first)
    await asyncio.sleep(0.2)
    pool.give(HERE, second)
    await asyncio.sleep(0.15)
    assert (wire.closed, other.closed) == (True, False)
    await asyncio.sleep(0.5)

    assert other.closed
    assert pool.kept(HERE) is None


async def test_closing_hangs_up() -> None:
    pool = Pool()
    link, wire = answered()
    pool.give(HERE, link)

    pool.close()

    assert wire.closed
    assert pool.kept(HERE) is None
