from collections.abc import AsyncIterator
from typing import Literal

import pytest

from mockllm.exchange import Pairs, Raw
from mockllm.proxy.address import Address
from mockllm.proxy.client import Settings
from mockllm.proxy.headers import head, kept, text

HERE = Address("http://up:1", "/v1/x")


class Coming:
    """A body that is still coming."""

    limit = 10
    read = 0
    trouble: Literal["left", "over"] | None = None

    async def __aiter__(self) -> AsyncIterator[bytes]:
        yield b""


def lines(raw: Raw, settings: Settings | None = None, address: Address = HERE) -> list[bytes]:
    """The header lines of a request."""
    written, _ = head(raw, address, settings or Settings())
    assert written.endswith(b"\r\n\r\n")
    return written[:-4].split(b"\r\n")[1:]


def test_order_place_and_spelling_are_the_client_s() -> None:
    pairs = (("b", "1"), ("HOST", "here:8000"), ("X-A", "2"), ("content-LENGTH", "2"), ("x-a", "3"), ("X-A", "4"))

    written, chunked = head(Raw("POST", "/", pairs=pairs, body=b"{}"), HERE, Settings())

    assert not chunked
    assert written == (
        b"POST /v1/x HTTP/1.1\r\nb: 1\r\nHOST: up:1\r\nX-A: 2\r\ncontent-LENGTH: 2\r\nx-a: 3\r\nX-A: 4\r\n\r\n"
    )


def test_bytes_that_are_not_utf_8_go_up_as_they_came() -> None:
    pairs = (("A", "é".encode().decode("latin-1")), ("B", "\xe9"))

    assert lines(Raw("GET", "/", pairs=pairs)) == [b"Host: up:1", b"A: \xc3\xa9", b"B: \xe9"]
    assert lines(Raw("GET", "/", pairs=(*pairs, ("C", "…")))) == [
        b"Host: up:1",
        b"A: \xc3\xa9",
        b"B: \xe9",
        b"C: \xe2\x80\xa6",
    ]


def test_what_is_for_one_hop_stays_there() -> None:
    pairs = (
        ("Connection", "keep-alive, X-Hop, Content-Length"),
        ("X-Hop", "no"),
        ("TE", "trailers"),
        ("Expect", "100-continue"),
        ("Proxy-Authorization", "Basic x"),
        ("x-mockllm-session", "s"),
        ("Content-Length", "1"),
    )

    assert lines(Raw("POST", "/", pairs=pairs, body=b"x")) == [b"Host: up:1", b"Content-Length: 1"]


@pytest.mark.parametrize(
    ("pairs", "body", "upload", "wanted"),
    [
        ((), b"", False, ([], False)),
        ((("Content-Length", "0"),), b"", False, ([b"Content-Length: 0"], False)),
        ((), b"ab", False, ([b"Content-Length: 2"], False)),
        ((("content-length", "9"),), b"ab", False, ([b"content-length: 2"], False)),
        ((("content-length", "9"),), b"", True, ([b"content-length: 9"], False)),
        ((("transfer-Encoding", "Chunked"), ("A", "b")), b"", True, ([b"transfer-Encoding: Chunked", b"A: b"], True)),
        ((("Transfer-Encoding", "chunked"),), b"ab", False, ([b"Transfer-Encoding: chunked"], True)),
        ((), b"", True, ([b"Transfer-Encoding: chunked"], True)),
        (
            (("Content-Length", "2"), ("Transfer-Encoding", "chunked")),
            b"ab",
            False,
            ([b"Transfer-Encoding: chunked"], True),
        ),
    ],
)
def test_a_body_is_framed_as_it_came(pairs: Pairs, body: bytes, upload: bool, wanted: tuple[list[bytes], bool]) -> None:
    raw = Raw("POST", "/", pairs=(("Host", "h"), *pairs), body=body, upload=Coming() if upload else None)

    assert lines(raw) == [b"Host: up:1", *wanted[0]]
    assert head(raw, HERE, Settings())[1] is wanted[1]


def test_encodings_are_asked_for_only_where_the_client_does() -> None:
    raw = Raw("GET", "/", pairs=(("accept-Encoding", "gzip, br"),))

    assert lines(raw) == [b"Host: up:1", b"accept-Encoding: identity"]
    assert lines(raw, Settings(raw=True)) == [b"Host: up:1", b"accept-Encoding: gzip, br"]
    assert lines(Raw("GET", "/")) == [b"Host: up:1"]


def test_credentials_are_swapped_behind_their_scheme() -> None:
    pairs = (("Authorization", "Bearer fake"), ("x-api-key", "fake"), ("X", "fake"), ("api-key", "other"))

    assert lines(Raw("GET", "/", pairs=pairs), Settings(keys={"fake": "real"}))[1:] == [
        b"Authorization: Bearer real",
        b"x-api-key: real",
        b"X: fake",
        b"api-key: other",
    ]


def test_the_login_of_an_address_is_used_where_the_client_has_none() -> None:
    address = Address("http://me:secret@up", "/")

    assert lines(Raw("GET", "/"), address=address) == [b"Host: up", b"Authorization: Basic bWU6c2VjcmV0"]
    own = Raw("GET", "/", pairs=(("authorization", "Bearer x"),))
    assert lines(own, address=address) == [b"Host: up", b"authorization: Bearer x"]


def test_a_proxy_gets_what_it_wants() -> None:
    written, _ = head(Raw("GET", "/"), HERE, Settings(), "http://up:1", "Proxy-Authorization: Basic x")

    assert written == b"GET http://up:1/v1/x HTTP/1.1\r\nHost: up:1\r\nProxy-Authorization: Basic x\r\n\r\n"


def test_no_header_begins_another_and_no_target_ends_early() -> None:
    raw = Raw("GET", "/", pairs=(("A", "b\r\nX: y"), ("C", "d\0")))
    written, _ = head(raw, Address("http://up", "/a b\r\nX: y?é"), Settings())

    assert written == "GET /a%20b%0D%0AX:%20y?é HTTP/1.1\r\nHost: up\r\nA: b  X: y\r\nC: d \r\n\r\n".encode()


def test_a_recording_has_headers_as_text_without_those_of_the_connection() -> None:
    utf_8 = "é".encode().decode("latin-1")
    pairs = (
        ("Host", "h"),
        ("A", "plain"),
        ("B", utf_8),
        ("C", "\xe9"),
        ("D", "…"),
        ("Content-Length", "0"),
        ("TE", "x"),
    )

    assert kept(Raw("GET", "/", pairs=pairs), Settings()) == (("A", "plain"), ("B", "é"), ("C", "é"), ("D", "…"))


def test_bytes_are_read_as_latin_1_where_they_are_not_utf_8() -> None:
    assert (text("é".encode()), text(b"\xe9")) == ("é", "é")
