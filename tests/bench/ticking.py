"""An upstream that says in each chunk when it was sent, on the clock that all processes of a machine share."""

import asyncio
import time

__all__ = ["CHUNKS", "main"]

CHUNKS = 20
_SECONDS_BETWEEN = 0.005
_HEAD = b"HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\nTransfer-Encoding: chunked\r\n\r\n"


async def answer(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    """Answer the requests of one connection."""
    try:
        while True:
            head = await reader.readuntil(b"\r\n\r\n")
            await reader.readexactly(int(head.lower().split(b"content-length:")[1].split(b"\r\n")[0]))
            writer.write(_HEAD)
            for _ in range(CHUNKS):
                data = b"data: %020d\n\n" % time.monotonic_ns()
                writer.write(b"%x\r\n%b\r\n" % (len(data), data))
                await asyncio.sleep(_SECONDS_BETWEEN)
            writer.write(b"0\r\n\r\n")
    except asyncio.IncompleteReadError:
        writer.close()


async def serve() -> None:
    """Listen until terminated."""
    server = await asyncio.start_server(answer, "127.0.0.1", 0)
    print(f"the upstream listens at http://127.0.0.1:{server.sockets[0].getsockname()[1]}", flush=True)
    await server.serve_forever()


def main() -> None:
    """Serve."""
    asyncio.run(serve())


if __name__ == "__main__":
    main()
