import asyncio
import socket

import pytest

from mockllm.pytest_plugin.guard import EgressError, Guard
from tests.pytest_plugin.runs import run


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


def test_the_guard_may_be_off(pytester: pytest.Pytester) -> None:
    result = run(
        pytester,
        """
import socket
def test_it():
    assert socket.getaddrinfo.__module__ == "socket"
""",
        "--mockllm-egress=off",
    )

    result.assert_outcomes(passed=1)


@pytest.mark.parametrize(
    ("mode", "host", "refused"),
    [
        ("vendors", "api.anthropic.com", True),
        ("vendors", "eu.api.openai.com.", True),
        ("vendors", "my.openai.azure.com", True),
        ("vendors", "127.0.0.1", False),
        ("all", "192.0.2.1", True),
        ("all", "localhost", False),
        ("all", "::1", False),
    ],
)
def test_a_mode_decides_what_is_refused(
    monkeypatch: pytest.MonkeyPatch, mode: str, host: str, *, refused: bool
) -> None:
    monkeypatch.setattr(socket, "getaddrinfo", lambda *_, **__: [])
    told: list[str] = []
    guard = Guard(mode, told.append)
    guard.set()
    try:
        if refused:
            with pytest.raises(EgressError, match=r"test_guard\.py:"):
                socket.getaddrinfo(host, 443)
        else:
            assert socket.getaddrinfo(host, 443) == []
    finally:
        guard.lift()

    assert len(told) == refused


async def test_a_loop_is_looked_at_where_the_line_is_known() -> None:
    told: list[str] = []
    guard = Guard("vendors", told.append)
    guard.set()
    try:
        with pytest.raises(EgressError, match=r"test_guard\.py:"):
            await asyncio.open_connection("api.openai.com", 443)
    finally:
        guard.lift()

    assert len(told) == 1


def test_an_address_is_looked_at_when_it_is_connected_to() -> None:
    guard = Guard("all", lambda _: None)
    guard.set()
    try:
        with socket.socket() as sock, pytest.raises(EgressError, match=r"192\.0\.2\.1"):
            sock.connect(("192.0.2.1", 443))
    finally:
        guard.lift()

    assert "connect" not in vars(socket.socket)
