"""Whom a request is routed to: its `provider` preferences take providers out, or put them later.

Specification: https://openrouter.ai/docs/guides/routing/provider-selection
"""

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from msgspec.structs import replace

from mockllm.ask import Ask, Body
from mockllm.errors import Failure
from mockllm.vendors.kinds import Options, World
from mockllm.vendors.openrouter.context import fitted
from mockllm.vendors.openrouter.providers import OPTIONAL, Provider, distillable, offers, provider
from mockllm.wire.tolerant import mapping, string, strings

__all__ = ["PERCENTILES", "route", "upstream"]

SORTS: Mapping[str, Callable[[Provider], float]] = {
    "price": lambda each: each.prompt + each.completion,
    "throughput": lambda each: -each.speed,
    "latency": lambda each: each.wait,
}
PRICED = ("prompt", "completion", "request", "image", "audio")
"""What `max_price` can bound; a provider has a price of the same name for each."""
VARIANTS = {"nitro": "throughput", "floor": "price"}
PERCENTILES: Mapping[str, float] = {"p50": 1.0, "p75": 0.85, "p90": 0.7, "p99": 0.5}
"""The part of its usual speed that a provider has at least in so many of a hundred requests."""
LEARN = "To learn more about provider routing, visit: https://openrouter.ai/docs/guides/routing/provider-selection"
PRIVACY = "Configure: https://openrouter.ai/settings/privacy"
NONE = "No endpoints found for {model}."
ALLOWED = "No allowed providers are available for the selected model."
PARAMETERS = f"No endpoints found that can handle the requested parameters. {LEARN}"
TRAINING = f"No endpoints found matching your data policy (Paid model training). {PRIVACY}"
RETENTION = f"No endpoints found matching your data policy (Zero data retention). {PRIVACY}"

Wanted = Mapping[str, Any]


def upstream(ask: Ask) -> Provider:
    """The provider that serves an ask, by its routing preferences."""
    if not ask.body.get("provider") and ":" not in ask.card.id:
        return provider(ask.card.id)
    return next(iter(_ranked(ask)), provider(ask.card.id))


def route(ask: Ask, world: World) -> Ask | Failure:
    """The ask, if it fits its model and any provider may serve it, as the one that does can do it."""
    found = ask if world.options.lenient else _routed(ask, world.options)
    return found if isinstance(found, Failure) else _served(found)


def _routed(ask: Ask, options: Options) -> Ask | Failure:
    found = fitted(ask, options)
    return found if isinstance(found, Failure) else _nobody(found) or found


def _served(ask: Ask) -> Ask:
    served = upstream(ask)
    if ask.shape == "responses" and ask.thinking is not None and not served.format.endswith("responses-v1"):
        # Providers that speak Responses themselves show summaries; the others show what was thought.
        ask = replace(ask, thinking=replace(ask.thinking, text=True))
    if ask.cached is not None and not served.caches:
        ask = replace(ask, cached=None)
    return replace(ask, logprobs=None) if "logprobs" in served.lacks else ask


def _named(each: Provider, wanted: Wanted, _: Ask) -> bool:
    only, ignored = ({_slug(name) for name in strings(wanted.get(key))} for key in ("only", "ignore"))
    order = [_slug(name) for name in strings(wanted.get("order"))]
    alone = wanted.get("allow_fallbacks") is False and bool(order)
    return (not only or each.slug in only) and each.slug not in ignored and (not alone or each.slug in order)


def _able(each: Provider, wanted: Wanted, ask: Ask) -> bool:
    return wanted.get("require_parameters") is not True or not _asked(ask.body) & each.lacks


def _discreet(each: Provider, wanted: Wanted, _: Ask) -> bool:
    return wanted.get("data_collection") != "deny" or not each.trains


def _forgetful(each: Provider, wanted: Wanted, _: Ask) -> bool:
    return wanted.get("zdr") is not True or not each.retains


def _fine(each: Provider, wanted: Wanted, _: Ask) -> bool:
    levels = strings(wanted.get("quantizations"))
    return not levels or each.quantization in levels


