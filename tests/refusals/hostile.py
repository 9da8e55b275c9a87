"""Bytes that no client should send, for every endpoint."""

import gzip
import json
import re
from collections.abc import Iterator, Mapping
from typing import NamedTuple

from mockllm.vendors.table import VENDORS

__all__ = ["BODIES", "ENDPOINTS", "FRAMES", "HEADERS", "METHODS", "PATHS", "QUERIES", "Endpoint", "request"]


class Endpoint(NamedTuple):
    """Where a vendor listens."""

    vendor: str
    method: str
    path: str


def _endpoints() -> Iterator[Endpoint]:
    for vendor in VENDORS:
        for route in vendor.routes:
            yield Endpoint(vendor.name, route.method, vendor.mounts[0] + re.sub(r"\{\w+(:path)?\}", "X", route.path))


ENDPOINTS = tuple(_endpoints())
HI = [{"role": "user", "content": "Hi"}]
GOOD = {"model": "openai/gpt-4o", "max_tokens": 16, "messages": HI, "input": "Hi", "prompt": "Hi"}
GOOD_BYTES = json.dumps(GOOD).encode()


def _with(member: bytes) -> bytes:
    return GOOD_BYTES[:-1] + b", " + member + b"}"


def _nested(open_: bytes, shut: bytes, depth: int) -> bytes:
    return open_ * depth + b"1" + shut * depth


def _schema(depth: int) -> bytes:
    inner = _nested(b'{"type": "object", "required": ["a"], "properties": {"a": ', b"}}", depth)
    return inner.replace(b"1", b'{"type": "string"}')


def _tool(schema: bytes) -> bytes:
    """A body that forces a call of a tool, in the words of all three shapes."""
    function = b'{"name": "f", "parameters": ' + schema + b"}"
    tool = b'{"type": "function", "name": "f", "function": ' + function + b', "parameters": ' + schema + b"}"
    return _with(b'"tools": [' + tool + b'], "tool_choice": "required"')


