"""Who stands behind a model at OpenRouter: names, native words and prices, and whom a request is routed to."""

from collections.abc import Mapping
from dataclasses import dataclass, replace

from mockllm.ask import Ask, Body, Model
from mockllm.errors import Failure
from mockllm.vendors.kinds import Options, World
from mockllm.wire.tolerant import mapping, string, strings

__all__ = [
    "AUTO",
    "Provider",
    "candidates",
    "find",
    "first_name",
    "following",
    "offers",
    "provider",
    "route",
    "upstream",
]

AUTO = "openrouter/auto"
"""The model that stands for one of OpenRouter's own choice."""
CHOSEN = "openai/gpt-4.1-mini"


@dataclass(frozen=True, slots=True)
class Provider:
    """An upstream provider. Prices are in US dollars a million tokens; `native` are its own finish reasons.

    `speed` is in tokens a second, `wait` in milliseconds to the first of them.
    """

    name: str
    native: tuple[str, str, str]
    """For a natural end, a tool call, and a cut."""
    format: str
    prompt: float = 0.15
    completion: float = 0.60
    speed: int = 60
    wait: int = 400

    @property
    def slug(self) -> str:
        """What a request calls it."""
        return self.name.lower().replace(" ", "-")


_RESPONSES = ("completed", "completed", "max_output_tokens")
_MESSAGES = ("end_turn", "tool_use", "max_tokens")
_PLAIN = ("stop", "tool_calls", "length")
_OPENAI = Provider("OpenAI", _RESPONSES, "openai-responses-v1")
_ANTHROPIC = Provider("Anthropic", _MESSAGES, "anthropic-claude-v1", 3.0, 15.0)
_GOOGLE = Provider("Google", ("STOP", "STOP", "MAX_TOKENS"), "google-gemini-v1", 0.30, 2.50)
_META = Provider("Meta", _PLAIN, "meta-responses-v1", 0.10, 0.30)
_DEEPINFRA = Provider("DeepInfra", _PLAIN, "unknown", 0.20, 0.60)
_TOGETHER = Provider("Together", _PLAIN, "unknown", 0.18, 0.65, 110, 300)
_GROQ = Provider("Groq", _PLAIN, "unknown", 0.25, 0.80, 400, 150)
OFFERS: Mapping[str, tuple[Provider, ...]] = {
    "openai": (_OPENAI, replace(_OPENAI, name="Azure", format="azure-openai-responses-v1", prompt=0.165, speed=80)),
    "anthropic": (
        _ANTHROPIC,
        replace(_ANTHROPIC, name="Amazon Bedrock", prompt=3.3, completion=16.5, wait=300),
        replace(_ANTHROPIC, name="Google Vertex", prompt=2.9, speed=90),
    ),
    "google": (_GOOGLE, replace(_GOOGLE, name="Google AI Studio", speed=90)),
    "x-ai": (Provider("xAI", _RESPONSES, "xai-responses-v1", 3.0, 15.0),),
    "meta-llama": (_META, _DEEPINFRA, _TOGETHER, _GROQ),
    "deepseek": (Provider("DeepSeek", _PLAIN, "unknown", 0.27, 1.10), _DEEPINFRA, _TOGETHER),
    "mistralai": (Provider("Mistral", _PLAIN, "unknown", 0.40, 2.0), _DEEPINFRA, _TOGETHER),
}
"""Who serves the models of an author, the usual one first."""
OTHERS = (_DEEPINFRA, _TOGETHER, _GROQ)
SORTS = {
    "price": lambda each: each.prompt + each.completion,
    "throughput": lambda each: -each.speed,
    "latency": lambda each: each.wait,
}
VARIANTS = {"nitro": "throughput", "floor": "price"}


def offers(model: str) -> tuple[Provider, ...]:
    """Who serves a model, by the author in its name; a `:free` one costs nothing."""
    found = OFFERS.get(model.lstrip("~").partition("/")[0], OTHERS)
    return tuple(replace(each, prompt=0.0, completion=0.0) for each in found) if model.endswith(":free") else found


def provider(model: str) -> Provider:
    """The usual provider of a model."""
    return offers(model)[0]


def upstream(ask: Ask) -> Provider:
    """The provider that serves an ask, by its routing preferences."""
    return next(iter(_ranked(ask)), provider(ask.card.id))


def route(ask: Ask, world: World) -> Ask | Failure:
    """The ask, if any provider may serve it."""
    if _ranked(ask) or world.options.lenient:
        return ask
    return Failure("not_found", f"No endpoints found for {ask.model}.")


def _ranked(ask: Ask) -> list[Provider]:
    wanted = mapping(ask.body.get("provider"))
    found = [each for each in offers(ask.card.id) if _allowed(each, wanted)]
    by = wanted.get("sort") or VARIANTS.get(ask.card.id.rpartition(":")[2])
    by = string(mapping(by).get("by")) if isinstance(by, Mapping) else string(by)
    if by in SORTS:
        found.sort(key=SORTS[by])
    order = [_slug(each) for each in strings(wanted.get("order"))]
    if wanted.get("allow_fallbacks") is False and order:
        found = [each for each in found if each.slug in order]
    return sorted(found, key=lambda each: order.index(each.slug) if each.slug in order else len(order))


def _allowed(each: Provider, wanted: Mapping[str, object]) -> bool:
    only, ignored = ({_slug(name) for name in strings(wanted.get(key))} for key in ("only", "ignore"))
    most = mapping(wanted.get("max_price"))
    dear = any(_price(most.get(key)) < getattr(each, key) for key in ("prompt", "completion"))
    return (not only or each.slug in only) and each.slug not in ignored and not dear


def _price(value: object) -> float:
    """A price of a request, a number or text; without one anything goes."""
    try:
        return float(value)  # type: ignore[arg-type]
    except (TypeError, ValueError):
        return float("inf")


def _slug(name: str) -> str:
    """A provider as the request names it, without its region or variant."""
    return name.partition("/")[0].lower().replace(" ", "-")


def candidates(body: Body) -> tuple[str, ...]:
    """The models of a request in the order in which they are tried."""
    named = (*strings(body.get("model")), *strings(body.get("models")))
    return tuple(dict.fromkeys(each for each in named if each)) or (AUTO,)


def first_name(body: Body) -> str | None:
    """The model that is asked first."""
    return candidates(body)[0]


def following(ask: Ask, options: Options) -> Ask | None:
    """The same ask of the next model, where one failed; None after the last."""
    names = candidates(ask.body)
    place = names.index(ask.model) + 1 if ask.model in names else len(names)
    for name in names[place:]:
        card = find(name, options)
        if card is not None:
            return replace(ask, model=name, card=card)
    return None


def find(name: str, options: Options) -> Model | None:
    """Any author/slug is a model; its name is its id."""
    author, slash, slug = name.partition("/")
    if name in options.models:
        return options.models[name]
    if not (author and slash and slug) or " " in name:
        return None
    shown = CHOSEN if name == AUTO else name.removesuffix(":online")
    return Model(shown, context=200_000, max_output=64_000)
