"""Requests and replies: values that say nothing more than they were given."""

import pytest

from mockllm.exchange import Answer, Frame, Raw, Recording, Reply


def test_a_reply_ends_as_it_should_unless_told_otherwise() -> None:
    reply = Reply(200, ())

    assert (reply.end, reply.body, reply.frames, reply.burst, reply.live, reply.after) == (
        "eof",
        b"",
        None,
        None,
        None,
        0,
    )


def test_an_answer_may_not_be_kept_unless_it_is_steady() -> None:
    assert Answer().steady is False
    assert Answer().source == "fake"
    assert Recording(Reply(200, ())).source == "cassette"


def test_values_do_not_change() -> None:
    with pytest.raises(AttributeError):
        Frame(b"a").after = 1.0  # type: ignore[misc]
    with pytest.raises(AttributeError):
        Raw("GET", "/").path = "/b"  # type: ignore[misc]
