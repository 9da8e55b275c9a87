"""OpenRouter's models: list, count, one, and its endpoints.

Specification: https://openrouter.ai/docs/api-reference/models
"""

from urllib.parse import urlencode

from msgspec import Struct

from mockllm.errors import Failure
from mockllm.exchange import Reply
from mockllm.vendors.kinds import Route, World
from mockllm.vendors.openrouter.listed import LISTED, Listed, listed
from mockllm.vendors.openrouter.preferences import PERCENTILES
from mockllm.vendors.openrouter.providers import CANONICAL, Provider, everyone, offers, provider
from mockllm.vendors.openrouter.refuse import headers
from mockllm.wire import JsonObject
from mockllm.wire.layout import script
from mockllm.wire.tolerant import digits

__all__ = [
    "ROUTES",
    "count_models",
    "list_discreet",
    "list_endpoints",
    "list_models",
    "list_providers",
    "retrieve_model",
]

MILLION = 1_000_000
USUAL = 500
PARAMETERS = (
    "frequency_penalty", "logit_bias", "logprobs", "max_completion_tokens", "max_tokens", "presence_penalty",
    "response_format", "seed", "stop", "structured_outputs", "temperature", "tool_choice", "tools", "top_k",
    "top_logprobs", "top_p",
)  # fmt: skip
THINKING = ("include_reasoning", "reasoning", "reasoning_effort")


class _Part(Struct, frozen=True):
    """Which part of the list is asked for."""

    offset: int
    limit: int


def list_models(world: World) -> Reply:
    """A part of the list, with the address of the next one."""
    part = _slice(world)
    if isinstance(part, Failure):
        return world.vendor.refuse(part, world)
    found = _matching(world)
    end = part.offset + part.limit
    following = urlencode({"offset": end, "limit": part.limit})
    body = {
        "data": [_model(each) for each in found[part.offset : end]],
        "total_count": len(found),
        "links": {"next": f"{world.raw.base}/v1/models?{following}" if end < len(found) else None},
    }
    return _reply(body)


def count_models(world: World) -> Reply:
    """How many models there are."""
    return _reply({"data": {"count": len(_matching(world))}})


def retrieve_model(world: World) -> Reply:
    """One model, listed or not."""
    return _reply({"data": _model(listed(_name(world)))})


def list_endpoints(world: World) -> Reply:
    """Who serves a model, at what price."""
    each = listed(_name(world))
    body = {
        "id": each.id,
        "name": each.name,
        "created": each.created,
        "description": _description(each),
        "architecture": _architecture(each),
        "endpoints": [_endpoint(each, served) for served in offers(each.id)],
    }
    return _reply({"data": body})


def list_discreet(_: World) -> Reply:
    """The endpoints of the listed models that retain no prompts."""
    found = [_endpoint(each, served) for each in LISTED for served in offers(each.id) if not served.retains]
    return _reply({"data": found})


def list_providers(_: World) -> Reply:
    """Everyone who serves a model."""
    urls = ("privacy_policy_url", "terms_of_service_url", "status_page_url")
    return _reply({"data": [{"name": each.name, "slug": each.slug, **dict.fromkeys(urls)} for each in everyone()]})


def _name(world: World) -> str:
    return f"{world.params['author']}/{world.params['slug']}"


def _slice(world: World) -> _Part | Failure:
    numbers = []
    for name, usual in (("offset", 0), ("limit", USUAL)):
        text = world.raw.query.get(name, str(usual))
        number = digits(text)
        if number is None and not world.options.lenient:
            return Failure("invalid_request", f"Invalid query parameter {name}: expected a number, got {text!r}")
        numbers.append(usual if number is None else number)
    return _Part(*numbers)


def _matching(world: World) -> list[Listed]:
    """The models that take the parameters and give the modalities of the query."""
    query = world.raw.query
    wanted = {each for each in query.get("supported_parameters", "").split(",") if each}
    outputs = {each for each in query.get("output_modalities", "").split(",") if each} - {"text", "all"}
    return [each for each in LISTED if not outputs and wanted <= set(_parameters(each))]


