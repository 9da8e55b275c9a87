import asyncio
import socket
import sys
from collections.abc import Callable, Iterator
from types import SimpleNamespace
from typing import Any

import pytest
import uvloop

from mockllm.pytest_plugin.guard import EgressError, Guard
from tests.pytest_plugin.runs import run

Told = list[str]


@pytest.fixture
def told() -> Told:
    return []


@pytest.fixture
def vendors(told: Told) -> Iterator[None]:
    """A guard against vendors."""
    yield from guarded("vendors", told)


@pytest.fixture
def everybody(told: Told) -> Iterator[None]:
    """A guard against everybody but this machine."""
    yield from guarded("all", told)


def guarded(mode: str, told: Told) -> Iterator[None]:
    guard = Guard(mode, told.append)
    guard.set()
    yield
    guard.lift()


def look_up(host: str) -> None:
    """What a lookup tells, without one: nothing leaves this machine."""
    sys.audit("socket.getaddrinfo", host, 443, 0, 0, 0)


def test_a_connection_to_a_vendor_names_the_address_and_the_line(pytester: pytest.Pytester) -> None:
    result = run(
        pytester,
        """
import socket
def test_it():
    try:
        socket.create_connection(("api.openai.com", 443), timeout=1)
    except OSError as error:
        assert "api.openai.com" in str(error)
""",
    )

    result.assert_outcomes(failed=1)
    result.stdout.fnmatch_lines(["mockllm: a connection to api.openai.com was refused*, from *.py:*"])
    result.stdout.no_fnmatch_line("*script an answer*")


@pytest.mark.parametrize(
    ("start", "told"),
    [
        (
            "threading.Thread(target=socket.create_connection, args=(VENDOR,), name='mine').start()",
            "*refused*, from *.py:START, which started the thread 'mine'",
        ),
        ("threading.Thread(target=connect, name='mine').start()", "*refused*, from *.py:CONNECT"),
        (
            "ThreadPoolExecutor(1, 'pool').submit(socket.create_connection, VENDOR)",
            "*refused*, from *.py:START, which started the thread 'pool_0'",
        ),
        (
            "asyncio.run(asyncio.to_thread(socket.create_connection, VENDOR))",
            "*refused*, from *.py:START, which started the thread 'asyncio_0'",
        ),
        (
            "threading.Thread(target=threading.Timer(0, socket.create_connection, (VENDOR,)).run).start()",
            "*refused*, from *.py:START, which started the thread 'Thread-*'",
        ),
    ],
)
def test_a_connection_from_a_thread_names_the_line_that_started_it(
    pytester: pytest.Pytester, start: str, told: str
) -> None:
    result = run(
        pytester,
        f"""
import asyncio, contextlib, socket, threading, time
from concurrent.futures import ThreadPoolExecutor
VENDOR = ("api.openai.com", 443)
def connect():
    socket.create_connection(VENDOR)
@pytest.mark.filterwarnings("ignore")
def test_it():
    with contextlib.suppress(OSError):
        {start}
    time.sleep(0.2)
""",
    )

    lines = next(pytester.path.glob("test_*.py")).read_text().splitlines()
    started, connected = (next(n for n, line in enumerate(lines, 1) if each in line) for each in (start, "(VENDOR)"))
    told = told.replace("START", str(started)).replace("CONNECT", str(connected))
    result.assert_outcomes(failed=1)
    result.stdout.fnmatch_lines([f"mockllm: a connection to api.openai.com was {told}"])


def test_a_connection_while_no_test_runs_fails_the_run(pytester: pytest.Pytester) -> None:
    pytester.makeconftest(
        "import socket\ntry:\n    socket.gethostbyname('api.openai.com')\nexcept ConnectionError:\n    pass\n"
    )

    result = run(pytester, "def test_it():\n    pass\n")

    assert result.ret == pytest.ExitCode.TESTS_FAILED
    result.stdout.fnmatch_lines(["FAILED: a connection to api.openai.com was refused*, from *conftest.py:3*"])


@pytest.mark.parametrize(("mode", "passed"), [("off", 1), ("vendors", 0)])
def test_the_guard_may_be_off(pytester: pytest.Pytester, mode: str, passed: int) -> None:
    result = run(
        pytester,
        """
import sys
def test_it():
    sys.audit("socket.getaddrinfo", "api.openai.com", 443, 0, 0, 0)
""",
        f"--mockllm-egress={mode}",
    )

    result.assert_outcomes(passed=passed, failed=1 - passed)


