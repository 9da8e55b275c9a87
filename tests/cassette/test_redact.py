import gzip
import json
import sys
from collections.abc import Callable
from itertools import pairwise
from typing import Any

import brotli  # type: ignore[import-untyped]
import pytest
import zstandard
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from mockllm.cassette import layout
from mockllm.cassette.exchange import Exchange, Request, Response, Trace, chunks, digest, fits
from mockllm.cassette.redact import HookError, LeakError, Redactor, leaks
from mockllm.cassette.secrets import Secrets
from mockllm.cassette.shapes import turns_of
from mockllm.cassette.verify import findings
from mockllm.engine.settings import Settings
from mockllm.turn import Part, Reasoning, Text, ToolCall, Turn
from mockllm.vendors.kinds import Options
from mockllm.wire import coding
from tests.ways import PATHS, asked, bytes_of, engine_that_says

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
    exchange = replace(exchange, response=replace(exchange.response, headers=(("Content-Encoding", "odd"),)))

    with pytest.raises(LeakError, match=r"response body \(which cannot be looked into: its content encoding 'odd' "):
        Redactor()(exchange)


def test_a_body_that_needs_a_package_names_it(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "brotli", None)
    monkeypatch.setattr(coding, "find_spec", lambda _: None)
    exchange = _exchange(brotli.compress(b"words " * 9))
    exchange = replace(exchange, response=replace(exchange.response, headers=(("Content-Encoding", "br"),)))

    with pytest.raises(LeakError, match=r"'br' needs the package brotli: pip install 'mockllm-server\[encodings\]'\)"):
        Redactor()(exchange)


@pytest.mark.parametrize(("name", "packed"), [("br", brotli.compress), ("zstd", zstandard.compress)])
def test_a_body_in_a_newer_encoding_stays_as_it_came(name: str, packed: Callable[[bytes], bytes]) -> None:
    def coded(body: bytes, **trace: Any) -> Exchange:
        exchange = _exchange(packed(body))
        made = replace(exchange.response.trace or Trace(), **trace)
        return replace(exchange, response=replace(exchange.response, headers=(("Content-Encoding", name),), trace=made))

    kept = Redactor()(coded(b"words of no harm, " * 9)).exchange

    assert kept is not None
    assert kept.response.body == packed(b"words of no harm, " * 9)
    assert list(findings(kept, Secrets())) == []
    with pytest.raises(LeakError, match="remain in the response body;"):
        Redactor()(coded(f"key {KEY}".encode()))


def test_a_packed_body_that_was_cut_off_is_looked_into_as_far_as_it_goes() -> None:
    def cut(words: bytes) -> Exchange:
        exchange = _exchange(gzip.compress(words * 2_000)[:-12])
        made = Trace(end="reset", sha256=digest(exchange.response.body))
        return replace(
            exchange, response=replace(exchange.response, headers=(("Content-Encoding", "gzip"),), trace=made)
        )

    assert Redactor()(cut(b"no harm, ")).exchange is not None
    with pytest.raises(LeakError):
        Redactor()(cut(f"key {KEY}".encode()))


def test_a_hook_may_change_or_drop_an_exchange() -> None:
    def shorter(exchange: Exchange) -> Exchange:
        return replace(exchange, response=replace(exchange.response, body=b"short"))

    changed = Redactor(hook=shorter)(_exchange()).exchange

    assert changed is not None
    assert changed.response.trace is not None
    assert changed.response.trace.sha256 == digest(b"short")
    assert Redactor(hook=lambda _: None)(_exchange()).exchange is None


def _breaks(exchange: Exchange) -> Exchange:
    raise RuntimeError(f"no {exchange.response.status} for {KEY}")


@pytest.mark.parametrize(
    ("hook", "problem"),
    [
        (_breaks, r"failed at test_redact.py:\d+: RuntimeError: no 401 for REDACTEDx+\.$"),
        (lambda: None, r"failed at thread.py:\d+: TypeError: .*takes 0 positional arguments"),
        (lambda _: sys.exit("enough"), r"failed at test_redact.py:\d+: SystemExit: enough\.$"),
        (lambda _: "text", r"must give an exchange or None: Expected `object`, got `str`\.$"),
        (lambda each: replace(each, request=replace(each.request, body="text")), r"Expected `bytes`, got `str` - at"),
        (lambda each: replace(each, response=object()), "must give an exchange or None: Encoding objects of type"),
    ],
)
def test_a_hook_that_does_not_do_its_part_stops_the_write(hook: Any, problem: str) -> None:
    with pytest.raises(HookError, match=rf"^POST https://\S+: not kept, the redaction hook .*{problem}"):
        Redactor(hook=hook)(_exchange())


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


ODD = 'k3y/of+m1ne"\\n=é'
LOOKS = "sk-proj-abc123DEF456ghi789"
SPOKEN = f"It is {KEY}, or {KEY}{LOOKS}; line\n{LOOKS} and {ODD}!"
PARTS = (Reasoning(SPOKEN, (SPOKEN,)), Text(SPOKEN), ToolCall("look", json.dumps({"key": SPOKEN}), "call_1"))
CLEAN = (KEY, LOOKS, ODD, "proj-abc", "my-own", "k3y")


