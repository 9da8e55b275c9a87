"""The load generator and the reader of paced streams are right about bytes and times."""

import itertools

import pytest

from tests.bench.asks import SHAPES, Ask
from tests.bench.load import body_of, finished, vary
from tests.bench.paced import Plan, ends_of, lateness

PLAIN = b"HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nhello"
CHUNKED = b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nhel\r\n2\r\nlo\r\n0\r\n\r\n"


@pytest.mark.parametrize("response", [PLAIN, CHUNKED])
def test_a_response_is_finished_with_its_last_byte_and_not_before(response: bytes) -> None:
    assert [finished(response[:end]) for end in range(len(response) + 1)] == [False] * len(response) + [True]
    assert body_of(response) == b"hello"


def test_another_status_than_200_ends_the_measurement() -> None:
    with pytest.raises(RuntimeError, match="422"):
        finished(b"HTTP/1.1 422 No\r\n\r\n")


@pytest.mark.parametrize("user", [False, True])
@pytest.mark.parametrize("shape", SHAPES)
def test_requests_that_vary_differ_in_their_number_only(shape: str, *, user: bool) -> None:
    ask = Ask(shape, stream=True, user=user)
    following = vary(ask.bytes, itertools.count(7))

    assert following() == ask.bytes(7)
    assert following() == ask.bytes(8)
    assert len(ask.bytes(7)) == len(ask.bytes())


def test_events_are_found_by_the_chunks_that_carry_them() -> None:
    assert [CHUNKED[:end][-4:] for end in ends_of(CHUNKED)] == [b"el\r\n", b"lo\r\n"]


def test_lateness_counts_from_the_earliest_schedule_that_fits() -> None:
    plan = Plan(b"", ends=(10, 20, 30), due=(0.0, 1.0, 2.0))

    late = lateness(plan, [(100.25, 10), (101.0, 25), (102.5, 30)])

    assert late == [0.25, 0.0, 0.5]
