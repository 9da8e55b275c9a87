from pathlib import Path

import pytest
import vcr  # type: ignore[import-untyped]
from vcr.matchers import method, path, query  # type: ignore[import-untyped]
from vcr.request import Request as Stock  # type: ignore[import-untyped]

from mockllm.cassette import layout, vcrpy
from mockllm.cassette.canon import Rules
from mockllm.cassette.file import load
from mockllm.cassette.index import Index
from tests.cassette.samples import STREAM, request, streamed
from tests.cassette.test_index import _asked


def test_vcrpy_reads_every_layout_through_our_serializer() -> None:
    ruby = (
        "http_interactions: [{request: {method: post, uri: /x, body: {string: q}}, "
        "response: {status: {code: 200, message: OK}, headers: {A: b}, body: {string: s}}}]"
    )

    requests, responses = vcr.serialize.deserialize(ruby, vcrpy)

    assert (requests[0].method, requests[0].body) == ("POST", b"q")
    assert responses[0]["body"]["string"] == b"s"
    assert responses[0]["headers"] == {"A": ["b"]}


def test_vcrpy_writes_our_layout_through_our_serializer(tmp_path: Path) -> None:
    file = tmp_path / "a.yaml"
    file.write_text(layout.document([streamed()]))
    requests, responses = vcr.serialize.deserialize(file.read_text(), vcrpy)

    text = vcr.serialize.serialize({"requests": requests, "responses": responses}, vcrpy)

    assert text == file.read_text()
    assert load(file).exchanges[0].response.body == STREAM


def test_vcrpy_compares_requests_as_we_do() -> None:
    one = Stock("POST", "https://one/v1/x", b'{"a": 1, "user": "me"}', {})

    vcrpy.matcher(Stock("POST", "http://localhost:1/v1/x", '{"a":1.0}', {}), one)
    with pytest.raises(AssertionError, match=r"/a: recorded 1, asked 2"):
        vcrpy.matcher(Stock("POST", "https://one/v1/x", b'{"a":2}', {}), one)
    with pytest.raises(AssertionError, match=r"method: recorded POST, asked GET\npath: recorded /v1/x, asked /v1/y"):
        vcrpy.matcher(Stock("GET", "https://one/v1/y", b'{"a": 1}', {}), one)


def test_matchers_of_vcrpy_are_rules_of_ours() -> None:
    def named(asked: Stock, recorded: Stock) -> bool:
        return bool(asked.headers.get("x") == recorded.headers.get("x"))

    rules = Rules(also=tuple(map(vcrpy.rule, (method, path, query, named))))
    index = Index([streamed()], rules)
    body = {"model": "m", "stream": True}

    assert index.find(_asked(body)) is not None
    assert index.find(_asked(body, pairs=(("x", "1"),))) is None
    assert not vcrpy.rule(method)(request(method="GET"), request())