def _parameters(each: Listed) -> list[str]:
    return sorted((*PARAMETERS, *THINKING)) if each.reasons else list(PARAMETERS)


def _price(dollars: float) -> str:
    """A price as a plain decimal."""
    return f"{dollars:.10f}".rstrip("0").rstrip(".")


def _pricing(upstream: Provider) -> JsonObject:
    """The prices of one token, and of what else costs anything."""
    told = {"prompt": _price(upstream.prompt / MILLION), "completion": _price(upstream.completion / MILLION)}
    more = {name: getattr(upstream, name) for name in ("request", "image", "audio")}
    return told | {name: _price(price) for name, price in more.items() if price}


def _architecture(each: Listed) -> JsonObject:
    return {
        "modality": f"{'+'.join(each.inputs)}->text",
        "input_modalities": list(each.inputs),
        "output_modalities": ["text"],
        "tokenizer": each.tokenizer,
        "instruct_type": None,
    }


def _description(each: Listed) -> str:
    return f"{each.name}, with a context of {each.context} tokens."


def _model(each: Listed) -> JsonObject:
    return {
        "id": each.id,
        "canonical_slug": CANONICAL.get(each.id) or each.id.partition(":")[0],
        "hugging_face_id": "",
        "name": each.name,
        "created": each.created,
        "description": _description(each),
        "context_length": each.context,
        "architecture": _architecture(each),
        "pricing": _pricing(provider(each.id)),
        "top_provider": {
            "context_length": each.context,
            "max_completion_tokens": each.most,
            "is_moderated": False,
        },
        "per_request_limits": None,
        "supported_parameters": _parameters(each),
        "default_parameters": {},
        "supported_voices": None,
        "knowledge_cutoff": None,
        "expiration_date": None,
        "links": {"details": f"/api/v1/models/{each.id}/endpoints"},
    }


def _endpoint(each: Listed, upstream: Provider) -> JsonObject:
    return {
        "name": f"{upstream.name} | {each.id}",
        "model_id": each.id,
        "model_name": each.name,
        "context_length": each.context,
        "pricing": _pricing(upstream),
        "provider_name": upstream.name,
        "tag": upstream.name.lower(),
        "quantization": upstream.quantization,
        "service_tier": None,
        "max_completion_tokens": each.most,
        "max_prompt_tokens": None,
        "supported_parameters": [name for name in _parameters(each) if name not in upstream.lacks],
        "supports_implicit_caching": False,
        "supports_tool_choice": {"auto": True, "function": True, "none": True, "required": True},
        "supports_diarization": False,
        "native_tools": {},
        "status": 0,
        "uptime_last_5m": 100,
        "uptime_last_30m": 100,
        "uptime_last_1d": 100,
        "latency_last_30m": {name: round(upstream.wait / part) for name, part in PERCENTILES.items()},
        "throughput_last_30m": {name: round(upstream.speed * part) for name, part in PERCENTILES.items()},
    }


def _reply(body: JsonObject) -> Reply:
    return Reply(200, headers("application/json"), script(body), chunked=True)


MODEL = "{author}/{slug}"
ROUTES = (
    Route("GET", "/v1/models", "models.list", list_models, reads_json=False),
    Route("GET", "/v1/providers", "providers", list_providers, reads_json=False),
    Route("GET", "/v1/endpoints/zdr", "endpoints.zdr", list_discreet, reads_json=False),
    Route("GET", "/v1/models/user", "models.user", list_models, reads_json=False),
    Route("GET", "/v1/models/count", "models.count", count_models, reads_json=False),
    Route("GET", f"/v1/model/{MODEL}", "models.retrieve", retrieve_model, reads_json=False),
    Route("GET", f"/v1/models/{MODEL}/endpoints", "models.endpoints", list_endpoints, reads_json=False),
)
