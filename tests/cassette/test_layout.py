import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace
from vcr import serialize as stock  # type: ignore[import-untyped]
from vcr.serializers import yamlserializer  # type: ignore[import-untyped]

from mockllm.cassette import dialect, layout
from mockllm.cassette.exchange import Chunk, Exchange, Request, Response, Trace, altered, chunks, digest
from mockllm.cassette.flavours import exchanges
from tests.cassette.samples import STREAM, answered, streamed

NAMES = st.text(alphabet="abcDEF-", min_size=1, max_size=6)
HEADERS = st.lists(st.tuples(NAMES, st.text(alphabet="abc é:#'\"0129=;", max_size=9)), max_size=6).map(tuple)


@given(HEADERS, HEADERS, st.binary(max_size=99), st.binary(max_size=99), st.sampled_from(["eof", "truncated", "reset"]))
def test_any_exchange_comes_back(
    asked: tuple[tuple[str, str], ...], given_back: tuple[tuple[str, str], ...], body: bytes, answer: bytes, end: str
) -> None:
    trace = Trace(1.5, "2.0", str(len(answer)), end, 3.0, "2026-01-01T00:00:00Z", "request body", digest(answer))  # type: ignore[arg-type]
    exchange = Exchange(Request("POST", "https://h/x?y=z", asked, body), Response(200, "", given_back, answer, trace))

    found = exchanges(dialect.load(layout.document([exchange])))[0]

    assert sorted(found.request.headers) == sorted(asked)
    assert found.request.body == body
    assert replace(found.response, reason="") == exchange.response


def test_the_order_case_and_repetition_of_headers_survive() -> None:
    found = exchanges(dialect.load(layout.document([streamed()])))[0]

    assert found.response == streamed().response


def test_a_header_that_someone_took_out_stays_out() -> None:
    text = layout.document([streamed()]).replace("      Set-Cookie:\n      - a=1\n      - b=2\n", "")

    found = exchanges(dialect.load(text))[0]

    assert [name for name, _ in found.response.headers] == ["Date", "content-type", "x-request-id", "Transfer-Encoding"]


def test_what_we_do_not_know_is_kept() -> None:
    text = layout.document([streamed()]).replace("      v: 1\n", "      v: 1\n      later: words\n")

    found = exchanges(dialect.load(text))

    assert layout.document(found) == text


def test_a_trace_without_a_hash_gets_one() -> None:
    exchange = replace(answered(), response=replace(answered().response, trace=Trace(recorded_at="yesterday")))

    found = exchanges(dialect.load(layout.document([exchange])))[0].response

    assert found.trace == Trace(recorded_at="yesterday", sha256=digest(answered().response.body))
    assert not altered(found)
    assert chunks(found) == (Chunk(answered().response.body),)


def test_the_version_comes_first_and_the_interactions_last() -> None:
    document = dialect.load(layout.document([answered(), streamed()]))

    assert list(document) == ["version", "interactions"]
    assert len(document["interactions"]) == 2


def test_a_cassette_without_exchanges_is_one() -> None:
    assert exchanges(dialect.load(layout.document([]))) == []


def test_stock_vcrpy_reads_and_rewrites_it() -> None:
    requests, responses = stock.deserialize(layout.document([streamed()]), yamlserializer)

    assert requests[0].body == streamed().request.body
    assert responses[0]["body"]["string"] == STREAM
    assert responses[0]["headers"]["Set-Cookie"] == ["a=1", "b=2"]

    again = stock.serialize({"requests": requests, "responses": responses}, yamlserializer)

    assert exchanges(dialect.load(again))[0].response == streamed().response


@pytest.mark.parametrize("body", [b"", b"\xff\xfe", "\x85\u2028\ufeff".encode(), b"\r\n \n", b"- a\n- b\n"])
def test_bodies_are_exact(body: bytes) -> None:
    assert exchanges(dialect.load(layout.document([answered(body, answer=body)])))[0].response.body == body
