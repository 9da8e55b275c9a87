"""The ids of calls at OpenRouter: they come from the provider and have its form."""

from mockllm.stamp import BASE58, BASE62
from mockllm.turn import calls
from mockllm.vendors.kinds import Said
from mockllm.vendors.openrouter.providers import Provider
from mockllm.wire import JsonObject

__all__ = ["begun", "call_id"]


def call_id(said: Said, choice: int, index: int, id_: str, served: Provider) -> str:
    """The id of a call in the provider's own form instead of `id_`, unless the turn has one."""
    call = calls(said.turns[choice])[index]
    if served.calls is None or call.id:
        return id_
    start = served.calls.format(name=call.name)
    alphabet, length = (BASE58, 22) if start == served.calls else (BASE62, 20)
    return said.stamp.id(f"provider/call/{choice}/{index}", start, alphabet, length)


def begun(said: Said, choice: int, call: JsonObject, served: Provider) -> JsonObject:
    """A piece of a call; the first one has its id."""
    return {**call, "id": call_id(said, choice, call["index"], call["id"], served)} if "id" in call else call
