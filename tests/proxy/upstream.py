"""An upstream made of a raw socket: it sends the very bytes it is told to, when it is told to."""

import asyncio
import socket
import ssl
import struct
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import Literal

Step = bytes | float | Literal["fin", "reset"]
"""Bytes to send, seconds to wait, or how to hang up."""


@dataclass
class Upstream:
    """Where it listens, and what it was sent: heads and bodies, in order."""

    port: int = 0
    heads: list[bytes] = field(default_factory=list)
    bodies: list[bytes] = field(default_factory=list)

    @property
    def url(self) -> str:
        """Its address."""
        return f"http://127.0.0.1:{self.port}"


def chunk(data: bytes) -> bytes:
    """Bytes as one HTTP chunk."""
    return b"%x\r\n%b\r\n" % (len(data), data)


def stream(*chunks: bytes, headers: bytes = b"") -> bytes:
    """A whole streamed response."""
    head = b"HTTP/1.1 200 OK\r\ncontent-type: text/event-stream\r\n" + headers + b"Transfer-Encoding: chunked\r\n\r\n"
    return head + b"".join(map(chunk, chunks)) + chunk(b"")


def whole(body: bytes, status: bytes = b"200 OK", headers: bytes = b"") -> bytes:
    """A whole response with a length."""
    return b"HTTP/1.1 %b\r\n%bContent-Length: %d\r\n\r\n%b" % (status, headers, len(body), body)


@asynccontextmanager
async def listening(*answers: Sequence[Step], tls: ssl.SSLContext | None = None) -> AsyncIterator[Upstream]:
    """An upstream that gives these answers, one to each request; the last one again and again."""
    upstream = Upstream()

    async def serve(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        try:
            while True:
                upstream.heads.append(await reader.readuntil(b"\r\n\r\n"))
                upstream.bodies.append(await reader.readexactly(_length(upstream.heads[-1])))
                steps = answers[min(len(upstream.heads), len(answers)) - 1]
                if not await _play(steps, writer):
                    return
        except (asyncio.IncompleteReadError, ConnectionError):
            pass
        finally:
            writer.close()

    server = await asyncio.start_server(serve, "127.0.0.1", 0, limit=1 << 26, ssl=tls)
    upstream.port = server.sockets[0].getsockname()[1]
    try:
        yield upstream
    finally:
        server.close()


def _length(head: bytes) -> int:
    for line in head.split(b"\r\n"):
        name, _, value = line.partition(b":")
        if name.lower() == b"content-length":
            return int(value)
    return 0


async def _play(steps: Sequence[Step], writer: asyncio.StreamWriter) -> bool:
    """Whether the connection is still open after the steps."""
    for step in steps:
        match step:
            case bytes():
                writer.write(step)
                await writer.drain()
            case float():
                await asyncio.sleep(step)
            case "fin":
                return False
            case "reset":
                raw: socket.socket = writer.get_extra_info("socket")
                raw.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
                writer.transport.abort()
                return False
    return True
