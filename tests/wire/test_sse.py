"""Server-sent events: encoding, decoding in pieces of any size, and the services' own streams."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mockllm.wire import sse
from mockllm.wire.sse import Decoded, Decoder
from tests.traffic import exchanges
from tests.wire.evidence import rules, streams

# Why a recorded stream is not what the service would write.
OTHERS = {
    "16f113c64a": "Anthropic's first API ended its lines with CR LF",
    "60cb3f32fc": "made up by its author",
    "97747b6690": "completions of 2023 had spaces after colons and commas",
}

PIECES = st.lists(
    st.sampled_from(
        [
            b"data: x\n",
            b"data:y\r\n",
            b"event: e\n",
            b": c\n",
            b"\n",
            b"\r\n",
            b"\r",
            b"data: \xc3\xa9\n",
            b"id: 7\n",
            b"\xff",
        ]
    ),
    max_size=14,
).map(b"".join)


def fed(stream: bytes, sizes: list[int]) -> list[Decoded]:
    """The events of a stream that comes in pieces of these sizes, and what is left at its end."""
    decoder, found, start = Decoder(), [], 0
    for size in [*sizes, len(stream)]:
        found += list(decoder.feed(stream[start : start + size]))
        start += size
    return found + sse.decode(decoder.rest())


@given(PIECES, st.lists(st.integers(0, 5), max_size=40))
def test_pieces_of_any_size_give_the_same_events(stream: bytes, sizes: list[int]) -> None:
    assert fed(stream, sizes) == sse.decode(stream)


@given(PIECES)
def test_blocks_join_to_the_stream_again(stream: bytes) -> None:
    blocks = sse.split(stream)

    assert b"".join(blocks) == stream
    assert all(sse.ended(block) for block in blocks[:-1])


@given(st.text(st.characters(exclude_characters="\r\n", exclude_categories=["Cs"])))
def test_what_is_framed_comes_back(text: str) -> None:
    assert sse.decode(sse.frame(text)) == [Decoded(None, text)]
    assert sse.decode(sse.frame(text, "said")) == [Decoded("said", text)]
    assert sse.decode(sse.comment(text).encode()) == [Decoded(None, None, text)]


@pytest.mark.parametrize("end", [b"\n", b"\r\n", b"\r"])
def test_all_line_ends_are_known(end: bytes) -> None:
    stream = end.join([b"event: e", b"data: a", b"data: b", b"", b"data: c", b"", b""])

    assert sse.decode(stream) == [Decoded("e", "a\nb"), Decoded(None, "c")]
    assert fed(stream, [1] * len(stream)) == sse.decode(stream)


def test_mixed_line_ends_make_a_blank_line() -> None:
    assert sse.decode(b"data: a\n\r\ndata: b\r\n\ndata: c\n\n") == [Decoded(None, text) for text in "abc"]


def test_a_cr_at_the_end_waits_for_its_lf() -> None:
    decoder = Decoder()

    assert list(decoder.feed(b"data: a\r\n\r")) == []
    assert list(decoder.feed(b"\ndata: b")) == [Decoded(None, "a")]
    assert decoder.rest() == b"data: b"


def test_an_event_may_have_only_a_name() -> None:
    assert sse.decode(b"event: e\n\n") == [Decoded("e", None)]


def test_only_one_space_after_the_colon_is_dropped() -> None:
    assert sse.decode(b"data:  a\n:  b\n\n") == [Decoded(None, None, " b"), Decoded(None, " a")]


def test_bytes_that_are_fed_are_taken_in_even_if_nobody_looks() -> None:
    decoder = Decoder()
    decoder.feed(b"data: a\n")

    assert decoder.rest() == b"data: a\n"


@pytest.mark.parametrize(
    ("block", "whole"), [(b"data: a\n\n", True), (b"data: a\r\n\r\n", True), (b"data: a\n", False), (b"", False)]
)
def test_a_block_without_its_blank_line_was_cut(block: bytes, whole: Any) -> None:
    assert sse.ended(block) is whole


def test_recorded_streams_split_and_decode_in_any_pieces() -> None:
    for each in exchanges("chat", "responses", "messages", "openrouter"):
        if each.stream and len(each.data) < 20_000:
            assert b"".join(sse.split(each.data)) == each.data
            assert fed(each.data, [7] * (len(each.data) // 7)) == sse.decode(each.data), each.id


def test_recorded_streams_come_out_byte_for_byte() -> None:
    """Each event's JSON written anew, with the padding that it has."""
    found = streams()
    others = {id_ for share in found.values() for id_ in share.others}

    assert sum(share.of for share in found.values()) > 200
    assert sum(share.same for share in found.values()) / sum(share.of for share in found.values()) >= 0.98
    assert all(not share.others for (_, _, year), share in found.items() if year == "2026")
    assert others <= set(OTHERS)


def test_padding_follows_its_rules() -> None:
    found = rules()

    assert len(found) == 4
    assert {name: share.others for name, share in found.items() if share.others} == {}
