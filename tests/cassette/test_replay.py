import gzip

import pytest
from msgspec.structs import replace

from mockllm.cassette.exchange import Request, Response, Trace, digest
from mockllm.cassette.replay import Tempo, framed, reply
from mockllm.wire.coding import burst
from tests.cassette.samples import EVENTS, STREAM, answered, streamed


def test_a_stream_is_said_again_as_it_came() -> None:
    said = reply(streamed(), Tempo())

    assert (said.status, said.reason, said.chunked, said.length, said.end) == (200, "OK", True, None, "eof")
    assert said.headers == streamed().response.headers
    assert said.after == pytest.approx(0.0008)
    assert said.frames is not None
    assert [frame.data for frame in said.frames] == [STREAM[:20], STREAM[20:45], STREAM[45:], b""]
    assert [round(frame.after * 1000, 3) for frame in said.frames] == [0.2, 1.6, 7.3, 0.1]


# So fast that nothing is left to see of it, but not at once.
FAST = 1_000_000.0


@pytest.mark.parametrize(("speed", "seconds"), [(1.0, 0.01), (2.0, 0.005), (0.1, 0.1), (None, 0.0)])
def test_speed_scales_every_wait(speed: float | None, seconds: float) -> None:
    said = reply(streamed(), Tempo(speed))

    assert said.after + sum(frame.after for frame in said.frames or ()) == pytest.approx(seconds)


def test_boundaries_may_be_those_of_events() -> None:
    said = reply(streamed(), Tempo(FAST, "event"))

    assert tuple(frame.data for frame in said.frames or () if frame.data) == EVENTS


def test_boundaries_may_be_everywhere() -> None:
    said = reply(streamed(), Tempo(FAST, "byte"))

    assert all(len(frame.data) <= 1 for frame in said.frames or ())
    assert b"".join(frame.data for frame in said.frames or ()) == STREAM


def test_random_boundaries_are_the_same_every_time() -> None:
    one, other = reply(streamed(), Tempo(FAST, "random")), reply(streamed(), Tempo(FAST, "random"))

    assert one == other
    assert one.frames is not None
    assert len(one.frames) > 1
    assert b"".join(frame.data for frame in one.frames) == STREAM


def test_bytes_in_other_pieces_still_come_when_they_came() -> None:
    said = reply(streamed(), Tempo(1.0, "event"))

    times = [0.0008]
    for frame in said.frames or ():
        times.append(times[-1] + frame.after)
    assert [round(at * 1000, 1) for at in times[1:]] == [2.5, 2.6, 9.9, 10.0]


@pytest.mark.parametrize("end", ["truncated", "reset"])
def test_a_connection_that_broke_off_breaks_off_again(end: str) -> None:
    said = reply(streamed("20 17+", "1.0 2.5", end=end, sha256=""), Tempo())
    cut = replace(streamed().response, body=STREAM[:37], trace=Trace(chunk_ms="1 2", chunk_sizes="20 17+", end="reset"))

    assert said.end == end
    again = reply(replace(streamed(), response=cut), Tempo(None))
    assert [frame.data for frame in again.frames or ()] == [STREAM[:20], STREAM[20:37]]


def test_a_body_that_broke_off_still_announces_its_length() -> None:
    trace = Trace(chunk_ms="1.0", chunk_sizes="3", end="truncated", sha256=digest(b"abc"))
    response = Response(200, "OK", (("Content-Length", "10"),), b"abc", trace)

    said = reply(replace(answered(), response=response), Tempo(None))

    assert (said.length, said.headers) == (10, (("Content-Length", "10"),))


def test_a_length_is_that_of_the_body() -> None:
    response = Response(200, "OK", (("content-length", "99"), ("A", "b"), ("Keep-Alive", "timeout=5")), b"abc")

    said = reply(replace(answered(), response=response), Tempo())

    assert (said.length, said.chunked) == (3, False)
    assert said.headers == (("content-length", "3"), ("A", "b"))
    assert (said.frames, said.body) == (None, b"abc")


def test_what_does_not_wait_leaves_in_one_write() -> None:
    said = reply(streamed(), Tempo(None))

    assert said.frames is None
    assert said.burst == burst([STREAM[:20], STREAM[20:45], STREAM[45:]])


def test_a_body_without_framing_becomes_chunked() -> None:
    said = reply(answered(), Tempo())

    assert said.chunked
    assert said.headers == (("Content-Type", "application/json"), ("Transfer-Encoding", "chunked"))


@pytest.mark.parametrize(("method", "status"), [("HEAD", 200), ("GET", 204), ("GET", 304)])
def test_what_has_no_body_gets_none(method: str, status: int) -> None:
    exchange = replace(
        answered(), request=Request(method, "/x"), response=Response(status, "", (("Content-Length", "7"),))
    )

    said = reply(exchange, Tempo())

    assert (said.frames, said.chunked, said.length, said.headers) == ((), False, None, (("Content-Length", "7"),))


def test_a_body_that_was_decoded_says_so() -> None:
    headers = (("Content-Encoding", "gzip"), ("Content-Length", "2"))
    coded = gzip.compress(b"{}")

    def said(body: bytes) -> dict[str, str]:
        return dict(reply(replace(answered(), response=Response(200, "", headers, body)), Tempo()).headers)

    assert said(b"{}") == {"Content-Length": "2"}
    assert said(coded) == {"Content-Encoding": "gzip", "Content-Length": str(len(coded))}


def test_framing_takes_the_place_of_framing() -> None:
    headers = (("A", "b"), ("Content-Length", "3"), ("transfer-encoding", "gzip"), ("Transfer-Encoding", "chunked"))

    assert framed(headers, None) == (("A", "b"), ("transfer-encoding", "chunked"))
    assert framed(headers, 4) == (("A", "b"), ("Content-Length", "4"))
