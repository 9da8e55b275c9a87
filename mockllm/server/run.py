"""Starting and stopping: sockets, signals, loops."""

import asyncio
import contextlib
import errno
import logging
import signal
import socket

from aiohttp import web
from aiohttp.http_exceptions import HttpProcessingError

from mockllm.errors import MockLLMError
from mockllm.server.app import Server

__all__ = ["Running", "listen", "start", "until_stopped"]

MAX_FIELD = 65_536
log = logging.getLogger("mockllm.http")


def _is_ours(record: logging.LogRecord) -> bool:
    """Whether a record is of more than bytes that are no HTTP or a connection that ended: those are the client's."""
    error = record.exc_info[1] if record.exc_info else None
    return not isinstance(error, HttpProcessingError | ConnectionError)


log.addFilter(_is_ours)


class Running:
    """A server that listens at `port`."""

    def __init__(self, runner: web.ServerRunner, host: str, port: int) -> None:
        self.runner = runner
        self.host = host
        self.port = port

    @property
    def url(self) -> str:
        """Where it listens."""
        shown = "127.0.0.1" if self.host in {"0.0.0.0", "::", ""} else self.host  # noqa: S104
        return f"http://[{shown}]:{self.port}" if ":" in shown else f"http://{shown}:{self.port}"

    async def stop(self) -> None:
        """End at once, open streams included."""
        server = self.runner.server
        if server is not None:
            for connection in list(server.connections):
                transport = connection.transport
                if transport is not None:
                    transport.abort()
        await self.runner.cleanup()


def listen(host: str, port: int) -> socket.socket:
    """A listening socket; port 0 takes a free one. Raises MockLLMError where there is none to be had."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    sock = socket.socket(family, socket.SOCK_STREAM)
    sock.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        sock.bind((host, port))
        sock.listen(1_024)
    except OSError as error:
        sock.close()
        if error.errno == errno.EADDRINUSE:
            raise MockLLMError(
                f"Port {port} of {host} is in use; take another with --port, or --port 0 for a free one."
            ) from error
        raise MockLLMError(f"Cannot listen at {host} port {port}: {error.strerror or error}.") from error
    return sock


async def start(server: Server, host: str, port: int, sock: socket.socket | None = None) -> Running:
    """A running server, at a socket that listens already where one is given."""
    handler = web.Server(
        server.handle,
        access_log=None,
        logger=log,
        auto_decompress=False,
        max_field_size=MAX_FIELD,
        max_line_size=MAX_FIELD,
    )
    runner = web.ServerRunner(handler, handle_signals=False, shutdown_timeout=0.2)
    await runner.setup()
    sock = sock or listen(host, port)
    await web.SockSite(runner, sock, backlog=1_024).start()
    return Running(runner, host, sock.getsockname()[1])


async def until_stopped() -> None:
    """Wait for SIGINT or SIGTERM."""
    stopped = asyncio.Event()
    loop = asyncio.get_running_loop()
    for number in (signal.SIGINT, signal.SIGTERM):
        with contextlib.suppress(NotImplementedError):
            loop.add_signal_handler(number, stopped.set)
    await stopped.wait()