BODIES: Mapping[str, bytes] = {
    "nothing": b"",
    "a space": b" ",
    "null": b"null",
    "a list": b"[]",
    "cut off": GOOD_BYTES[:-9],
    "a zero byte": b"\x00",
    "a zero byte inside": GOOD_BYTES.replace(b"gpt", b"g\x00t"),
    "escaped zero bytes": GOOD_BYTES.replace(b"Hi", b"\\u0000"),
    "no UTF-8": GOOD_BYTES.replace(b"Hi", b"\xff\xfe"),
    "overlong UTF-8": GOOD_BYTES.replace(b"Hi", b"\xc0\xaf"),
    "surrogates as UTF-8": GOOD_BYTES.replace(b"Hi", b"\xed\xa0\x80"),
    "half a surrogate": GOOD_BYTES.replace(b"Hi", b"\\ud83d"),
    "half a surrogate as a key": _with(b'"\\udc00": 1'),
    "a byte order mark": b"\xef\xbb\xbf" + GOOD_BYTES,
    "UTF-16": GOOD_BYTES.decode().encode("utf-16"),
    "UTF-32": GOOD_BYTES.decode().encode("utf-32"),
    "deep lists": b"[" * 100_000,
    "deep closed lists": b"[" * 100_000 + b"]" * 100_000,
    "deep objects": b'{"a":' * 100_000,
    "deep metadata": _with(b'"metadata": ' + _nested(b'{"a": ', b"}", 240)),
    "deeper metadata": _with(b'"metadata": ' + _nested(b'{"a": ', b"}", 900)),
    "a deep input": b'{"model": "gpt-4o", "max_tokens": 9, "input": ' + _nested(b"[", b"]", 240) + b"}",
    "deep messages": b'{"model": "gpt-4o", "max_tokens": 9, "messages": ' + _nested(b"[", b"]", 240) + b"}",
    "a deep schema": _tool(_schema(100)),
    "a schema of itself": _tool(b'{"type": "object", "$ref": "#"}'),
    "a broken pattern": _tool(b'{"type": "object", "required": ["a"], "properties": {"a": {"pattern": "((("}}}'),
    "a schema without bounds": _tool(
        b'{"type": "object", "required": ["a", "b"], "properties": {"a": {"type": "string", "minLength": 999999999999},'
        b' "b": {"type": "array", "minItems": 999999999}}}'
    ),
    "a long integer": _with(b'"seed": ' + b"9" * 400),
    "a longer integer": _with(b'"seed": ' + b"9" * 5_000),
    "a long temperature": _with(b'"temperature": -' + b"9" * 400),
    "a large integer": _with(b'"seed": ' + b"9" * 300),
    "a large temperature": _with(b'"temperature": ' + b"9" * 300),
    "not a number": _with(b'"temperature": NaN'),
    "infinity": _with(b'"temperature": -Infinity'),
    "an exponent too large": _with(b'"temperature": 1e999'),
    "minus nothing": _with(b'"temperature": -0.0'),
    "keys twice": b'{"model": 1, ' + GOOD_BYTES[1:],
    "all null": json.dumps(dict.fromkeys(["requests", "items", "metadata", "tools", *GOOD])).encode(),
    "all lists": json.dumps({name: [[[]]] for name in ["requests", "items", "metadata", "tools", *GOOD]}).encode(),
    "all objects": json.dumps({name: {"": {"": []}} for name in ["requests", "items", *GOOD]}).encode(),
    "tags that are none": b'{"model": "gpt-4o", "messages": [{"role": [], "content": {}}], "input": [{"type": {}}]}',
    "a broken URL": GOOD_BYTES.replace(
        b'"Hi"', b'[{"role": "user", "content": [{"type": "input_file", "file_url": "http://[::1"}]}]'
    ),
    "a long key": _with(b'"' + b"k" * 300_000 + b'": 1'),
    "many keys": _with(b", ".join(b'"k%d": 1' % number for number in range(20_000))),
    "a model that is a path": GOOD_BYTES.replace(b"openai/gpt-4o", b"../../etc/passwd"),
    "a model that is a template": GOOD_BYTES.replace(b"openai/gpt-4o", b"{x} %s {0} {{ 1 }} {model.__class__}"),
    "a model with a header": GOOD_BYTES.replace(b"openai/gpt-4o", b"gpt-4o\\r\\nX-Evil: 1"),
    "a tuned model with a header": GOOD_BYTES.replace(b"openai/gpt-4o", b"ft:davinci-002:a\\r\\nX-Evil: 1"),
    "an embedding model with a header": GOOD_BYTES.replace(b"openai/gpt-4o", b"text-embedding-3\\r\\nX-Evil: 1"),
    "a legacy model beyond Latin": GOOD_BYTES.replace(b"openai/gpt-4o", "gpt-3.5-turbo-instruct-\u2603".encode()),
}
FORM = b"multipart/form-data; boundary=b"
PART = b'--b\r\nContent-Disposition: form-data; name="file"'
HEADERS: Mapping[str, tuple[bytes, bytes]] = {
    "compressed": (b"Content-Encoding: gzip", gzip.compress(GOOD_BYTES, mtime=0)),
    "a bomb": (b"Content-Encoding: gzip", gzip.compress(b" " * 10_000_000, mtime=0)),
    "compressed in name only": (b"Content-Encoding: gzip", GOOD_BYTES),
    "an unknown coding": (b"Content-Encoding: \xff", GOOD_BYTES),
    "another charset": (b"Content-Type: application/json; charset=utf-7", GOOD_BYTES),
    "a type that is none": (b"Content-Type: \xff/\xff; charset=\x80", GOOD_BYTES),
    "a form without a boundary": (b"Content-Type: multipart/form-data", GOOD_BYTES),
    "a form with an empty boundary": (b"Content-Type: multipart/form-data; boundary=", b"--"),
    "a form that is cut off": (b"Content-Type: " + FORM, PART),
    "a form of no fields": (b"Content-Type: " + FORM, b"--b--"),
    "a form of nonsense": (b"Content-Type: " + FORM, b"--b\r\n\r\n\xff\r\n--b--\r\n"),
    "a file with a path": (b"Content-Type: " + FORM, PART + b'; filename="../\x00\xff/x"\r\n\r\nx\r\n--b--\r\n'),
    "a form of many files": (b"Content-Type: " + FORM, b"\r\n".join([PART + b"\r\n\r\nx"] * 2_000)),
    "a count that is none": (b"x-stainless-retry-count: \xb2", GOOD_BYTES),
    "a long count": (b"x-stainless-retry-count: " + b"9" * 5_000, GOOD_BYTES),
    "an odd session": (b"x-mockllm-session: ../../\xff", GOOD_BYTES),
    "a long session": (b"x-mockllm-session: " + b"x" * 50_000, GOOD_BYTES),
    "an odd key": (b"authorization: Bearer \xff\xfe", GOOD_BYTES),
    "a long key": (b"authorization: " + b"x" * 50_000, GOOD_BYTES),
    "many betas": (b"anthropic-beta: " + b"," * 50_000, GOOD_BYTES),
    "a beta that is a template": (b"anthropic-beta: {x}%s{0}\xff", GOOD_BYTES),
    "a range": (b"Range: bytes=0-0\r\nIf-None-Match: *\r\nAccept-Encoding: \xff", GOOD_BYTES),
    "an upgrade": (b"Upgrade: h2c", GOOD_BYTES),
}
QUERIES = (
    "?",
    "?&&&",
    "?%",
    "?%ff=%00",
    "?a;b=c",
    "?id=%ff",
    "?limit=abc",
    "?limit=-1",
    "?limit=0",
    "?limit=1e3",
    "?limit=" + "9" * 5_000,
    "?order=x",
    "?after=%00",
    "?after_id=a&before_id=b",
    "?stream=x",
    "?stream=true&starting_after=abc",
    "?stream=true&starting_after=" + "9" * 5_000,
    "?include[]=",
    "?metadata[]=1&metadata[=2&metadata]=3",
    "?offset=-1&limit=-5",
    "?offset=" + "9" * 30,
    "?lifecycle[]=x",
    "?page=x",
    "?page=page_%ff",
    "?last=%b2",
    "?" + "a=b&" * 5_000,
)
PATHS = (
    "/",
    "//",
    "/.",
    "/..",
    "/%2e%2e/%2e%2e",
    "%00",
    "/%ff",
    "%zz",
    "/" + "a" * 8_000,
    ";x",
    "/{x}",
    "%2F",
    "/\\..",
)
METHODS = ("PATCH", "PUT", "OPTIONS", "TRACE", "M-SEARCH", "PURGE")

