"""Ids of responses and their items."""

import re

import pytest

from mockllm.wire.responses.ids import call_id, encrypted, inherit, item_id, response_id
from tests.stamps import stamp_of


def test_an_id_holds_its_root_whether_it_is_stored_and_when_it_was_made() -> None:
    stamp = stamp_of()

    assert re.fullmatch(
        rf"resp_[0-9a-f]{{16}}00{stamp.created:08x}[0-9a-f]{{4}}81[0-9a-f]{{18}}", response_id(stamp, stored=True)
    )
    assert re.fullmatch(
        rf"msg_[0-9a-f]{{16}}01{stamp.created:08x}[0-9a-f]{{24}}", item_id(stamp, "msg", "0", stored=False)
    )


def test_ids_of_one_response_share_their_root() -> None:
    stamp = stamp_of()
    one, two = response_id(stamp, stored=True), item_id(stamp, "rs", "1", stored=True)

    assert one.partition("_")[2][:26] == two.partition("_")[2][:26]
    assert one.partition("_")[2] != two.partition("_")[2]
    assert response_id(stamp_of(1), stored=True)[5:21] != one[5:21]


def test_ids_of_a_response_have_the_root_of_the_one_that_it_continues() -> None:
    stamp, before = stamp_of(), response_id(stamp_of(1), stored=True)
    inherit(stamp, before)
    names = response_id(stamp, stored=True), item_id(stamp, "msg", "0", stored=True)

    assert {name.partition("_")[2][:16] for name in names} == {before[5:21]}
    assert names[0] != before


@pytest.mark.parametrize("previous", [None, "", "resp_x", "msg_0123456789abcdef"])
def test_what_is_no_response_leaves_no_root(previous: str | None) -> None:
    stamp = stamp_of()
    inherit(stamp, previous)

    assert response_id(stamp, stored=True) == response_id(stamp_of(), stored=True)


def test_calls_have_ids_of_their_own() -> None:
    assert re.fullmatch("call_[0-9A-Za-z]{24}", call_id(stamp_of(), 0))
    assert call_id(stamp_of(), 0) != call_id(stamp_of(), 1)


def test_opaque_reasoning_looks_encrypted_and_differs_each_time_it_is_shown() -> None:
    assert re.fullmatch("gAAAAA[-_0-9A-Za-z]{250}", encrypted(stamp_of(), "added/0"))
    assert encrypted(stamp_of(), "added/0") != encrypted(stamp_of(), "done/0")
