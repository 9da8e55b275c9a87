"""Stored chat completions: list, retrieve, update, delete, and their messages.

Specification: https://platform.openai.com/docs/api-reference/chat/list
"""

from collections.abc import Mapping
from typing import Any

from mockllm.exchange import Reply
from mockllm.stamp import HEX
from mockllm.vendors.kinds import Route, World
from mockllm.vendors.openai.paging import listed
from mockllm.vendors.openai.refused import metadata_fault, missing, not_found
from mockllm.vendors.openai.replies import json_reply
from mockllm.vendors.openai.samples import sample_chat
from mockllm.vendors.stored import CHATS, Kept
from mockllm.wire import JsonObject, chat
from mockllm.wire.layout import pretty_line
from mockllm.wire.tolerant import items, mapping, string

__all__ = ["ROUTES", "delete_chat", "list_chats", "list_messages", "retrieve_chat", "update_chat"]

ASKED = ("tool_choice", "seed", "top_p", "temperature", "presence_penalty", "frequency_penalty")
USUAL: Mapping[str, Any] = {"top_p": 1.0, "temperature": 1.0, "presence_penalty": 0.0, "frequency_penalty": 0.0}
LABEL = "metadata["


def list_chats(world: World) -> Reply:
    """The stored completions of a model and with some metadata, the oldest first."""
    query = world.raw.query
    wanted = {name[len(LABEL) : -1]: value for name, value in query.items() if name.startswith(LABEL)}
    found = [
        kept
        for kept in world.session.slot(CHATS).all()
        if query.get("model") in {None, kept.said.ask.model, kept.said.ask.card.id}
        and wanted.items() <= _metadata(kept).items()
    ]
    return listed(world, [_entry(kept) for kept in found], order="asc", layout=pretty_line)


def retrieve_chat(world: World) -> Reply:
    """One stored completion."""
    kept = _find(world)
    return _reply(world, _entry(kept)) if kept else _missing(world)


def update_chat(world: World) -> Reply:
    """Put other metadata in place of a completion's."""
    kept = _find(world)
    if kept is None:
        return _missing(world)
    refused = metadata_fault(world.body) if "metadata" in world.body else missing("metadata")
    if refused is not None and not world.options.lenient:
        return world.vendor.refuse(refused, world)
    kept.metadata = dict(mapping(world.body.get("metadata")))
    return _reply(world, _entry(kept))


def delete_chat(world: World) -> Reply:
    """Forget a completion."""
    if _find(world) is None:
        return _missing(world)
    name = world.params["completion"]
    world.session.slot(CHATS).take(name)
    return _reply(world, {"object": "chat.completion.deleted", "id": name, "deleted": True})


def list_messages(world: World) -> Reply:
    """The messages that a completion answered, the oldest first."""
    kept = _find(world)
    if kept is None:
        return _missing(world)
    name = world.params["completion"]
    given = items(kept.said.ask.body.get("messages"))
    return listed(
        world, [_message(each, f"{name}-{n}") for n, each in enumerate(given)], order="asc", layout=pretty_line
    )


def _find(world: World) -> Kept | None:
    name = world.params["completion"]
    kept = world.session.slot(CHATS).get(name)
    return sample_chat(world, name) if kept is None and world.options.lenient else kept


def _missing(world: World) -> Reply:
    failure = not_found(f"Chat completion with id '{world.params['completion']}' not found.")
    return world.vendor.refuse(failure, world)


def _reply(world: World, body: JsonObject) -> Reply:
    return json_reply(world, body, layout=pretty_line)


def _metadata(kept: Kept) -> JsonObject:
    given = kept.said.ask.body.get("metadata") if kept.metadata is None else kept.metadata
    return dict(given) if isinstance(given, dict) else {}


def _entry(kept: Kept) -> JsonObject:
    said, asked = kept.said, kept.said.ask.body
    return {
        **chat.body(said.ask, said.turns, said.stamp),
        "request_id": said.stamp.id("x-request-id", "req_", HEX, 32),
        **{name: asked.get(name, USUAL.get(name)) for name in ASKED},
        "input_user": asked.get("user"),
        "tools": asked.get("tools"),
        "metadata": _metadata(kept),
        "response_format": asked.get("response_format"),
    }


def _message(given: Mapping[str, Any], name: str) -> JsonObject:
    content = given.get("content")
    return {
        "id": name,
        "role": string(given.get("role")),
        "content": content if isinstance(content, str) else None,
        "name": given.get("name"),
        "content_parts": content if isinstance(content, list) else None,
        **{key: given[key] for key in ("tool_calls", "tool_call_id", "refusal") if key in given},
    }


ROOT = "/v1/chat/completions"
ONE = f"{ROOT}/{{completion}}"
ROUTES = (
    Route("GET", ROOT, "chat.list", list_chats, reads_json=False),
    Route("GET", ONE, "chat.retrieve", retrieve_chat, reads_json=False),
    Route("POST", ONE, "chat.update", update_chat),
    Route("DELETE", ONE, "chat.delete", delete_chat, reads_json=False),
    Route("GET", f"{ONE}/messages", "chat.messages", list_messages, reads_json=False),
)
