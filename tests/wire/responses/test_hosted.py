"""Items of the service's own tools in streams."""

from typing import Any

import pytest

from mockllm.turn import Other, Text, Turn
from mockllm.wire.event import Ink, encoded
from mockllm.wire.layout import text
from mockllm.wire.responses import events
from mockllm.wire.responses.grammar import faults
from mockllm.wire.responses.hosted import begun, stages
from tests.asks import ask
from tests.stamps import stamp_of

SEARCH: dict[str, Any] = {
    "id": "ws_1",
    "type": "web_search_call",
    "status": "completed",
    "action": {"type": "search", "query": "tides", "queries": ["tides"]},
}
LISTED: dict[str, Any] = {"id": "mcpl_1", "type": "mcp_list_tools", "server_label": "wiki", "tools": [{"name": "ask"}]}
REMOTE: dict[str, Any] = {
    "id": "mcp_1",
    "type": "mcp_call",
    "status": "completed",
    "approval_request_id": None,
    "arguments": '{"a":1}',
    "error": None,
    "name": "ask",
    "output": "yes",
    "server_label": "wiki",
}


@pytest.mark.parametrize(
    ("item", "wanted"),
    [
        (SEARCH, {**SEARCH, "status": "in_progress", "action": {"type": "search"}}),
        ({"type": "web_search_call", "status": "failed"}, {"type": "web_search_call", "status": "in_progress"}),
        (LISTED, {**LISTED, "tools": []}),
        (REMOTE, {**REMOTE, "status": "in_progress", "arguments": "", "output": None}),
        ({"type": "compaction", "id": "c"}, {"type": "compaction", "id": "c"}),
    ],
)
def test_an_item_begins_without_what_is_not_yet_known(item: dict[str, Any], wanted: dict[str, Any]) -> None:
    assert begun(item) == wanted
    assert list(begun(item)) == list(item)


def test_a_call_that_failed_says_so() -> None:
    assert stages({**REMOTE, "error": "no"})[1] == ("response.mcp_call.failed",)


@pytest.mark.parametrize("item", [SEARCH, LISTED, REMOTE])
def test_the_stream_keeps_the_grammar(item: dict[str, Any]) -> None:
    turn = Turn((Other("responses", item), Text("Done.")))
    found = list(events(ask(shape="responses"), [turn], stamp_of()))
    body = b"".join(encoded(found, Ink(text)))

    whole = found[-1].data
    assert isinstance(whole, dict)
    assert whole["response"]["tool_usage"]["web_search"]["num_requests"] == (item is SEARCH)
    assert faults(body) == []
    ended = next(event.data for event in found if event.name == "response.output_item.done")
    assert isinstance(ended, dict)
    assert ended["item"] == item