async def _streamed(vendor: str, shape: str, *parts: Part) -> Exchange:
    """A stream of a vendor that says these parts to somebody who sent the key."""
    body: dict[str, Any] = {"model": "gpt-5", "stream": True}
    body |= {"input": "hi"} if shape == "responses" else {"messages": [{"role": "user", "content": "hi"}]}
    body |= {"max_tokens": 4000, "model": "claude-sonnet-4-5"} if shape == "messages" else {}
    body |= {"model": "openai/gpt-5"} if vendor == "openrouter" else {}
    engine = engine_that_says([Turn(parts)], Settings(options=Options(lenient=True)))
    reply = await asked(engine, PATHS[vendor, shape], body)
    content = bytes_of(reply)
    headers = (("Authorization", f"Bearer {KEY}"), ("x-api-key", ODD))
    request = Request("POST", f"https://h{PATHS[vendor, shape]}", headers, json.dumps(body).encode())
    trace = Trace(chunk_ms="1.0", chunk_sizes=f"{len(content)}", sha256=digest(content))
    return Exchange(request, Response(reply.status, "OK", reply.headers, content, trace))


@pytest.mark.parametrize(("vendor", "shape"), PATHS)
async def test_a_key_that_is_said_in_deltas_goes_from_every_place_alike(vendor: str, shape: str) -> None:
    """Joined deltas are what the events say that hold the whole, so the stream still follows its grammar."""
    exchange = await _streamed(vendor, shape, *PARTS)
    assert list(findings(replace(exchange, request=replace(exchange.request, headers=())), Secrets(())))[:1] != []

    redacted = Redactor()(exchange).exchange

    assert redacted is not None
    assert list(findings(redacted, Secrets((KEY, ODD)))) == []
    assert len(redacted.response.body) == len(exchange.response.body)
    told = [part for turn in turns_of(redacted) for part in turn.parts]
    assert len(told) >= 2
    for part in told:
        words = repr(part)
        assert "REDACTEDxx" in words or part == Reasoning("")
        assert [secret for secret in CLEAN if secret in words] == []


@pytest.mark.parametrize("shape", ["chat", "responses"])
async def test_a_key_in_tokens_with_probabilities_stops_the_write(shape: str) -> None:
    exchange = await _streamed("openai", shape, Text(f"It is {KEY}."))
    tokens = b"".join(
        b'data: {"choices":[{"logprobs":{"content":[{"token":"%b","logprob":-1,"bytes":[1]}]}}]}\n\n' % piece
        for piece in (b"It is my-", b"own-key", b"-value.")
    )
    body = tokens + exchange.response.body
    exchange = replace(exchange, response=replace(exchange.response, body=body))

    with pytest.raises(LeakError, match="the tokens of the response body that have probabilities"):
        Redactor()(exchange)
    assert "tokens of the response body that have probabilities" in leaks(exchange, Secrets())


@given(cuts=st.lists(st.integers(0, len(SPOKEN)), max_size=30), broken=st.integers(0, 12), ascii_=st.booleans())
def test_nothing_is_left_wherever_a_stream_is_cut(cuts: list[int], broken: int, ascii_: bool) -> None:
    ends = sorted({0, *cuts, len(SPOKEN)})
    pieces = [SPOKEN[start:end] for start, end in pairwise(ends)]
    events = [{"type": "response.output_text.delta", "output_index": 0, "delta": piece} for piece in pieces]
    done = {"type": "response.output_text.done", "output_index": 0, "text": SPOKEN}
    lines = [f"data: {json.dumps(event, ensure_ascii=ascii_)}\n\n".encode() for event in (*events, done)]
    whole = b"".join(lines)
    secrets = Secrets((KEY, ODD))

    hidden = secrets.clean(whole, stream=True)

    read = [json.loads(line.removeprefix(b"data: ")) for line in hidden.splitlines() if line]
    assert "".join(event["delta"] for event in read[:-1]) == read[-1]["text"]
    assert [secret for secret in CLEAN if secret in read[-1]["text"]] == []
    assert not secrets.spans(hidden, stream=True)
    cut = b"".join(lines[:-1]).removesuffix(b'"}\n\n')[: -broken or None]
    assert not secrets.spans(secrets.clean(cut, stream=True), stream=True)
    assert b"proj-abc" not in secrets.clean(cut, stream=True)


def test_a_pattern_of_the_user_ends_with_the_string() -> None:
    exchange = _exchange(b'{"a":"password: hunter22\\nnext","b":"password: x","c":"pin 1","pin":"12345","n":4711}')

    redacted = Redactor(Secrets(extra=(r"password: (\S+)", r'"pin":\s*"(\d+)"', "471[0-9]")))(exchange).exchange

    assert redacted is not None
    assert redacted.response.body == (
        b'{"a":"password: REDACTED\\nnext","b":"password: x","c":"pin 1","pin":"xxxxx","n":xxxx}'
    )