@pytest.mark.parametrize(
    ("mode", "host", "refused"),
    [
        ("vendors", "api.anthropic.com", True),
        ("vendors", "eu.api.openai.com.", True),
        ("vendors", "my.openai.azure.com", True),
        ("vendors", "bedrock-runtime.eu-west-1.amazonaws.com", True),
        ("vendors", "europe-west4-aiplatform.googleapis.com", True),
        ("vendors", "s3.eu-west-1.amazonaws.com", False),
        ("vendors", "127.0.0.1", False),
        ("vendors", "192.0.2.1", False),
        ("all", "192.0.2.1", True),
        ("all", "2001:db8::1", True),
        ("all", "localhost", False),
        ("all", "::1", False),
        ("off", "api.openai.com", False),
    ],
)
def test_a_mode_decides_what_is_refused(told: Told, mode: str, host: str, *, refused: bool) -> None:
    for _ in guarded(mode, told):
        if refused:
            with pytest.raises(EgressError, match=r"test_guard\.py:"):
                look_up(host)
        else:
            look_up(host)

    assert len(told) == refused


@pytest.mark.usefixtures("vendors")
@pytest.mark.parametrize("look", [socket.gethostbyname, socket.gethostbyname_ex])
def test_every_kind_of_lookup_is_heard(look: object) -> None:
    assert callable(look)
    with pytest.raises(EgressError):
        look("api.openai.com")


Loop = Callable[[], asyncio.AbstractEventLoop]
every_loop = pytest.mark.parametrize("loop", [asyncio.new_event_loop, uvloop.new_event_loop], ids=["asyncio", "uvloop"])


@every_loop
@pytest.mark.usefixtures("vendors")
def test_a_loop_is_looked_at_where_the_line_is_known(told: Told, loop: Loop) -> None:
    async def look() -> None:
        with pytest.raises(EgressError, match=r"test_guard\.py:"):
            await asyncio.open_connection("api.openai.com", 443)
        with pytest.raises(EgressError, match=r"test_guard\.py:"):
            await asyncio.get_running_loop().getaddrinfo("api.openai.com", 443)

    with asyncio.Runner(loop_factory=loop) as runner:
        runner.run(look())

    assert len(told) == 2


@every_loop
@pytest.mark.usefixtures("everybody")
def test_a_loop_connects_to_no_address_but_those_of_this_machine(told: Told, loop: Loop) -> None:
    async def connect() -> None:
        running = asyncio.get_running_loop()
        with pytest.raises(EgressError):
            await asyncio.open_connection("192.0.2.1", 443)
        with pytest.raises(EgressError):
            await running.create_datagram_endpoint(asyncio.DatagramProtocol, remote_addr=("192.0.2.1", 443))
        with socket.socket() as sock:
            sock.setblocking(False)
            with pytest.raises(EgressError):
                await running.sock_connect(sock, ("192.0.2.1", 443))
        server = await asyncio.start_server(lambda _, writer: writer.close(), "127.0.0.1", 0)
        _, writer = await asyncio.open_connection(*server.sockets[0].getsockname())
        writer.close()
        server.close()

    with asyncio.Runner(loop_factory=loop) as runner:
        runner.run(connect())

    assert len(told) == 3


def test_a_loop_that_does_not_say_how_it_is_called_is_looked_at(told: Told, monkeypatch: pytest.MonkeyPatch) -> None:
    """As uvloop's before 0.21: compiled, and without signatures."""
    compiled: Any = type("Loop", (), {"create_connection": max, "getaddrinfo": max})
    monkeypatch.setitem(sys.modules, "uvloop", SimpleNamespace(Loop=compiled))

    for _ in guarded("vendors", told):
        with pytest.raises(EgressError):
            compiled().create_connection(asyncio.Protocol, "api.openai.com", 443)
        with pytest.raises(EgressError):
            compiled().getaddrinfo("api.openai.com", 443)

    assert len(told) == 2


@pytest.mark.usefixtures("everybody")
def test_an_address_is_looked_at_when_something_is_sent_there() -> None:
    with socket.socket() as sock, pytest.raises(EgressError, match=r"192\.0\.2\.1"):
        sock.connect(("192.0.2.1", 443))
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as sock, pytest.raises(EgressError):
        sock.sendto(b"x", ("192.0.2.1", 443))


@pytest.mark.usefixtures("vendors")
async def test_a_resolver_that_asks_by_itself_is_looked_at() -> None:
    aiodns = pytest.importorskip("aiodns")
    resolver = aiodns.DNSResolver()

    with pytest.raises(EgressError):
        await resolver.getaddrinfo("api.openai.com")


def test_a_guard_that_is_lifted_leaves_nothing(told: Told) -> None:
    before = dict(vars(uvloop.Loop)), dict(vars(asyncio.BaseEventLoop))
    for _ in guarded("all", told):
        pass

    look_up("api.openai.com")

    assert told == []
    assert before == (dict(vars(uvloop.Loop)), dict(vars(asyncio.BaseEventLoop)))
