"""What the Messages API asks of a conversation: whose turn it is, what is not empty, which results belong to calls."""

from collections.abc import Mapping
from typing import Any

from mockllm.checks import About
from mockllm.errors import Failure
from mockllm.vendors.anthropic.headers import newest
from mockllm.vendors.anthropic.turns import Talk, TalkCheck, Turn, merged
from mockllm.vendors.dots import refused

__all__ = ["TALK"]

ROLES = ("user", "assistant", "system")
RESULTS = {"tool_search_tool_regex": "tool_search_tool_result", "tool_search_tool_bm25": "tool_search_tool_result"}
"""Result blocks of server tools whose names do not tell."""


def _given(talk: Talk, _: About) -> Failure | None:
    return None if talk.body["messages"] else refused("messages: at least one message is required")


def _roles(talk: Talk, about: About) -> Failure | None:
    newer = about.model is None or "system_messages" in about.model.traits
    for message in talk.body["messages"]:
        role = message["role"]
        if role not in ROLES:
            return refused(f'messages: Unexpected role "{role}". Allowed roles are "user" or "assistant".')
        if role == "system" and not newer:
            return refused(
                'messages: Unexpected role "system". The Messages API accepts a top-level `system` parameter, not '
                '"system" as an input message role.'
            )
    opens = about.model is None or "assistant_first" in about.model.traits
    if talk.body["messages"][0]["role"] != "user" and not (opens and talk.body["messages"][0]["role"] == "assistant"):
        return refused('messages: first message must use the "user" role')
    return None


def _system_placed(talk: Talk, _: About) -> Failure | None:
    if "system" not in talk.roles:
        return None
    turns = merged(talk.body)
    for before, turn, after in zip(turns, turns[1:], [*turns[2:], None], strict=False):
        if turn.role != "system":
            continue
        served = before.blocks and before.blocks[-1][2]["type"].endswith("_tool_result")
        if before.role != "user" and not served:
            return refused(f"messages.{turn.last}: a `system` message must follow a `user` message")
        if after is not None and after.role != "assistant":
            return refused(
                f"messages.{turn.last}: a `system` message must be last or be followed by an `assistant` message"
            )
    return None


def _not_empty(talk: Talk, _: About) -> Failure | None:
    last = len(talk.body["messages"]) - 1
    for index, message in enumerate(talk.body["messages"]):
        if not message["content"] and not (index == last and message["role"] == "assistant"):
            return refused(
                f"messages.{index}: all messages must have non-empty content except for the optional final assistant "
                "message"
            )
    return None


def _blank(text: str, where: str) -> Failure | None:
    if not text:
        return refused(f"{where}: text content blocks must be non-empty")
    return None if text.strip() else refused(f"{where}: text content blocks must contain non-whitespace text")


def _texts(talk: Talk, _: About) -> Failure | None:
    system = talk.body.get("system")
    for block in system if isinstance(system, list) else ():
        failure = _blank(block["text"], "system")
        if failure:
            return failure
    last = len(talk.body["messages"]) - 1
    for index, _place, block in talk.blocks:
        said = talk.body["messages"][index]["role"] == "assistant"
        # White space alone comes back from the service itself; an empty prefill is none.
        if block["type"] == "text" and not (said and (block["text"] or index == last)):
            failure = _blank(block["text"], "messages")
            if failure:
                return failure
    return None


def _ids_unique(talk: Talk, _: About) -> Failure | None:
    if "tool_use" not in talk.kinds:
        return None
    seen: set[str] = set()
    for _index, _place, block in talk.blocks:
        if block["type"] == "tool_use":
            if block["id"] in seen:
                return refused("messages: `tool_use` ids must be unique")
            seen.add(block["id"])
    return None


def _uses(turn: Turn) -> list[str]:
    return (
        [block["id"] for _, _, block in turn.blocks if block["type"] == "tool_use"] if turn.role == "assistant" else []
    )


def _paired(talk: Talk, _: About) -> Failure | None:
    if "tool_use" not in talk.kinds:
        return None
    turns = [turn for turn in merged(talk.body) if turn.role != "system"]
    for turn, after in zip(turns, [*turns[1:], Turn("user", (), 0)], strict=True):
        answered = {block["tool_use_id"] for _, _, block in after.blocks if block["type"] == "tool_result"}
        open_calls = [call for call in _uses(turn) if call not in answered]
        if open_calls:
            return refused(
                f"messages.{turn.last}: `tool_use` ids were found without `tool_result` blocks immediately after: "
                f"{', '.join(open_calls)}. Each `tool_use` block must have a corresponding `tool_result` block in the "
                "next message."
            )
    return None


def _no_orphans(talk: Talk, _: About) -> Failure | None:
    if "tool_result" not in talk.kinds:
        return None
    turns = [turn for turn in merged(talk.body) if turn.role != "system"]
    for before, turn in zip([Turn("user", (), 0), *turns], turns, strict=False):
        called = set(_uses(before))
        for index, place, block in turn.blocks:
            if block["type"] == "tool_result" and block["tool_use_id"] not in called:
                return refused(
                    f"messages.{index}.content.{place}: unexpected `tool_use_id` found in `tool_result` blocks: "
                    f"{block['tool_use_id']}. Each `tool_result` block must have a corresponding `tool_use` block in "
                    "the previous message."
                )
    return None


def _served(talk: Talk, _: About) -> Failure | None:
    if "server_tool_use" not in talk.kinds:
        return None
    answered = {block.get("tool_use_id") for _, _, block in talk.blocks if block["type"].endswith("_tool_result")}
    for turn in merged(talk.body)[:-1]:
        # A server tool waits for the client's tools of its turn.
        for _index, _place, block in () if _uses(turn) else turn.blocks:
            if block["type"] == "server_tool_use" and block["id"] not in answered:
                name = block["name"]
                return refused(
                    f"`{name}` tool use with id `{block['id']}` was found without a corresponding "
                    f"`{RESULTS.get(name, f'{name}_tool_result')}` block"
                )
    return None


def _prefill(talk: Talk, about: About) -> Failure | None:
    message = talk.body["messages"][-1]
    if message["role"] != "assistant":
        return None
    content = message["content"]
    last: Mapping[str, Any] = {"type": "text", "text": content} if isinstance(content, str) else (content or [{}])[-1]
    paused = not isinstance(content, str) and any(block["type"] == "server_tool_use" for block in content)
    if about.model is not None and "no_prefill" in about.model.traits and not paused:
        return refused(
            "This model does not support assistant message prefill. The conversation must end with a user message."
        )
    if last.get("type") == "text" and last["text"] != last["text"].rstrip():
        return refused("messages: final assistant content cannot end with trailing whitespace")
    return None


def _newest_content(talk: Talk, about: About) -> Failure | None:
    if not newest(talk.body, about):
        return None
    for index, place, block in talk.blocks:
        role = talk.body["messages"][index]["role"]
        if role == "assistant" and block["type"] == "document":
            return refused(
                f"messages.{index}.content.{place}: `document` blocks are not permitted in assistant messages"
            )
        if role == "user" and block["type"] == "text" and block.get("citations"):
            return refused(f"messages.{index}.content.{place}.text.citations: Extra inputs are not permitted")
    return None


TALK: tuple[TalkCheck, ...] = (
    _given,
    _roles,
    _system_placed,
    _newest_content,
    _not_empty,
    _texts,
    _ids_unique,
    _paired,
    _no_orphans,
    _served,
    _prefill,
)
"""In this order."""
