"""How OpenRouter re-dresses Responses: its id, its order of fields, what it cost; events without names, then `[DONE]`.

As in recorded streams of August 2026.
"""

from collections.abc import Iterator
from typing import Any

from mockllm.stamp import Stamp
from mockllm.vendors.kinds import Said
from mockllm.vendors.openrouter.dress import comments, cost, generation_id
from mockllm.vendors.openrouter.routing import metadata
from mockllm.wire import Event, JsonObject
from mockllm.wire.tolerant import mapping

__all__ = ["DONE", "dress_event", "response", "response_stream"]

DONE = "[DONE]"
BASE36 = "0123456789abcdefghijklmnopqrstuvwxyz"
ORDER = (
    "id", "object", "created_at", "model", "status", "completed_at", "output", "error", "incomplete_details", "tools",
    "tool_choice", "parallel_tool_calls", "max_output_tokens", "temperature", "top_p", "presence_penalty",
    "frequency_penalty", "top_logprobs", "max_tool_calls", "metadata", "background", "previous_response_id",
    "service_tier", "truncation", "store", "instructions", "text", "reasoning", "safety_identifier",
    "prompt_cache_key", "prompt_cache_options", "usage",
)  # fmt: skip
"""The fields of a response; any other that the shape knows is left out."""
FIRST = ("type", "response", "output_index", "item_id", "summary_index", "content_index", "delta", "text")
ITEM = ("id", "type", "status", "role")
THOUGHT = ("type", "id", "summary")
PART = ("type", "text", "annotations", "logprobs")
ENDED = frozenset({"completed", "incomplete"})


def response(said: Said, body: JsonObject) -> JsonObject:
    """A response as OpenRouter lays it out, whole or at some point of a stream."""
    known = {**body, "id": generation_id(said.stamp), "store": False, "prompt_cache_options": None}
    if "verbosity" not in mapping(said.ask.body.get("text")):
        known["text"] = {"format": body["text"]["format"]}
    if body.get("usage"):
        known["usage"] = _usage(said, body["usage"])
    elif body["status"] == "in_progress":
        known["reasoning"] = None
    known["output"] = [_item(item, said.stamp, index) for index, item in enumerate(body["output"])]
    shown = {key: known[key] for key in ORDER if key in known}
    return {**shown, **(metadata(said) if body["status"] in ENDED else {})}


def _usage(said: Said, used: JsonObject) -> JsonObject:
    spent = cost(said.ask, said.turns)
    return {
        "input_tokens": used["input_tokens"],
        "input_tokens_details": {"cached_tokens": used["input_tokens_details"]["cached_tokens"]},
        "output_tokens": used["output_tokens"],
        "output_tokens_details": used["output_tokens_details"],
        "total_tokens": used["total_tokens"],
        "cost": spent.all,
        "is_byok": False,
        "cost_details": {
            "upstream_inference_cost": spent.all,
            "upstream_inference_input_cost": spent.prompt,
            "upstream_inference_output_cost": spent.completion,
        },
    }


def _temporary(stamp: Stamp, known: str, index: int) -> str:
    """The id of an item: no item is kept, so that each is a passing one."""
    prefix = known.partition("_")[0]
    return stamp.id(f"{prefix}_tmp/{index}", f"{prefix}_tmp_", BASE36, 11)


def _ordered(fields: JsonObject, first: tuple[str, ...]) -> JsonObject:
    return {key: fields[key] for key in (*(each for each in first if each in fields), *fields) if key in fields}


def _item(item: JsonObject, stamp: Stamp, index: int) -> JsonObject:
    shown = {**item, "id": _temporary(stamp, str(item["id"]), index)}
    if item["type"] == "message":
        shown["content"] = [_ordered(part, PART) for part in item["content"]]
        return _ordered(shown, ITEM)
    if item["type"] == "reasoning":
        return _ordered({key: value for key, value in shown.items() if key != "content" or value}, THOUGHT)
    return shown


def response_stream(said: Said, events: Iterator[Event]) -> Iterator[Event]:
    """The events as OpenRouter sends them: comments first, fields in its order, `[DONE]` last."""
    yield from comments(said.stamp)
    for event in events:
        yield dress_event(said, event)
    yield Event(DONE)


def dress_event(said: Said, event: Event) -> Event:
    """One event; the name stays for us to tell it by, and is not sent."""
    if not isinstance(event.data, dict):
        return event
    data: dict[str, Any] = {key: value for key, value in event.data.items() if key != "obfuscation"}
    index = data.get("output_index", 0)
    if "response" in data:
        data["response"] = response(said, data["response"])
    if "item" in data:
        data["item"] = _item(data["item"], said.stamp, index)
    if "item_id" in data:
        data["item_id"] = _temporary(said.stamp, data["item_id"], index)
    if data.get("part", {}).get("type") == "output_text":
        data["part"] = _ordered(data["part"], PART)
    number = data.pop("sequence_number")
    return Event({**_ordered(data, FIRST), "sequence_number": number}, event.name, event.tokens, event.text)
