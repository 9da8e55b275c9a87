"""OpenAI's models: list, retrieve, delete.

Specification: https://platform.openai.com/docs/api-reference/models
"""

from mockllm.errors import Failure
from mockllm.exchange import Reply
from mockllm.session import Bounded, Slot
from mockllm.stamp import EPOCH
from mockllm.vendors.kinds import Route, World
from mockllm.vendors.openai.models import LISTED
from mockllm.vendors.openai.replies import json_reply
from mockllm.wire import JsonObject
from mockllm.wire.layout import pretty

__all__ = ["DELETED", "ROUTES", "delete_model", "list_models", "retrieve_model"]

MOST = 1_000
TUNED = "ft:"
DELETED: Slot[Bounded[bool]] = Slot("openai.deleted_models", lambda: Bounded(MOST))
"""The fine-tuned models that were deleted, by name."""

KNOWN = {each.id: each for each in LISTED}


def list_models(world: World) -> Reply:
    """All models: ours, then those that whoever runs the server added."""
    names = [*KNOWN, *(name for name in world.options.models if name not in KNOWN)]
    return json_reply(world, {"object": "list", "data": [_entry(name) for name in names]}, layout=pretty)


def retrieve_model(world: World) -> Reply:
    """One model."""
    name = world.params["model"]
    if not _is_there(name, world):
        return world.vendor.refuse(_unknown(name), world)
    return json_reply(world, _entry(name), layout=pretty)


def delete_model(world: World) -> Reply:
    """Delete a fine-tuned model; the session remembers that it is gone."""
    name = world.params["model"]
    if not _is_there(name, world):
        return world.vendor.refuse(_unknown(name), world)
    if not name.startswith(TUNED) and not world.options.lenient:
        message = f"You do not have permission to delete the model '{name}'. Only fine-tuned models can be deleted."
        return world.vendor.refuse(Failure("permission", message, "model"), world)
    world.session.slot(DELETED)[name] = True
    return json_reply(world, {"id": name, "object": "model", "deleted": True}, layout=pretty)


def _is_there(name: str, world: World) -> bool:
    if world.options.lenient:
        return True
    return name not in world.session.slot(DELETED) and world.vendor.model(name, world.options) is not None


def _unknown(name: str) -> Failure:
    message = f"The model '{name}' does not exist"
    return Failure("model_not_found", message, "model", code="model_not_found", status=404)


def _entry(name: str) -> JsonObject:
    known = KNOWN.get(name)
    if known is not None:
        return {"id": name, "object": "model", "created": known.created, "owned_by": known.owned_by}
    # A fine-tuned model is called ft:BASE:ORGANISATION:SUFFIX:ID.
    parts = name.split(":")
    owner = parts[2] if name.startswith(TUNED) and len(parts) > 2 and parts[2] else "system"
    return {"id": name, "object": "model", "created": EPOCH, "owned_by": owner}


ROUTES = (
    Route("GET", "/v1/models", "models.list", list_models, reads_json=False),
    Route("GET", "/v1/models/{model}", "models.retrieve", retrieve_model, reads_json=False),
    Route("DELETE", "/v1/models/{model}", "models.delete", delete_model, reads_json=False),
)
