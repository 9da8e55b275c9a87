import gzip
import zlib

import pytest

from mockllm.wire.coding import decoded, fault


@pytest.mark.parametrize(
    ("coding", "body"),
    [
        ("", b"words"),
        ("identity", b"words"),
        (" GZIP ", gzip.compress(b"words", mtime=0)),
        ("x-gzip", gzip.compress(b"wor", mtime=0) + gzip.compress(b"ds", mtime=0)),
        ("deflate", zlib.compress(b"words")),
        ("deflate", zlib.compress(b"words")[2:-4]),
    ],
)
def test_known_codings_are_undone(coding: str, body: bytes) -> None:
    assert decoded(coding, body) == b"words"


@pytest.mark.parametrize(
    ("coding", "body"),
    [("br", b"words"), ("gzip", b"words"), ("gzip", gzip.compress(b"words" * 99, mtime=0)[:-9]), ("deflate", b"words")],
)
def test_what_cannot_be_undone_is_none(coding: str, body: bytes) -> None:
    assert decoded(coding, body) is None


def test_a_body_that_grows_without_measure_is_none() -> None:
    assert decoded("gzip", gzip.compress(b"x" * 1_000, mtime=0), most=999) is None
    assert decoded("gzip", gzip.compress(b"x" * 1_000, mtime=0), most=1_000) == b"x" * 1_000


@pytest.mark.parametrize(
    ("coding", "body", "said"),
    [
        ("br", b"words", "unsupported"),
        ("gzip", b"words", "invalid"),
        ("gzip", gzip.compress(b"words" * 99, mtime=0)[:-9], "invalid"),
        ("GZIP", gzip.compress(b"x" * 1_001, mtime=0), "large"),
        ("deflate", zlib.compress(b"x" * 1_001)[2:-4], "large"),
    ],
)
def test_why_a_body_is_not_decoded(coding: str, body: bytes, said: str) -> None:
    assert decoded(coding, body, most=1_000) is None
    assert fault(coding, body, most=1_000) == said
