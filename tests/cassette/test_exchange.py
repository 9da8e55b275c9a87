import gzip
import zlib

import pytest
from msgspec.structs import replace

from mockllm.cassette.exchange import Chunk, Response, Trace, chunks, fits, header, path_of, plain, query_of
from tests.cassette.samples import EVENTS, STREAM, streamed


def test_chunks_are_cut_where_the_trace_says() -> None:
    found = chunks(streamed().response)

    assert [len(chunk.data) for chunk in found] == [20, 17, 8, 14]
    assert b"".join(chunk.data for chunk in found) == STREAM
    assert [chunk.at for chunk in found] == [1.0, 2.5, 2.6, 9.9]
    assert [chunk.whole for chunk in found] == [True, False, True, True]


@pytest.mark.parametrize(
    "trace",
    [
        {"chunk_sizes": "20 17 8 15"},
        {"chunk_sizes": "20 17 22"},
        {"chunk_sizes": "20 x 8 14"},
        {"sha256": "0" * 64},
    ],
)
def test_a_trace_that_does_not_fit_gives_one_chunk_per_event(trace: dict[str, str]) -> None:
    response = streamed(**trace).response

    assert not fits(response)
    assert [chunk.data for chunk in chunks(response)] == list(EVENTS)


def test_a_body_without_a_trace_that_is_no_stream_is_one_chunk() -> None:
    assert chunks(Response(200, body=b"{}")) == (Chunk(b"{}"),)
    assert chunks(Response(200)) == ()


@pytest.mark.parametrize(
    ("coding", "body"),
    [
        ("gzip", gzip.compress(b"words", mtime=0)),
        ("deflate", zlib.compress(b"words")),
        ("deflate", zlib.compress(b"words")[2:-4]),
        ("identity", b"words"),
        ("gzip", b"words"),
        ("br", b"words"),
    ],
)
def test_content_encodings_are_undone_where_there_are_any(coding: str, body: bytes) -> None:
    assert plain((("Content-Encoding", coding),), body) == b"words"


def test_an_encoding_that_we_do_not_know_is_nothing() -> None:
    assert plain((("content-encoding", "br"),), b"\x8b\x02\x80words\x03\xff") is None


def test_a_compressed_body_that_breaks_off_is_nothing() -> None:
    assert plain((("content-encoding", "gzip"),), gzip.compress(b"words" * 50)[:-9]) is None


def test_headers_are_found_in_any_case() -> None:
    assert header((("X-A", "1"), ("x-a", "2")), "x-a") == "1"
    assert header((), "x-a") is None


def test_paths_and_queries_keep_their_escapes() -> None:
    assert path_of("https://h:1/a%2Fb/c?x=/y#z") == "/a%2Fb/c"
    assert path_of("https://h") == "/"
    assert path_of("/v1/x?y") == "/v1/x"
    assert query_of("https://h/a?b=%2F&c=") == [("b", "/"), ("c", "")]


def test_a_trace_without_chunks_fits_an_empty_body() -> None:
    assert fits(Response(204, trace=Trace()))
    assert not fits(replace(Response(204, trace=Trace()), body=b"x"))


@pytest.mark.parametrize("times", ["soon 2 3 4", "nan 2 3 4", "1e999 2 3 4", "-1 2 3 4"])
def test_times_that_are_none_do_not_fit(times: str) -> None:
    response = streamed(times=times).response

    assert not fits(response)
    assert [chunk.data for chunk in chunks(response)] == list(EVENTS)
