"""Prediction Guard's models: any name is served; these are listed, by what they can do.

Specification: https://docs.predictionguard.com/api-reference/api-reference/models
"""

from collections.abc import Mapping

from mockllm.ask import Model
from mockllm.errors import Failure
from mockllm.exchange import Reply
from mockllm.stamp import EPOCH
from mockllm.vendors.kinds import Options, Route, World
from mockllm.wire import JsonObject
from mockllm.wire.layout import compact

__all__ = ["LISTED", "ROUTES", "find", "list_models"]

CAPABILITIES: Mapping[str, str] = {
    "chat-completion": "chat_completion",
    "chat-with-image": "chat_with_image",
    "completion": "completion",
    "embedding": "embedding",
    "embedding-with-image": "embedding_with_image",
    "tokenize": "tokenize",
    "detokenize": "detokenize",
    "rerank": "rerank",
}
LISTED: Mapping[str, frozenset[str]] = {
    "Hermes-3-Llama-3.1-70B": frozenset({"chat-completion", "completion", "tokenize", "detokenize"}),
    "Hermes-3-Llama-3.1-8B": frozenset({"chat-completion", "completion", "tokenize", "detokenize"}),
    "neural-chat-7b-v3-3": frozenset({"chat-completion", "completion", "tokenize", "detokenize"}),
    "Qwen2.5-VL-7B-Instruct": frozenset({"chat-completion", "chat-with-image"}),
    "multilingual-e5-large-instruct": frozenset({"embedding"}),
    "bge-reranker-v2-m3": frozenset({"rerank"}),
    "bridgetower-large-itm-mlm-itc": frozenset({"embedding", "embedding-with-image"}),
}
"""Each model and what it can do."""


def find(name: str, options: Options) -> Model | None:
    """The model of that name; None where there is no name."""
    return options.models.get(name) or (Model(name) if name else None)


def list_models(world: World) -> Reply:
    """All models, or those that have the capability of the path; legacy completions list theirs."""
    usual = "completion" if world.raw.path == "/completions" else ""
    wanted = world.params.get("capability", usual)
    if wanted and wanted not in CAPABILITIES and not world.options.lenient:
        return world.vendor.refuse(Failure("invalid_request", f"unknown capability: {wanted}"), world)
    found = [_entry(name, able) for name, able in LISTED.items() if not wanted or wanted in able]
    return Reply(200, (("content-type", "application/json"),), compact({"object": "list", "data": found}))


def _entry(name: str, able: frozenset[str]) -> JsonObject:
    return {
        "id": name,
        "object": "model",
        "created": EPOCH,
        "owned_by": "predictionguard",
        "description": f"{name}, for {', '.join(sorted(able))}.",
        "max_context_length": Model(name).context,
        "capabilities": {shown: key in able for key, shown in CAPABILITIES.items()},
    }


ROUTES = (
    Route("GET", "/models", "models.list", list_models, reads_json=False),
    Route("GET", "/models/{capability}", "models.able", list_models, reads_json=False),
    Route("GET", "/completions", "completions.probe", list_models, reads_json=False),
)