_HEAD = b"Host: 127.0.0.1\r\nContent-Type: application/json\r\n"
FRAMES: Mapping[str, bytes] = {
    "TLS": b"\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03",
    "one word": b"GARBAGE\r\n\r\n",
    "zero bytes": b"\x00" * 100 + b"\r\n\r\n",
    "an unknown method": b"FOO {path} HTTP/1.1\r\n" + _HEAD + b"\r\n",
    "a long method": b"A" * 200 + b" {path} HTTP/1.1\r\n" + _HEAD + b"\r\n",
    "a method in small letters": b"get {path} HTTP/1.1\r\n" + _HEAD + b"\r\n",
    "HTTP/9.9": b"GET {path} HTTP/9.9\r\n" + _HEAD + b"\r\n",
    "HTTP/2": b"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n",
    "no host": b"POST {path} HTTP/1.1\r\nContent-Length: 2\r\n\r\n{}",
    "two hosts": b"POST {path} HTTP/1.1\r\n" + _HEAD + b"Host: evil\r\nContent-Length: 2\r\n\r\n{}",
    "an odd host": b"POST {path} HTTP/1.1\r\nHost: [::1\r\nConnection: close\r\nContent-Length: 2\r\n\r\n{}",
    "a header without a colon": b"POST {path} HTTP/1.1\r\n" + _HEAD + b"nocolon\r\nContent-Length: 2\r\n\r\n{}",
    "a header with a zero byte": b"POST {path} HTTP/1.1\r\n" + _HEAD + b"x: a\x00b\r\nContent-Length: 2\r\n\r\n{}",
    "a folded header": b"POST {path} HTTP/1.1\r\n" + _HEAD + b"x: y\r\n z\r\nContent-Length: 2\r\n\r\n{}",
    "a huge header": b"POST {path} HTTP/1.1\r\n" + _HEAD + b"x: " + b"y" * 200_000 + b"\r\n\r\n",
    "many headers": b"POST {path} HTTP/1.1\r\n" + _HEAD + b"x: y\r\n" * 5_000 + b"\r\n",
    "two framings": b"POST {path} HTTP/1.1\r\n" + _HEAD + b"Content-Length: 2\r\nTransfer-Encoding: chunked\r\n\r\n",
    "two lengths": b"POST {path} HTTP/1.1\r\n" + _HEAD + b"Content-Length: 2\r\nContent-Length: 3\r\n\r\n{}",
    "a negative length": b"POST {path} HTTP/1.1\r\n" + _HEAD + b"Content-Length: -2\r\n\r\n{}",
    "a long length": b"POST {path} HTTP/1.1\r\n" + _HEAD + b"Content-Length: " + b"9" * 30 + b"\r\n\r\n{}",
    "an unknown framing": b"POST {path} HTTP/1.1\r\n" + _HEAD + b"Transfer-Encoding: gzip\r\n\r\n{}",
    "a chunk of no size": b"POST {path} HTTP/1.1\r\n" + _HEAD + b"Transfer-Encoding: chunked\r\n\r\nzz\r\n{}\r\n",
    "a chunk too large": b"POST {path} HTTP/1.1\r\n"
    + _HEAD
    + b"Transfer-Encoding: chunked\r\n\r\n"
    + b"f" * 20
    + b"\r\n",
    "a chunk too short": b"POST {path} HTTP/1.1\r\n"
    + _HEAD
    + b"Transfer-Encoding: chunked\r\n\r\n1\r\n{}\r\n0\r\n\r\n",
    "an expectation": b"POST {path} HTTP/1.1\r\n"
    + _HEAD
    + b"Expect: x\r\nConnection: close\r\nContent-Length: 2\r\n\r\n{}",
    "a long path": b"GET {path}?" + b"a" * 200_000 + b" HTTP/1.1\r\n" + _HEAD + b"\r\n",
    "a broken URL": b"POST http://[::1{path} HTTP/1.1\r\n" + _HEAD + b"Content-Length: 2\r\n\r\n{}",
    "a tunnel": b"CONNECT 127.0.0.1:80 HTTP/1.1\r\n" + _HEAD + b"\r\n",
    "line feeds alone": b"POST {path} HTTP/1.1\nHost: 127.0.0.1\nContent-Length: 2\n\n{}",
    "nonsense after a request": b"GET {path} HTTP/1.1\r\n" + _HEAD + b"\r\nGARBAGE\r\n\r\n",
}
"""What is hardly HTTP; `{path}` stands for the endpoint's."""


def request(method: str, path: str, body: bytes = b"", header: bytes = b"") -> bytes:
    """A request that ends the connection; `header` comes before the usual ones."""
    name = header.partition(b":")[0].lower()
    kind = b"" if name == b"content-type" else b"Content-Type: application/json\r\n"
    lines = header + b"\r\n" if header else b""
    return (
        f"{method} {path} HTTP/1.1\r\nHost: 127.0.0.1\r\nanthropic-version: 2023-06-01\r\n".encode("latin-1")
        + kind
        + lines
        + b"Content-Length: %d\r\nConnection: close\r\n\r\n" % len(body)
        + body
    )