def _cheap(each: Provider, wanted: Wanted, _: Ask) -> bool:
    most = mapping(wanted.get("max_price"))
    return not any(_price(most.get(key)) < getattr(each, key) for key in PRICED)


def _teaching(_: Provider, wanted: Wanted, ask: Ask) -> bool:
    return wanted.get("enforce_distillable_text") is not True or distillable(ask.card.id)


FILTERS: tuple[tuple[Callable[[Provider, Wanted, Ask], bool], str], ...] = (
    (_named, ALLOWED),
    (_able, PARAMETERS),
    (_discreet, TRAINING),
    (_forgetful, RETENTION),
    (_fine, NONE),
    (_cheap, NONE),
    (_teaching, NONE),
)
"""What takes providers out, in this order, and what is said where that leaves none."""


def _nobody(ask: Ask) -> Failure | None:
    """The failure of an ask that nobody may serve: that of the first filter that leaves none."""
    wanted = mapping(ask.body.get("provider"))
    if not wanted:
        return None
    there: Sequence[Provider] = offers(ask.card.id)
    for passes, said in FILTERS:
        left = [each for each in there if passes(each, wanted, ask)]
        if not left:
            details = {"metadata": _metadata(there, wanted)} if said == ALLOWED else {}
            return Failure("not_found", said.format(model=ask.model), details=details)
        there = left
    return None


def _metadata(there: Sequence[Provider], wanted: Wanted) -> dict[str, list[str]]:
    """Who serves the model, and who was asked for."""
    requested = [name for key in ("only", "order") for name in strings(wanted.get(key))]
    told = {"available_providers": [each.slug for each in there]}
    return {**told, "requested_providers": requested} if requested else told


def _ranked(ask: Ask) -> list[Provider]:
    wanted = mapping(ask.body.get("provider"))
    found = [each for each in offers(ask.card.id) if all(passes(each, wanted, ask) for passes, _ in FILTERS)]
    by = wanted.get("sort") or VARIANTS.get(ask.card.id.rpartition(":")[2])
    by = string(mapping(by).get("by")) if isinstance(by, Mapping) else string(by)
    if by in SORTS:
        found.sort(key=SORTS[by])
    found.sort(key=lambda each: _disliked(each, wanted))
    order = [_slug(each) for each in strings(wanted.get("order"))]
    return sorted(found, key=lambda each: order.index(each.slug) if each.slug in order else len(order))


def _disliked(each: Provider, wanted: Wanted) -> bool:
    """Whether a provider is slower than is preferred; it may still serve."""
    slow = any(each.speed * PERCENTILES[name] < least for name, least in _cutoffs(wanted, "preferred_min_throughput"))
    late = any(
        each.wait / 1_000 / PERCENTILES[name] > most for name, most in _cutoffs(wanted, "preferred_max_latency")
    )  # fmt: skip
    return slow or late


def _cutoffs(wanted: Wanted, key: str) -> list[tuple[str, float]]:
    """The cutoffs of a preference by percentile; a number alone is that of the median."""
    value = wanted.get(key)
    given = value if isinstance(value, Mapping) else {"p50": value}
    found = ((name, given.get(name)) for name in PERCENTILES)
    return [(name, cutoff) for name, cutoff in found if isinstance(cutoff, int | float)]


def _asked(body: Body) -> set[str]:
    """The parameters of a request that not every provider has."""
    found = {name for name in OPTIONAL if body.get(name) is not None}
    shaped = mapping(body.get("response_format")).get("type") == "json_schema"
    return found | {"structured_outputs"} if shaped else found


def _price(value: object) -> float:
    """A price of a request, a number or text; without one anything goes."""
    try:
        return float(value)  # type: ignore[arg-type]
    except (TypeError, ValueError):
        return float("inf")


def _slug(name: str) -> str:
    """A provider as the request names it, without its region or variant."""
    return name.partition("/")[0].lower().replace(" ", "-")
