"""How a request was routed, as `openrouter_metadata` tells where its header asks for it."""

from mockllm.vendors.kinds import Said
from mockllm.vendors.openrouter.plugins import enabled
from mockllm.vendors.openrouter.preferences import upstream
from mockllm.vendors.openrouter.providers import AUTO, candidates, offers
from mockllm.wire import JsonObject

__all__ = ["HEADER", "metadata"]

HEADER = "x-openrouter-metadata"


def metadata(said: Said) -> JsonObject:
    """The member `openrouter_metadata` of an answer, where it was asked for; else nothing."""
    ask = said.ask
    if ask.headers.get(HEADER, "").lower() != "enabled":
        return {}
    names = candidates(ask.body)
    place = names.index(ask.model) if ask.model in names else 0
    served = upstream(ask)
    strategy = "auto" if ask.model == AUTO else "fallback" if len(names) > 1 else "direct"
    there = offers(ask.card.id)
    told: JsonObject = {
        "requested": names[0],
        "strategy": strategy,
        "region": None,
        "summary": f"available={len(there)}, selected={served.name}",
        "attempt": place + 1,
        "is_byok": False,
        "endpoints": {
            "total": len(there),
            "available": [
                {"provider": each.name, "model": ask.card.id, "selected": each.name == served.name} for each in there
            ],
        },
    }
    if place:
        failed = [{"provider": offers(name)[0].name, "model": name, "status": 503} for name in names[:place]]
        told["attempts"] = [*failed, {"provider": served.name, "model": ask.card.id, "status": 200}]
    plugins = enabled(ask.body)
    if plugins:
        told["pipeline"] = [{"type": "plugin", "name": name} for name in plugins]
    told["generation_time"] = said.stamp.dice("generation_time").between(300, 4_000)
    return {"openrouter_metadata": told}
