"""A server as a process: how soon it answers, how much memory it holds, on which core it runs."""

import os
import socket
import time
from collections.abc import Mapping
from pathlib import Path

from tests.child import serving

__all__ = ["SERVER", "anywhere", "apart", "busy", "compiled", "resident", "started"]

SERVER = ("mockllm", "serve", "--port", "0")
_HEALTH = b"GET /_mockllm/health HTTP/1.1\r\nhost: 127.0.0.1\r\nconnection: close\r\n\r\n"
_CORES = sorted(os.sched_getaffinity(0))


def anywhere() -> None:
    """Lets this process, and those that it will start, run on every core again."""
    os.sched_setaffinity(0, _CORES)


def apart(pid: int) -> None:
    """Gives a server the first core and this process the second, where there are two."""
    if len(_CORES) > 1:
        os.sched_setaffinity(pid, _CORES[:1])
        os.sched_setaffinity(0, _CORES[1:2])


def busy(pid: int) -> float:
    """The seconds for which a process has kept a core busy."""
    return int(Path(f"/proc/{pid}/schedstat").read_text(encoding="ascii").split()[0]) / 1e9


def resident(pid: int) -> float:
    """The memory that a process holds, in MB."""
    for line in Path(f"/proc/{pid}/status").read_text(encoding="ascii").splitlines():
        if line.startswith("VmRSS:"):
            return int(line.split()[1]) * 1024 / 1e6
    raise RuntimeError(f"process {pid} is gone")


def compiled(folder: str) -> dict[str, str]:
    """An environment in which Python keeps compiled modules, as an installation has them, in a folder."""
    env = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
    return {**env, "PYTHONPYCACHEPREFIX": folder}


def started(env: Mapping[str, str]) -> float:
    """Seconds from the start of the process to the first answered health check."""
    begin = time.perf_counter()
    with serving(*SERVER, env=env) as server, socket.create_connection((server.host, server.port)) as connection:
        connection.sendall(_HEALTH)
        answer = connection.recv(1 << 12)
        took = time.perf_counter() - begin
    if b" 200 " not in answer.split(b"\r\n", 1)[0]:
        raise RuntimeError(f"health answered {answer!r}")
    return took
