"""Pages of a list."""

from typing import Any

import pytest

from mockllm.wire.listings import Page, Window, anthropic_page, openai_page, page

ENTRIES: list[dict[str, Any]] = [{"id": letter} for letter in "abcde"]


@pytest.mark.parametrize(
    ("window", "ids", "more"),
    [
        (Window(), "abcde", False),
        (Window(2), "ab", True),
        (Window(2, newest_first=True), "ed", True),
        (Window(2, after="b"), "cd", True),
        (Window(2, after="c"), "de", False),
        (Window(2, after="c", newest_first=True), "ba", False),
        (Window(2, before="d"), "bc", True),
        (Window(2, before="c"), "ab", False),
        (Window(20, before="c", newest_first=True), "ed", False),
        (Window(after="e"), "", False),
    ],
)
def test_a_window_shows_its_part(window: Window, ids: str, more: bool) -> None:
    found = page(ENTRIES, window)
    assert found is not None
    assert "".join(entry["id"] for entry in found.entries) == ids
    assert found.more is more


def test_a_cursor_of_nothing_has_no_page() -> None:
    assert page(ENTRIES, Window(after="z")) is None


def test_walking_by_the_last_id_meets_every_entry_once() -> None:
    met: list[str] = []
    window = Window(2)
    while True:
        found = page(ENTRIES, window)
        assert found is not None
        met += [entry["id"] for entry in found.entries]
        if not found.more:
            break
        window = Window(2, after=met[-1])
    assert met == list("abcde")


def test_the_two_vendors_write_a_page_each_in_their_way() -> None:
    found = Page(({"id": "a"}, {"id": "b"}), more=True)
    assert list(openai_page(found)) == ["object", "data", "first_id", "last_id", "has_more"]
    assert list(anthropic_page(found)) == ["data", "has_more", "first_id", "last_id"]
    assert openai_page(found)["last_id"] == anthropic_page(found)["last_id"] == "b"


def test_an_empty_page_has_no_ids() -> None:
    assert anthropic_page(Page()) == {"data": [], "has_more": False, "first_id": None, "last_id": None}
