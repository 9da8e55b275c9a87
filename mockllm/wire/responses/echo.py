"""What a response repeats of its request, with the service's defaults filled in."""

from collections.abc import Collection, Mapping
from typing import Any

from mockllm.ask import Ask
from mockllm.wire import JsonObject
from mockllm.wire.responses.items import part
from mockllm.wire.responses.offered import tools
from mockllm.wire.responses.served import ordered
from mockllm.wire.tolerant import integer, mapping, number, string, strings, truth

__all__ = ["DIAGNOSIS", "asked_tier", "echoed", "final_tier", "reasoning", "tool_usage"]

DIAGNOSIS = "prompt_cache_diagnostics"
"""Under which name an ask holds the diagnosis of its prompt cache."""
IMAGES = "message.input_image.image_url"
"""What a request includes to be shown the URLs of its pictures."""
TIERS = {"flex": "flex", "priority": "priority", "fast": "priority", "scale": "scale"}


def asked_tier(ask: Ask) -> str:
    """The service tier while the answer is being made."""
    return string(ask.body.get("service_tier"), "auto")


def final_tier(ask: Ask) -> str:
    """The service tier that made the answer."""
    return TIERS.get(asked_tier(ask), "default")


def tool_usage(searches: int = 0) -> JsonObject:
    """The counts of hosted tools: only searches of the web are counted."""
    detail: JsonObject = {"image_tokens": 0, "text_tokens": 0}
    counts: JsonObject = {
        "input_tokens": 0,
        "input_tokens_details": detail,
        "output_tokens": 0,
        "output_tokens_details": detail,
        "total_tokens": 0,
    }
    return {"image_gen": counts, "web_search": {"num_requests": searches}}


def reasoning(ask: Ask) -> JsonObject:
    """The reasoning settings in force."""
    wanted = mapping(ask.body.get("reasoning"))
    if not ask.card.reasoning:
        return {"context": wanted.get("context"), "effort": wanted.get("effort"), "summary": wanted.get("summary")}
    traits = ask.card.traits
    context = "all_turns" if "context_all_turns" in traits else "current_turn"
    effort = "none" if "effort_none_default" in traits else "medium"
    summary = wanted.get("summary")
    return {
        "context": wanted.get("context") or context,
        "effort": wanted.get("effort") or effort,
        "mode": wanted.get("mode") or "standard",
        "summary": "detailed" if summary == "auto" else summary,
    }


def echoed(ask: Ask) -> JsonObject:
    """The fields that stand as they were asked for, by name."""
    body, traits = ask.body, ask.card.traits
    conversation = body.get("conversation")
    known: JsonObject = {
        "background": truth(body.get("background")),
        "frequency_penalty": number(body.get("frequency_penalty"), 0.0),
        "instructions": body.get("instructions"),
        "max_output_tokens": integer(body.get("max_output_tokens")),
        "max_tool_calls": integer(body.get("max_tool_calls")),
        "parallel_tool_calls": truth(body.get("parallel_tool_calls"), default=True),
        "presence_penalty": number(body.get("presence_penalty"), 0.0),
        "previous_response_id": body.get("previous_response_id"),
        "prompt_cache_key": body.get("prompt_cache_key"),
        "prompt_cache_retention": body.get("prompt_cache_retention")
        or ("24h" if "retention_24h" in traits else "in_memory"),
        "reasoning": reasoning(ask),
        "safety_identifier": body.get("safety_identifier"),
        "store": ask.store,
        "temperature": number(body.get("temperature"), 1.0),
        "text": _text(mapping(body.get("text"))),
        "tool_choice": _choice(body.get("tool_choice")),
        "tools": tools(ask),
        "top_logprobs": integer(body.get("top_logprobs")) or 0,
        "top_p": number(body.get("top_p"), 0.98 if "top_p_98" in traits else 1.0),
        "truncation": body.get("truncation") or "disabled",
        "user": body.get("user"),
        "metadata": body.get("metadata") or {},
    }
    if conversation:
        known["conversation"] = {"id": conversation} if isinstance(conversation, str) else conversation
    if body.get("prompt"):
        known["prompt"] = _prompt(mapping(body["prompt"]), strings(body.get("include")))
    if body.get("prompt_cache_options"):
        known["prompt_cache_options"] = _caching(mapping(body["prompt_cache_options"]))
    if DIAGNOSIS in ask.found:
        known[DIAGNOSIS] = ask.found[DIAGNOSIS]
    return known


def _choice(wanted: Any) -> Any:
    return ordered(wanted) if isinstance(wanted, Mapping) else wanted or "auto"


def _prompt(wanted: Mapping[str, Any], include: Collection[str]) -> JsonObject:
    """A stored prompt; variables stand as content parts, pictures without their URL unless it is to be included."""
    given = wanted.get("variables")
    hidden = {} if IMAGES in include else {"image_url": None}
    variables = {}
    for name, value in mapping(given).items():
        shown = part({"type": "input_text", "text": value} if isinstance(value, str) else mapping(value))
        variables[name] = {**shown, **hidden} if "image_url" in shown else shown
    return {
        "id": wanted.get("id"),
        "variables": None if given is None else variables,
        "version": wanted.get("version"),
    }


def _caching(options: Mapping[str, Any]) -> JsonObject:
    """How the prompt cache was used, with defaults."""
    compared = options.get("comparison_response_id")
    return {
        **({"comparison_response_id": compared} if compared else {}),
        "mode": options.get("mode") or "implicit",
        "ttl": options.get("ttl") or "30m",
    }


def _text(wanted: Mapping[str, Any]) -> JsonObject:
    shown = mapping(wanted.get("format"))
    if shown.get("type") == "json_schema":
        shown = {
            "type": "json_schema",
            "description": shown.get("description"),
            "name": shown.get("name"),
            "schema": shown.get("schema"),
            "strict": truth(shown.get("strict")),
        }
    return {"format": dict(shown) or {"type": "text"}, "verbosity": wanted.get("verbosity") or "medium"}
