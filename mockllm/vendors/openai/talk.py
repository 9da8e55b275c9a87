"""What Chat Completions asks of a conversation as a whole: content where it is due, calls and results in pairs."""

from collections.abc import Iterator, Mapping
from typing import Any

from mockllm.ask import Body
from mockllm.checks import About
from mockllm.checks.findings import Finding, Missing, WrongType
from mockllm.checks.prompt import length_beyond
from mockllm.errors import Failure
from mockllm.vendors.brackets import refused, say

__all__ = ["audible", "content_given", "context_fits", "paired"]

ORPHAN = "Invalid parameter: messages with role 'tool' must be a response to a preceeding message with 'tool_calls'."
UNANSWERED = (
    "An assistant message with 'tool_calls' must be followed by tool messages responding to each 'tool_call_id'. "
    "The following tool_call_ids did not have response messages: "
)
INSTEAD = ("tool_calls", "function_call", "refusal", "audio")
"""Members that stand in for the content of an assistant message."""


def _role_at(index: int) -> str:
    return f"messages.[{index}].role"


def _called(message: Mapping[str, Any]) -> list[str]:
    calls = message.get("tool_calls") if message["role"] == "assistant" else None
    return [call["id"] for call in calls or ()]


def paired(body: Body, _: About) -> Failure | None:
    """Every tool message answers a call of the assistant message before it, and every call is answered."""
    open_calls: list[str] = []
    answering = False
    for index, message in enumerate(body["messages"]):
        if message["role"] == "tool":
            if not answering:
                return refused(ORPHAN, _role_at(index))
            open_calls = [call for call in open_calls if call != message["tool_call_id"]]
            continue
        if open_calls:
            return refused(UNANSWERED + ", ".join(open_calls), _role_at(index))
        open_calls = _called(message)
        answering = bool(open_calls)
    if open_calls:
        return refused(UNANSWERED + ", ".join(open_calls), _role_at(len(body["messages"])))
    return None


def content_given(body: Body, _: About) -> Failure | None:
    """Every message has content, but for an assistant's that has something else instead."""
    for index, message in enumerate(body["messages"]):
        role = message["role"]
        if message.get("content") is not None:
            continue
        if role == "assistant" and any(message.get(name) is not None for name in INSTEAD):
            continue
        if role == "developer":
            problem = WrongType("one of a string or array of objects", None) if "content" in message else Missing()
            return say(Finding(problem, ("messages", index, "content")))
        return refused("Invalid value for 'content': expected a string, got null.", f"messages.[{index}].content")
    return None


def _parts(body: Body) -> Iterator[tuple[int, Mapping[str, Any]]]:
    for index, message in enumerate(body["messages"]):
        content = message.get("content")
        if isinstance(content, list):
            yield from ((index, part) for part in content)


def audible(body: Body, about: About) -> Failure | None:
    """Only models that hear take audio."""
    if about.model is None or "audio" in about.model.traits:
        return None
    for index, part in _parts(body):
        if part["type"] == "input_audio":
            message = f"Invalid 'messages[{index}]'. Content blocks are expected to be either text or image_url type."
            return refused(message, f"messages[{index}]", "invalid_value")
    return None


def context_fits(body: Body, about: About) -> Failure | None:
    """The texts of the messages fit into the model's context window."""
    if about.model is None:
        return None
    limit = about.model.context
    size = length_beyond(body["messages"], limit)
    if size is None:
        return None
    message = (
        f"This model's maximum context length is {limit} tokens. However, your messages resulted in {size} tokens. "
        "Please reduce the length of the messages."
    )
    return refused(message, "messages", "context_length_exceeded")
