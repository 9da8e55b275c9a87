"""A server on a free port, for tests that need a socket."""

import asyncio
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager

from mockllm.engine.settings import Settings, Source
from mockllm.engine.way import Engine
from mockllm.exchange import Answer
from mockllm.server.admin import admin
from mockllm.server.app import Server
from mockllm.server.hosts import Hosts
from mockllm.server.run import Running, start
from mockllm.session import Sessions
from mockllm.turn import Text, Turn
from mockllm.vendors.table import VENDORS
from tests.ways import Says

__all__ = ["HELLO", "exchange", "serving"]

HELLO = Answer((Turn((Text("Hello there, and welcome."),)),), steady=True)


@asynccontextmanager
async def serving(
    chain: Sequence[Source] | None = None, settings: Settings | None = None, allowed: Sequence[str] = ()
) -> AsyncIterator[tuple[Running, Server]]:
    """A running server that says hello, or what its chain says."""
    engine = Engine(chain if chain is not None else [Says(HELLO)], settings or Settings(), VENDORS)
    server = Server(engine, Sessions(), Hosts("127.0.0.1", allowed), admin)
    running = await start(server, "127.0.0.1", 0)
    try:
        yield running, server
    finally:
        await running.stop()


async def exchange(running: Running, sent: bytes, *, until: bytes | None = None, limit: float = 5.0) -> bytes:
    """What comes back for raw bytes: up to a marker, else to the end of the connection."""
    reader, writer = await asyncio.open_connection(running.host, running.port)
    writer.write(sent)
    await writer.drain()
    try:
        async with asyncio.timeout(limit):
            return await (reader.readuntil(until) if until else reader.read())
    finally:
        writer.close()
