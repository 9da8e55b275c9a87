import asyncio
from collections.abc import Sequence
from typing import Any, cast

import pytest

from mockllm.exchange import End
from mockllm.proxy.failure import UpstreamError
from mockllm.proxy.link import Link
from mockllm.proxy.response import Head, Piece
from tests.proxy.upstream import chunk, stream, whole


class Wire:
    """What a connection is seen to do by whoever made it."""

    def __init__(self) -> None:
        self.sent = b""
        self.closed = self.paused = False

    def write(self, data: bytes) -> None:
        self.sent += data

    def is_closing(self) -> bool:
        return self.closed

    def abort(self) -> None:
        self.closed = True

    def pause_reading(self) -> None:
        self.paused = True

    def resume_reading(self) -> None:
        self.paused = False


class Heard:
    """All that a listener was told, in order."""

    def __init__(self) -> None:
        self.told: list[Any] = []
        self.over = asyncio.Event()

    def headed(self, head: Head) -> None:
        self.told.append(head.status)

    def come(self, pieces: Sequence[Piece]) -> None:
        self.told.append(b"".join(data for data, _ in pieces))

    def ended(self, end: End) -> None:
        self.told.append(end)
        self.over.set()

    def failed(self, error: UpstreamError) -> None:
        self.told.append(str(error))


def linked() -> tuple[Link, Any, Heard]:
    """A connection that was asked something."""
    link, wire, heard = Link(), Wire(), Heard()
    link.connection_made(cast("asyncio.Transport", wire))
    link.ask("GET", b"asked", heard)
    return link, wire, heard


async def test_a_connection_carries_one_exchange_after_another() -> None:
    link, wire, heard = linked()
    assert (link.stays, link.heard, link.used) == (False, False, False)
    link.data_received(whole(b"one"))
    assert (link.stays, link.heard, link.used) == (True, True, True)

    link.ask("GET", b" again", heard)
    link.data_received(stream(b"t")[:-5])
    link.data_received(chunk(b"wo") + chunk(b""))

    assert wire.sent == b"asked again"
    assert heard.told == [200, b"one", "eof", 200, b"t", b"wo", "eof"]


@pytest.mark.parametrize(
    ("come", "lost", "told"),
    [
        (b"", None, ["it closed the connection without a response"]),
        (b"HTTP/1.1 200", None, ["it closed the connection within the headers"]),
        (b"", ConnectionResetError("gone"), ["the connection failed (gone)"]),
        (whole(b"abc")[:-1], None, [200, b"ab", "truncated"]),
        (whole(b"abc")[:-1], ConnectionResetError(), [200, b"ab", "reset"]),
        (whole(b"abc")[:-1], OSError(5, "odd"), [200, b"ab", "truncated"]),
        (b"HTTP/1.1 200 OK\r\n\r\nabc", None, [200, b"abc", "eof"]),
        (b"HTTP/1.1 200 OK\r\n\r\nabc", ConnectionResetError(), [200, b"abc", "reset"]),
    ],
)
async def test_a_connection_that_is_lost_tells_what_that_means(
    come: bytes, lost: Exception | None, told: list[Any]
) -> None:
    link, _, heard = linked()
    if come:
        link.data_received(come)
    link.connection_lost(lost)

    assert heard.told == told
    assert not link.stays


async def test_a_body_that_goes_wrong_is_cut_off_behind_what_was_right() -> None:
    link, wire, heard = linked()
    link.data_received(stream(b"right")[:-5] + b"wrong\r\n")

    assert heard.told == [200, b"right", "truncated"]
    assert wire.closed


async def test_bytes_that_nobody_asked_for_end_a_connection() -> None:
    link, wire, heard = linked()
    link.data_received(whole(b""))
    link.data_received(b"HTTP/1.1 408 Request Timeout\r\n\r\n")

    assert wire.closed
    assert not link.stays
    assert heard.told == [200, "eof"]


async def test_a_connection_that_was_dropped_tells_nothing_more() -> None:
    link, wire, heard = linked()
    link.drop()
    link.data_received(whole(b""))
    link.connection_lost(None)

    assert wire.closed
    assert heard.told == []


async def test_a_connection_is_held_and_goes_on_also_for_the_next() -> None:
    link, wire, _ = linked()
    link.hold()
    assert wire.paused
    link.go_on()
    assert not wire.paused
    link.hold()
    link.data_received(whole(b""))
    assert not wire.paused


async def test_an_upstream_may_be_silent_for_so_long(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("mockllm.proxy.link._SILENT_SECONDS", 0.3)
    link, wire, heard = linked()
    await asyncio.sleep(0.2)
    link.data_received(stream(b"one")[:-5])
    await asyncio.sleep(0.15)
    assert heard.told == [200, b"one"]
    link.hold()
    await asyncio.sleep(0.4)
    assert not wire.closed, "nobody listens, so nobody can tell that it is silent"
    link.go_on()
    await asyncio.wait_for(heard.over.wait(), 5)

    assert heard.told == [200, b"one", "truncated"]
    assert wire.closed


async def test_silence_before_a_response_is_a_failure(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("mockllm.proxy.link._SILENT_SECONDS", 0.02)
    _, _, heard = linked()
    await asyncio.sleep(0.06)

    assert heard.told == ["it did not answer in time"]


async def test_a_body_goes_up_as_fast_as_it_is_taken() -> None:
    link, wire, heard = linked()
    link.ask("POST", b"head", heard, whole=False)
    link.pause_writing()
    sending = asyncio.create_task(link.send(b"body"))
    await asyncio.sleep(0)
    await asyncio.sleep(0)
    assert not sending.done()
    link.resume_writing()
    await sending
    link.data_received(whole(b""))

    assert wire.sent == b"askedheadbody"
    assert not link.stays, "the body has not been sent to its end"
    with pytest.raises(ConnectionResetError):
        await link.send(b"more")


async def test_a_connection_whose_body_was_sent_may_stay() -> None:
    link, _, heard = linked()
    link.ask("POST", b"head", heard, whole=False)
    await link.send(b"body")
    link.end()
    link.data_received(whole(b""))

    assert link.stays
