"""Tools that the service runs, as a response repeats them."""

import json
from typing import Any

import pytest

from mockllm.wire import sse
from mockllm.wire.responses.offered import tools
from mockllm.wire.responses.served import ordered, served
from tests.asks import ask
from tests.conftest import Traffic

HOME = {"type": "approximate", "city": None, "country": "US", "region": None, "timezone": None}


@pytest.mark.parametrize(
    ("sent", "shown"),
    [
        ({"type": "web_search_preview"}, {"search_context_size": "medium", "user_location": HOME}),
        (
            {"type": "web_search_preview", "user_location": None, "search_context_size": "low"},
            {"search_context_size": "low", "user_location": HOME},
        ),
        (
            {"type": "web_search", "user_location": {"city": "Utrecht", "type": "approximate"}},
            {
                "return_token_budget": "default",
                "search_content_types": ["text"],
                "search_context_size": "medium",
                "user_location": {**HOME, "city": "Utrecht", "country": None},
            },
        ),
        (
            {"type": "file_search", "vector_store_ids": ["vs_1"], "ranking_options": {"score_threshold": 0.5}},
            {
                "filters": None,
                "max_num_results": 20,
                "ranking_options": {"ranker": "auto", "score_threshold": 0.5},
                "vector_store_ids": ["vs_1"],
            },
        ),
        (
            {"type": "image_generation", "size": "1024x1024"},
            {
                "background": "auto",
                "moderation": "auto",
                "n": 1,
                "output_compression": 100,
                "output_format": "png",
                "quality": "auto",
                "size": "1024x1024",
            },
        ),
        (
            {"container": {"file_ids": ["file-1"], "type": "auto"}, "type": "code_interpreter"},
            {"container": {"type": "auto", "file_ids": ["file-1"]}},
        ),
        ({"type": "tool_search"}, {"description": None, "parameters": None}),
    ],
)
def test_what_was_not_said_is_filled_in(sent: dict[str, Any], shown: dict[str, Any]) -> None:
    assert str(served(sent)) == str({"type": sent["type"], **shown})


@pytest.mark.parametrize(
    ("url", "shown"),
    [
        ("https://mcp.example.com/mcp", "https://mcp.example.com/<redacted>"),
        ("https://key@mcp.example.com:8080/?a=b", "https://mcp.example.com:8080/<redacted>"),
        ("https://mcp.example.com", "https://mcp.example.com"),
        ("https://mcp.example.com/", "https://mcp.example.com"),
        ("https://[", "<redacted>"),
    ],
)
def test_of_a_remote_server_only_the_host_is_shown(url: str, shown: str) -> None:
    found = served({"server_url": url, "type": "mcp", "server_label": "s"})

    assert list(found) == [
        "type", "allowed_tools", "headers", "require_approval", "server_description", "server_label", "server_url"
    ]  # fmt: skip
    assert (found["require_approval"], found["server_url"]) == ("always", shown)


def test_credentials_for_a_remote_server_are_not_shown() -> None:
    found = served(
        {"type": "mcp", "connector_id": "c", "authorization": "secret", "headers": {"X-Key": "secret"}, "z": 1}
    )

    assert (found["authorization"], found["headers"]) == ("<redacted>", {"X-Key": "<redacted>"})
    assert (found["connector_id"], found["server_url"]) == ("c", None)


def test_schemas_keep_their_order() -> None:
    sent = {"parameters": {"z": 1, "a": 2}, "filters": [{"value": 1, "type": "eq", "key": "k"}], "type": "tool_search"}

    assert str(ordered(sent)) == str(
        {"type": "tool_search", "filters": [{"type": "eq", "key": "k", "value": 1}], "parameters": {"z": 1, "a": 2}}
    )


def _repeated(row: dict[str, Any]) -> list[dict[str, Any]]:
    """The tools that a recorded answer repeats."""
    body = row["response"]["body"]
    if not row["stream"]:
        return list(json.loads(body)["tools"])
    first = next(iter(sse.decode(body.encode())))
    return list(json.loads(first.data or "")["response"]["tools"])


KINDS = frozenset({"file_search", "image_generation", "mcp", "code_interpreter", "web_search", "web_search_preview"})
NEWER = frozenset({"return_token_budget", "search_content_types"})
"""What older answers lack, beside a filter of web searches that is null."""


def test_recorded_answers_repeat_them_alike(traffic: Traffic) -> None:
    found = []
    for row in traffic("responses"):
        body = row["request"]["body"]
        offered = body.get("tools") if isinstance(body, dict) else None
        if row["vendor"] != "openai" or row["response"]["status"] != 200 or not offered:
            continue
        if not KINDS & {each["type"] for each in offered}:
            continue
        for recorded, ours in zip(_repeated(row), tools(ask(body=body)), strict=True):
            if recorded["type"] not in KINDS:
                continue
            same = {key: value for key, value in ours.items() if key in recorded or key not in NEWER}
            lacks = recorded if recorded["type"] != "web_search" else {**recorded, "filters": None}
            assert same == {key: value for key, value in lacks.items() if key in same or value is not None}, row["id"]
            if row["exact"]:
                assert list(same) == [key for key in recorded if key in same], row["id"]
            found.append(recorded["type"])
    assert set(found) == KINDS
