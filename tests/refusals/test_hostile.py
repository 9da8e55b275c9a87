"""Nothing is ever a bare 500: whatever is sent, the vendor refuses it in its own shape, and the server goes on."""

import json
import logging
import re
import socket
from collections.abc import Iterator
from pathlib import Path

import pytest

from mockllm.api.mock import MockLLM
from mockllm.engine.settings import Settings
from mockllm.vendors.kinds import Options
from tests.refusals.hostile import BODIES, ENDPOINTS, FRAMES, HEADERS, METHODS, PATHS, QUERIES, Endpoint, request

CASSETTE = Path(__file__).parents[2] / "cassettes" / "chat.yaml"
STATUS = re.compile(rb"HTTP/1\.[01] (\d+)")
PORT = re.compile(r":(\d+)$")

every_endpoint = pytest.mark.parametrize("endpoint", ENDPOINTS, ids=[f"{each[1]}-{each[2]}" for each in ENDPOINTS])


@pytest.fixture(scope="module")
def port() -> Iterator[int]:
    with MockLLM(on_miss="fake", check=False) as mock:
        found = PORT.search(mock.url)
        assert found
        yield int(found[1])


@pytest.fixture(autouse=True)
def _quiet(caplog: pytest.LogCaptureFixture) -> Iterator[None]:
    """Nothing is worth a traceback."""
    caplog.set_level(logging.INFO)
    yield
    assert [record.getMessage() for record in caplog.records if record.levelno >= logging.WARNING] == []


def asked(port: int, sent: bytes, *, shut: bool = False) -> bytes:
    """All that comes back before the server closes the connection."""
    got = b""
    with socket.create_connection(("127.0.0.1", port), timeout=10) as connection:
        try:
            connection.sendall(sent)
            if shut:
                connection.shutdown(socket.SHUT_WR)
            while piece := connection.recv(1 << 16):
                got += piece
        except (ConnectionResetError, BrokenPipeError):
            pass  # it had seen enough
    return got


def alive(port: int) -> bool:
    return asked(port, request("GET", "/v1/models")).startswith(b"HTTP/1.1 200 ")


def refused(got: bytes, endpoint: Endpoint) -> None:
    """An answer, or a refusal in the vendor's shape."""
    status = STATUS.match(got)
    assert status, got[:200]
    assert int(status[1]) < 500, got
    assert b"\r\nX-Evil" not in got
    if int(status[1]) < 400:
        return
    found = re.search(rb'\{\s*"(error|type)".*\}', got, re.DOTALL)
    assert found, got
    told = json.loads(found[0])
    assert isinstance(told["error"], str if endpoint.vendor == "predictionguard" else dict)


@every_endpoint
def test_bodies(port: int, endpoint: Endpoint) -> None:
    for body in BODIES.values():
        refused(asked(port, request(endpoint.method, endpoint.path, body)), endpoint)


@every_endpoint
def test_headers(port: int, endpoint: Endpoint) -> None:
    for header, body in HEADERS.values():
        refused(asked(port, request(endpoint.method, endpoint.path, body, header)), endpoint)


@every_endpoint
def test_queries_paths_and_methods(port: int, endpoint: Endpoint) -> None:
    for query in QUERIES:
        refused(asked(port, request(endpoint.method, endpoint.path + query)), endpoint)
    for path in PATHS:
        refused(asked(port, request(endpoint.method, endpoint.path + path)), endpoint)
    for method in METHODS:
        refused(asked(port, request(method, endpoint.path)), endpoint)


@pytest.mark.proof
@pytest.mark.parametrize("how", ["lenient", "cassette"])
def test_bodies_where_other_rules_hold(how: str) -> None:
    settings = Settings(Options(lenient=how == "lenient"))
    with MockLLM(on_miss="fake", settings=settings, check=False) as mock:
        if how == "cassette":
            mock.cassette(CASSETTE)
        found = PORT.search(mock.url)
        assert found
        for endpoint in (each for each in ENDPOINTS if each.method == "POST"):
            for body in BODIES.values():
                refused(asked(int(found[1]), request(endpoint.method, endpoint.path, body)), endpoint)


@pytest.mark.parametrize("frame", FRAMES.values(), ids=FRAMES)
def test_what_is_hardly_http_is_refused_and_the_connection_closed(port: int, frame: bytes) -> None:
    for endpoint in ENDPOINTS:
        got = asked(port, frame.replace(b"{path}", endpoint.path.encode()), shut=b"CONNECT" in frame)
        status = STATUS.match(got)

        assert got == b"" or (status and (int(status[1]) < 500)), got[:300]


def test_clients_that_leave_in_the_middle_of_a_request_harm_nobody(port: int) -> None:
    whole = request("POST", "/v1/chat/completions", BODIES["a deep schema"])
    for end in (0, 5, 40, len(whole) - 9):
        assert asked(port, whole[:end], shut=True) == b""

    assert alive(port)


def test_slow_clients_hold_nobody_up(port: int) -> None:
    slow = [socket.create_connection(("127.0.0.1", port)) for _ in range(100)]
    for connection in slow:
        connection.sendall(b"POST /v1/chat/completions HTTP/1.1\r\nHost: ")
    try:
        assert alive(port)
    finally:
        for connection in slow:
            connection.close()


def test_requests_in_a_row_are_answered_in_order(port: int) -> None:
    first = request("GET", "/v1/models/first").replace(b"Connection: close\r\n", b"")
    got = asked(port, first * 50 + request("GET", "/v1/models/last"))

    assert got.count(b"HTTP/1.1 404 ") == 51
    assert got.rindex(b"model: first") < got.index(b"model: last")


def test_the_journal_of_all_this_can_be_read(port: int) -> None:
    for body in BODIES.values():
        asked(port, request("POST", "/v1/chat/completions", body))
    for page in ("journal", "verdict", "sessions", "metrics"):
        assert asked(port, request("GET", f"/_mockllm/{page}")).startswith(b"HTTP/1.1 200 "), page
