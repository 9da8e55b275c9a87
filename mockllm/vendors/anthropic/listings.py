"""Anthropic's models: list and retrieve.

Specification: https://platform.claude.com/docs/en/api/models-list
"""

from mockllm.ask import Model
from mockllm.errors import Failure
from mockllm.exchange import Reply
from mockllm.stamp import EPOCH
from mockllm.vendors.anthropic.models import LISTED, Listed, capabilities
from mockllm.vendors.anthropic.paging import listed
from mockllm.vendors.anthropic.replies import instant, json_reply
from mockllm.vendors.kinds import Route, World
from mockllm.wire import JsonObject

__all__ = ["ROUTES", "list_models", "retrieve_model"]

USUAL = frozenset({"active", "deprecated"})
STAGES = ("lifecycle[]", "lifecycle")
KNOWN = {each.id: each for each in LISTED}


def list_models(world: World) -> Reply:
    """The models of some stages of life, newest first, and those that whoever runs the server added."""
    wanted = {world.raw.query[name] for name in STAGES if name in world.raw.query} or USUAL
    known = [_entry(each) for each in LISTED if each.lifecycle in wanted]
    added = [_other(model) for name, model in world.options.models.items() if name not in KNOWN]
    return listed(world, [*reversed(known), *added])


def retrieve_model(world: World) -> Reply:
    """One model, also by its alias."""
    name = world.params["model"]
    model = world.vendor.model(name, world.options)
    if model is None and not world.options.lenient:
        return world.vendor.refuse(Failure("not_found", f"model: {name}"), world)
    shown = model or Model(name)
    return json_reply(world, _entry(KNOWN[shown.id]) if shown.id in KNOWN else _other(shown))


def _entry(each: Listed) -> JsonObject:
    return {
        "type": "model",
        "id": each.id,
        "display_name": each.display_name,
        "created_at": each.created_at,
        "lifecycle": each.lifecycle,
        "line": each.line,
        "deprecated_at": each.deprecated_at,
        "retires_at": each.retires_at,
        "max_input_tokens": each.max_input_tokens,
        "max_tokens": each.max_tokens,
        "capabilities": dict(each.capabilities),
    }


def _other(model: Model) -> JsonObject:
    return {
        "type": "model",
        "id": model.id,
        "display_name": model.id,
        "created_at": instant(EPOCH),
        "lifecycle": "active",
        "line": None,
        "deprecated_at": None,
        "retires_at": None,
        "max_input_tokens": model.context,
        "max_tokens": model.max_output,
        "capabilities": capabilities(model),
    }


ROUTES = (
    Route("GET", "/v1/models", "models.list", list_models, reads_json=False),
    Route("GET", "/v1/models/{model}", "models.retrieve", retrieve_model, reads_json=False),
)
