"""Bytes that are encoded once and stamped again."""

from hypothesis import given
from hypothesis import strategies as st

from mockllm.engine.template import Template
from mockllm.exchange import Pairs
from mockllm.stamp import HEX, Stamp
from mockllm.wire.coding import header_lines
from tests.stamps import stamp_of


def rendered(stamp: Stamp, pieces: list[str]) -> tuple[list[bytes], Pairs]:
    """A text with the stamp's ids where a piece names one."""
    drawn = {
        "{id}": stamp.id("a", "req_", HEX, 16),
        "{other}": stamp.id("b", "msg_", HEX, 16),
        "{at}": str(stamp.at()),
    }
    text = "".join(drawn.get(piece, piece) for piece in pieces).encode()
    return [text, text[::2] + b"!"], (("x-request-id", drawn["{id}"]), ("server", "s"))


@given(
    st.lists(st.sampled_from(["{id}", "{other}", "{at}"]) | st.text("ab{}é", max_size=4), max_size=8),
    st.integers(1, 99),
)
def test_a_template_filled_again_is_a_fresh_rendering(pieces: list[str], number: int) -> None:
    first, again = stamp_of(0), stamp_of(number)
    encoded, headers = rendered(first, pieces)
    template = Template((encoded[0],), headers, first)

    (*filled, lines), shown = template.fill(again)

    fresh, fresh_headers = rendered(stamp_of(number), pieces)
    assert (filled, shown) == (fresh[:1], fresh_headers)
    assert lines == header_lines(fresh_headers)
    assert template.size() == len(encoded[0])


def test_a_stamp_that_drew_nothing_leaves_all_as_it_was() -> None:
    assert Template((b"a", b"b"), (), stamp_of()).fill(stamp_of(1)) == ([b"a", b"b", b""], ())


def test_a_value_is_found_where_it_is_no_slot() -> None:
    encoded, headers = rendered(stamp := stamp_of(7), ["{at}"])
    template = Template((encoded[0],), headers, stamp)

    assert template.stands_in(f"now is {stamp.at()}")
    assert not template.stands_in("now is 1")
