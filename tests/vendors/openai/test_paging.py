"""What a query of an OpenAI list may say."""

from typing import Any

import pytest

from mockllm.vendors.openai.models import find
from mockllm.vendors.openai.paging import listed
from tests.vendors.worlds import told, vendor, world

OPENAI = vendor(find)
ENTRIES: list[dict[str, Any]] = [{"id": f"i{number:03}"} for number in range(150)]


def _ids(query: dict[str, str], *, lenient: bool = False) -> list[str]:
    status, shown = told(lambda w: listed(w, ENTRIES), world(OPENAI, query=query, lenient=lenient))
    assert status == 200
    return [entry["id"] for entry in shown["data"]]


def test_twenty_of_the_newest_come_first() -> None:
    assert _ids({}) == [f"i{number:03}" for number in range(149, 129, -1)]


def test_order_and_cursor_are_heeded() -> None:
    assert _ids({"order": "asc", "after": "i004", "limit": "2"}) == ["i005", "i006"]


@pytest.mark.parametrize(
    ("query", "message"),
    [
        ({"limit": "0"}, "Invalid 'limit': integer below minimum value. Expected a value >= 1, but got 0 instead."),
        (
            {"limit": "101"},
            "Invalid 'limit': integer above maximum value. Expected a value <= 100, but got 101 instead.",
        ),
        ({"limit": "x"}, "Invalid type for 'limit': expected an integer, but got a string instead."),
        ({"order": "up"}, "Invalid value: 'up'. Supported values are: 'asc' and 'desc'."),
        ({"after": "zzz"}, "No item found with id 'zzz'."),
    ],
)
def test_a_bad_query_is_refused(query: dict[str, str], message: str) -> None:
    status, shown = told(lambda w: listed(w, ENTRIES), world(OPENAI, query=query))
    assert status in {400, 404}
    assert shown["error"]["message"] == message
    assert told(lambda w: listed(w, ENTRIES), world(OPENAI, query=query, lenient=True))[0] == 200
