"""The yardstick: an aiohttp handler that reads the request and returns fixed bytes in one write.

`python -m tests.bench.bare FOLDER` serves each file of the folder under its name.
"""

import asyncio
import contextlib
import sys
from pathlib import Path

from aiohttp import web

__all__ = ["main"]


async def serve(bodies: dict[str, bytes]) -> None:
    async def handle(request: web.Request) -> web.Response:
        await request.read()
        name = request.match_info["name"]
        kind = "text/event-stream" if name.endswith("streamed") else "application/json"
        return web.Response(body=bodies[name], content_type=kind)

    app = web.Application()
    app.router.add_post("/{name}", handle)
    runner = web.AppRunner(app, access_log=None)
    await runner.setup()
    site = web.TCPSite(runner, "127.0.0.1", 0)
    await site.start()
    host, port = runner.addresses[0][:2]
    print(f"the bare handler listens at http://{host}:{port}", flush=True)
    await asyncio.Event().wait()


def main() -> None:
    """Serves until terminated, on uvloop where mockllm would use it too."""
    job = serve({file.name: file.read_bytes() for file in Path(sys.argv[1]).iterdir()})
    with contextlib.suppress(ImportError):
        import uvloop  # noqa: PLC0415 - an extra

        uvloop.run(job)
    asyncio.run(job)


if __name__ == "__main__":
    main()
