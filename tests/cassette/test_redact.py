import gzip
import json
from dataclasses import replace

import pytest

from mockllm.cassette import layout
from mockllm.cassette.exchange import Exchange, Request, Response, Trace, chunks, digest, fits
from mockllm.cassette.redact import LeakError, Redactor, leaks
from mockllm.cassette.secrets import Secrets

KEY = "my-own-key-value"
HEADERS = (("Authorization", f"Bearer {KEY}"), ("X-Echo", f"<{KEY}>"), ("Accept", "*/*"))


def _exchange(answer: bytes = b'{"error":"bad key my-own-key-value"}', uri: str = "https://h/v1/x") -> Exchange:
    trace = Trace(chunk_ms="1.0 2.0", chunk_sizes=f"20 {len(answer) - 20}", sha256=digest(answer))
    response = Response(401, "No", (("Set-Cookie", "sid=1"), ("openai-organization", "acme")), answer, trace)
    return Exchange(Request("POST", uri, HEADERS, json.dumps({"key": KEY}).encode()), response)


def test_nothing_of_the_key_is_left() -> None:
    redacted = Redactor()(_exchange(uri=f"https://me:{KEY}@h/v1/{KEY}/x?a=b&api_key={KEY}&c=d"))

    assert redacted.exchange is not None
    text = layout.item(redacted.exchange)
    assert KEY not in text
    assert "acme" not in text
    assert "sid=1" not in text
    assert redacted.exchange.request.uri == "https://h/v1/REDACTEDxxxxxxxx/x?a=b&api_key=REDACTED&c=d"
    assert dict(redacted.exchange.request.headers) == {
        "Authorization": "REDACTED",
        "X-Echo": "<REDACTEDxxxxxxxx>",
        "Accept": "*/*",
    }
    assert set(redacted.what) == {
        "address",
        "request header authorization",
        "request header x-echo",
        "request body",
        "response header set-cookie",
        "response header openai-organization",
        "response body",
    }


def test_a_body_that_changed_says_so_and_keeps_its_chunks() -> None:
    redacted = Redactor()(_exchange()).exchange

    assert redacted is not None
    assert redacted.response.trace is not None
    assert redacted.response.trace.redacted == "request body, response body"
    assert fits(redacted.response)
    assert [len(chunk.data) for chunk in chunks(redacted.response)] == [20, 16]
    assert "redacted: request body, response body\n" in layout.item(redacted)


def test_an_exchange_without_secrets_is_unchanged() -> None:
    exchange = replace(_exchange(b"words of no harm, indeed"), request=Request("POST", "https://h/x"))
    exchange = replace(exchange, response=replace(exchange.response, headers=()))

    redacted = Redactor()(exchange)

    assert redacted.exchange == exchange
    assert redacted.what == ()


def test_redacting_twice_changes_nothing_more() -> None:
    once = Redactor()(_exchange()).exchange

    assert once is not None
    assert Redactor()(once).exchange == once


def test_a_secret_inside_a_compressed_body_stops_the_write() -> None:
    exchange = _exchange(gzip.compress(f"key {KEY}".encode()))
    exchange = replace(exchange, response=replace(exchange.response, headers=(("Content-Encoding", "gzip"),)))

    with pytest.raises(LeakError, match=r"POST https://h/v1/x: not kept, a secret would remain in the response body;"):
        Redactor()(exchange)


def test_a_body_that_cannot_be_looked_into_stops_the_write() -> None:
    exchange = _exchange(b"\x8b\x02\x80words\x03\xff and so on, and on")
    exchange = replace(exchange, response=replace(exchange.response, headers=(("Content-Encoding", "br"),)))

    with pytest.raises(LeakError, match="response body, whose encoding cannot be looked into"):
        Redactor()(exchange)


def test_a_hook_may_change_or_drop_an_exchange() -> None:
    def shorter(exchange: Exchange) -> Exchange:
        return replace(exchange, response=replace(exchange.response, body=b"short"))

    changed = Redactor(hook=shorter)(_exchange()).exchange

    assert changed is not None
    assert changed.response.trace is not None
    assert changed.response.trace.sha256 == digest(b"short")
    assert Redactor(hook=lambda _: None)(_exchange()).exchange is None


def test_a_hook_that_lets_a_secret_in_stops_the_write() -> None:
    def worse(exchange: Exchange) -> Exchange:
        return replace(exchange, request=replace(exchange.request, headers=(("X", f"a {KEY}"),)))

    with pytest.raises(LeakError, match="request headers"):
        Redactor(hook=worse)(_exchange())


def test_the_users_patterns_are_taken_out() -> None:
    redacted = Redactor(Secrets(extra=("bad key",)))(_exchange()).exchange

    assert redacted is not None
    assert redacted.response.body == b'{"error":"xxxxxxx REDACTEDxxxxxxxx"}'


def test_leaks_are_named() -> None:
    exchange = _exchange(uri="https://h/x?key=abc")

    assert leaks(exchange, Secrets()) == [
        "address",
        "request headers",
        "request body",
        "response headers",
        "response body",
    ]
