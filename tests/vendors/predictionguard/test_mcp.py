"""Calls of the tools of MCP servers."""

from typing import Any

import pytest

from mockllm.turn import Turn
from mockllm.vendors.kinds import Said
from mockllm.vendors.predictionguard.mcp import calls
from tests.asks import ask
from tests.vendors.worlds import stamp_of

FILES = {"type": "mcp", "server_label": "files", "allowed_tools": ["read", "list"]}


def called(user: str, **body: Any) -> list[tuple[str, str]]:
    asked = ask(user, body={"tools": [FILES], **body})
    return [(each["type"], each["name"]) for each in calls(Said(asked, (Turn(),), stamp_of("mcp")))]


@pytest.mark.parametrize(
    ("choice", "names"),
    [
        (None, ["read"]),
        ("none", []),
        ({"type": "mcp", "server_label": "files"}, ["read", "list"]),
        ({"type": "mcp", "server_label": "files", "name": "list"}, ["list"]),
        ({"type": "mcp", "server_label": "others"}, []),
        ({"type": "allowed_tools", "tools": [{"type": "mcp", "server_label": "files", "name": "read"}]}, ["read"]),
        ({"type": "function", "name": "read"}, []),
    ],
)
def test_the_choice_or_the_prompt_names_what_is_called(choice: Any, names: list[str]) -> None:
    assert called("Please read it", tool_choice=choice) == [("files_call", name) for name in names]


def test_only_servers_have_such_calls() -> None:
    assert called("Please read it", tools=[{**FILES, "type": "function"}]) == []
