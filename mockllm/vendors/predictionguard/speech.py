"""How Prediction Guard re-dresses responses and chat completions: fewer fields, ids and chunks of its own."""

from collections.abc import Iterator
from typing import Any

from mockllm.exchange import Pairs
from mockllm.stamp import HEX, Stamp
from mockllm.turn import said as said_in
from mockllm.vendors.kinds import Said
from mockllm.vendors.predictionguard.ids import uuid
from mockllm.vendors.predictionguard.mcp import calls
from mockllm.vendors.predictionguard.safeguards import replaced
from mockllm.wire import Event, Ink, JsonObject, layout
from mockllm.wire.tolerant import integer, items

__all__ = ["chunks", "completion", "headers", "ink", "response"]

SSE = "text/event-stream"


def ink(_: Said) -> Ink:
    """How each chunk is written."""
    return Ink(layout.text, named=False)


def headers(_: Said, stream: bool) -> Pairs:
    """The headers of an answer."""
    return (("content-type", SSE), ("cache-control", "no-cache")) if stream else (("content-type", "application/json"),)


def response(said: Said, body: JsonObject) -> JsonObject:
    """The whole response: the documented fields in their order, then those that its examples show."""
    asked = said.ask.body
    instructions = asked.get("instructions")
    return {
        "id": said.stamp.id("guarded-response", "resp_", HEX, 32),
        "object": "response",
        "created_at": body["created_at"],
        "status": body["status"],
        "max_tool_calls": integer(asked.get("max_tool_calls")),
        "model": said.ask.card.id,
        "output": _output(said, body["output"]),
        "instructions": (
            replaced(instructions, asked, said.stamp.dice("pii")) if isinstance(instructions, str) else None
        ),
        "max_output_tokens": body["max_output_tokens"],
        "parallel_tool_calls": int(body["parallel_tool_calls"]),
        "temperature": body["temperature"],
        "top_p": body["top_p"],
        "tool_choice": body["tool_choice"],
        "tools": items(asked.get("tools")),
        "incomplete_details": body["incomplete_details"],
        "usage": body["usage"],
    }


def _output(said: Said, found: list[JsonObject]) -> list[JsonObject]:
    """The items: reasoning has no place among them, and there are no more calls than were allowed."""
    most = integer(said.ask.body.get("max_tool_calls"))
    shown: list[JsonObject] = []
    called = 0
    for number, item in enumerate([*calls(said), *(each for each in found if each["type"] != "reasoning")]):
        if item["type"] != "message":
            called += 1
            if most is not None and called > most:
                continue
        shown.append(_message(said.stamp, item, number) if item["type"] == "message" else item)
    return shown


def _message(stamp: Stamp, item: JsonObject, number: int) -> JsonObject:
    """A message, whose content is one object."""
    text = "".join(part.get("text") or part.get("refusal") or "" for part in item["content"])
    return {
        "type": "message",
        "id": stamp.id(f"guarded-message/{number}", "msg_", HEX, 32),
        "status": item["status"],
        "role": "assistant",
        "content": {"type": "output_text", "text": text},
    }


def completion(said: Said, body: JsonObject) -> JsonObject:
    """The whole chat completion."""
    return {
        "id": uuid(said.stamp, "chat"),
        "object": "chat.completion",
        "created": body["created"],
        "model": said.ask.card.id,
        "choices": [_choice(each) for each in body["choices"]],
        "usage": {key: body["usage"][key] for key in ("prompt_tokens", "completion_tokens", "total_tokens")},
    }


def _choice(choice: JsonObject) -> JsonObject:
    message = choice["message"]
    shown: JsonObject = {"role": "assistant", "content": message["content"] or message["refusal"]}
    shown |= {key: message[key] for key in ("tool_calls", "function_call") if key in message}
    return {"index": choice["index"], "message": shown, "finish_reason": choice["finish_reason"]}


def chunks(said: Said, events: Iterator[Event]) -> Iterator[Event]:
    """The chunks: text as it comes, and in the last one all of it once more."""
    for event in events:
        if not isinstance(event.data, dict):
            yield event
            continue
        for choice in event.data["choices"]:
            shown = _delta(said, choice)
            if shown is not None:
                yield Event({**_head(said), "choices": [shown]}, tokens=event.tokens, text=event.text)


def _head(said: Said) -> JsonObject:
    return {
        "id": uuid(said.stamp, "chat"),
        "object": "chat.completion.chunk",
        "created": said.stamp.at(),
        "model": said.ask.card.id,
    }


def _delta(said: Said, choice: JsonObject) -> JsonObject | None:
    """One choice's chunk; those that carry neither text nor calls nor an end are not sent."""
    reason = choice["finish_reason"]
    delta: dict[str, Any] = {key: choice["delta"][key] for key in ("tool_calls",) if key in choice["delta"]}
    text = choice["delta"].get("content") or choice["delta"].get("refusal")
    if text:
        delta["content"] = text
    if not delta and reason is None:
        return None
    whole = said_in(said.turns[choice["index"]])
    return {
        "index": choice["index"],
        "delta": delta,
        "generated_text": whole if reason is not None else None,
        "logprobs": 0,
        "finish_reason": reason,
    }
