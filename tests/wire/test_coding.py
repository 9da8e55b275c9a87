import gzip
import sys
import zlib
from collections.abc import Callable

import brotli  # type: ignore[import-untyped]
import pytest
import zstandard

from mockllm.wire import coding
from mockllm.wire.coding import burst, burst_of, chunked, decoded, fault, header_lines, missing, unframed


@pytest.mark.parametrize(
    ("name", "body"),
    [
        ("", b"words"),
        ("identity", b"words"),
        (" GZIP ", gzip.compress(b"words", mtime=0)),
        ("x-gzip", gzip.compress(b"wor", mtime=0) + gzip.compress(b"ds", mtime=0)),
        ("deflate", zlib.compress(b"words")),
        ("deflate", zlib.compress(b"words")[2:-4]),
        ("br", brotli.compress(b"words")),
        ("zstd", zstandard.compress(b"words")),
        ("zstd", zstandard.compress(b"wor") + zstandard.compress(b"ds")),
        ("gzip, BR", brotli.compress(gzip.compress(b"words", mtime=0))),
    ],
)
def test_known_codings_are_undone(name: str, body: bytes) -> None:
    assert decoded(name, body) == b"words"


@pytest.mark.parametrize(
    ("name", "body"),
    [
        ("br", b"words"),
        ("br", brotli.compress(b"words" * 99)[:-2]),
        ("zstd", b"words"),
        ("zstd", zstandard.compress(b"words" * 99)[:-2]),
        ("gzip", b"words"),
        ("gzip", gzip.compress(b"words" * 99, mtime=0)[:-9]),
        ("deflate", b"words"),
        ("compress", b"words"),
        ("br, compress", brotli.compress(b"words")),
    ],
)
def test_what_cannot_be_undone_is_none(name: str, body: bytes) -> None:
    assert decoded(name, body) is None


PACKED = [("gzip", gzip.compress), ("br", brotli.compress), ("zstd", zstandard.compress)]


@pytest.mark.parametrize(("name", "packed"), PACKED)
def test_a_body_that_grows_without_measure_is_none(name: str, packed: Callable[[bytes], bytes]) -> None:
    assert decoded(name, packed(b"x" * 1_000), most=999) is None
    assert decoded(name, packed(b"x" * 1_000), most=1_000) == b"x" * 1_000


@pytest.mark.parametrize(("name", "packed"), PACKED)
def test_what_there_is_of_a_body_that_breaks_off_can_be_read(name: str, packed: Callable[[bytes], bytes]) -> None:
    text = "".join(f"{number * 7919 % 1_000_003} " for number in range(100_000)).encode()

    found = decoded(name, packed(text)[:-10_000], whole=False)

    assert found is not None
    assert found
    assert text.startswith(found)


def test_the_package_that_a_coding_needs_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    assert [missing(name) for name in ("br", "zstd", "gzip", "odd")] == [None] * 4
    monkeypatch.setattr(coding, "find_spec", lambda _: None)
    for name in ("brotli", "zstandard"):
        monkeypatch.setitem(sys.modules, name, None)

    assert [missing(name) for name in ("gzip, br", "zstd", "gzip", "odd")] == ["brotli", "zstandard", None, None]
    assert decoded("br", brotli.compress(b"words")) is None
    assert decoded("zstd", zstandard.compress(b"words")) is None


@pytest.mark.parametrize(
    ("name", "body", "said"),
    [
        ("odd", b"words", "unsupported"),
        ("gzip, odd", b"words", "unsupported"),
        ("br", b"words", "invalid"),
        ("gzip", b"words", "invalid"),
        ("gzip", gzip.compress(b"words" * 99, mtime=0)[:-9], "invalid"),
        ("GZIP", gzip.compress(b"x" * 1_001, mtime=0), "large"),
        ("deflate", zlib.compress(b"x" * 1_001)[2:-4], "large"),
        ("zstd", zstandard.compress(b"x" * 1_001), "large"),
    ],
)
def test_why_a_body_is_not_decoded(name: str, body: bytes, said: str) -> None:
    assert decoded(name, body, most=1_000) is None
    assert fault(name, body, most=1_000) == said


def test_header_lines_hold_one_header_each() -> None:
    assert header_lines([("a", "b"), ("x-é", "ü")]) == "a: b\r\nx-é: ü\r\n".encode()
    assert header_lines([("a", "b\r\nc: d"), ("e", "f\0g")]) == b"a: b  c: d\r\ne: f g\r\n"
    assert header_lines([("a", "\ud800"), ("b", "\udce9")]) == b"a: ?\r\nb: ?\r\n"
    assert header_lines([("b", "\udce9")]) == b"b: \xe9\r\n"


@pytest.mark.parametrize("sizes", [(), (5,), (1, 0), (15, 16, 17, 5), (2_047, 2_048, 70_000, 3)])
def test_a_burst_is_all_chunks_but_the_last_each_framed(sizes: tuple[int, ...]) -> None:
    chunks = [b"x" * size for size in sizes]
    framed, last = burst(chunks)
    assert framed == b"".join(map(chunked, chunks[:-1]))
    assert unframed(framed) + last == b"x" * sum(sizes)


@pytest.mark.parametrize("lines", [["a"], ["a\n", "b" * 300, "c"], ["é", "b", "日本"], ["a", "é"], ["a" * 3_000, "b"]])
def test_a_burst_of_texts_is_one_of_their_bytes(lines: list[str]) -> None:
    framed, last = burst_of(lines)

    assert (framed, last) == burst([line.encode() for line in lines])
    assert unframed(framed) + last == "".join(lines).encode()


def test_a_burst_has_no_half_surrogates() -> None:
    assert burst_of(["\ud800", "\udfff"]) == (b"3\r\n\xef\xbf\xbd\r\n", b"\xef\xbf\xbd")
