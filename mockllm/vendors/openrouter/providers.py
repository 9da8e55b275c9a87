"""Who stands behind a model at OpenRouter: names, native words, prices, what they can do and keep."""

import re
from collections.abc import Mapping
from functools import lru_cache

from msgspec import Struct
from msgspec.structs import replace

from mockllm.ask import Ask, Body, Model
from mockllm.vendors.kinds import Options
from mockllm.wire.tolerant import strings

__all__ = [
    "AUTO",
    "CANONICAL",
    "OPTIONAL",
    "Provider",
    "candidates",
    "distillable",
    "everyone",
    "find",
    "first_name",
    "following",
    "offers",
    "provider",
]

AUTO = "openrouter/auto"
"""The model that stands for one of OpenRouter's own choice."""
CHOSEN = "openai/gpt-4.1-mini"
CANONICAL: Mapping[str, str] = {
    "anthropic/claude-haiku-4-5": "anthropic/claude-4.5-haiku-20251001",
    "anthropic/claude-haiku-4.5": "anthropic/claude-4.5-haiku-20251001",
    "anthropic/claude-sonnet-4-5": "anthropic/claude-4.5-sonnet-20250929",
    "anthropic/claude-sonnet-4.5": "anthropic/claude-4.5-sonnet-20250929",
    "anthropic/claude-sonnet-4.6": "anthropic/claude-4.6-sonnet-20260217",
}
"""Models that answers call by another name."""


class Provider(Struct, frozen=True):
    """An upstream provider. Prices are in US dollars a million tokens; `native` are its own finish reasons.

    `request`, `image` and `audio` are what each request, picture and sound costs beside its tokens, in US dollars.

    `speed` is in tokens a second, `wait` in milliseconds to the first of them. `retains` prompts, or even `trains` on
    them; `lacks` are the parameters that it drops. `caches` a whole prompt where the request asks for that. `tiered`
    tells whether it names the service tier; `calls` is how its ids of calls begin, where they are not OpenAI's, with
    the `{name}` of the function in it.
    """

    name: str
    native: tuple[str, str, str]
    """For a natural end, a tool call, and a cut."""
    format: str
    prompt: float = 0.15
    completion: float = 0.60
    speed: int = 60
    wait: int = 400
    quantization: str = "unknown"
    retains: bool = True
    trains: bool = False
    lacks: frozenset[str] = frozenset()
    caches: bool = False
    tiered: bool = False
    calls: str | None = None
    request: float = 0.0
    image: float = 0.0
    audio: float = 0.0

    @property
    def slug(self) -> str:
        """What a request calls it."""
        return self.name.lower().replace(" ", "-")


_RESPONSES = ("completed", "completed", "max_output_tokens")
_MESSAGES = ("end_turn", "tool_use", "max_tokens")
_PLAIN = ("stop", "tool_calls", "length")
OPTIONAL = (
    "frequency_penalty", "logit_bias", "logprobs", "min_p", "presence_penalty", "repetition_penalty", "seed", "top_a",
    "top_k", "top_logprobs", "structured_outputs",
)  # fmt: skip
"""Parameters that not every provider has."""
_PROBS = frozenset({"logit_bias", "logprobs", "top_logprobs"})
_RARE = frozenset({"min_p", "top_a", "repetition_penalty"})
_OPENAI = Provider("OpenAI", _RESPONSES, "openai-responses-v1", lacks=_RARE | {"top_k"}, tiered=True)
_ANTHROPIC = Provider(
    "Anthropic",
    _MESSAGES,
    "anthropic-claude-v1",
    3.0,
    15.0,
    lacks=_RARE | _PROBS | {"frequency_penalty", "presence_penalty", "seed"},
    caches=True,
    tiered=True,
    calls="toolu_01",
)
_BEDROCK = replace(_ANTHROPIC, name="Amazon Bedrock", tiered=False, calls="toolu_bdrk_01")
_VERTEX = replace(_ANTHROPIC, name="Google Vertex", tiered=False, calls="toolu_vrtx_01")
_GOOGLE = Provider(
    "Google",
    ("STOP", "STOP", "MAX_TOKENS"),
    "google-gemini-v1",
    0.30,
    2.50,
    lacks=_RARE,
    tiered=True,
    calls="tool_{name}_",
)
_META = Provider("Meta", _PLAIN, "meta-responses-v1", 0.10, 0.30, quantization="bf16", lacks=_PROBS | {"top_a"})
_DEEPINFRA = Provider(
    "DeepInfra", _PLAIN, "unknown", 0.20, 0.60, quantization="fp8", retains=False, lacks=_PROBS | {"top_a"}
)
_TOGETHER = Provider("Together", _PLAIN, "unknown", 0.18, 0.65, 110, 300, "fp16", lacks=frozenset({"top_a"}))
_GROQ = Provider("Groq", _PLAIN, "unknown", 0.25, 0.80, 400, 150, retains=False, lacks=_RARE | _PROBS | {"top_k"})
OFFERS: Mapping[str, tuple[Provider, ...]] = {
    "openai": (
        _OPENAI,
        replace(_OPENAI, name="Azure", format="azure-openai-responses-v1", prompt=0.165, speed=80, retains=False),
    ),
    "anthropic": (
        _ANTHROPIC,
        replace(_BEDROCK, prompt=3.3, completion=16.5, wait=300, retains=False),
        replace(_VERTEX, prompt=2.9, speed=90, retains=False),
    ),
    "google": (_GOOGLE, replace(_GOOGLE, name="Google AI Studio", speed=90, trains=True)),
    "x-ai": (Provider("xAI", _RESPONSES, "xai-responses-v1", 3.0, 15.0, lacks=_RARE | {"top_k"}),),
    "meta-llama": (_META, _DEEPINFRA, _TOGETHER, replace(_GROQ, image=0.0002)),
    "perplexity": (Provider("Perplexity", _PLAIN, "unknown", 1.0, 1.0, request=0.005, lacks=_RARE | _PROBS),),
    "deepseek": (
        Provider("DeepSeek", _PLAIN, "unknown", 0.27, 1.10, quantization="fp8", trains=True, lacks=_RARE | {"seed"}),
        _DEEPINFRA,
        _TOGETHER,
    ),
    "mistralai": (Provider("Mistral", _PLAIN, "unknown", 0.40, 2.0, lacks=_RARE | _PROBS), _DEEPINFRA, _TOGETHER),
}
"""Who serves the models of an author, the usual one first."""
PRICES: tuple[tuple[str, float, float], ...] = (
    (r"anthropic/claude-3-haiku.*", 0.25, 1.25),
    (r"anthropic/claude-3\.5-haiku.*", 0.80, 4.0),
    (r"anthropic/claude-.*haiku.*", 1.0, 5.0),
    (r"anthropic/claude-(opus-[5-9]|opus-4\.[5-9]|4\.[5-9]-opus).*", 5.0, 25.0),
    (r"anthropic/claude-.*opus.*", 15.0, 75.0),
    (r"openai/gpt-5-mini.*", 0.25, 2.0),
    (r"openai/gpt-5\.2.*", 1.75, 14.0),
    (r"openai/gpt-4\.1-mini.*", 0.40, 1.60),
)
"""Families of models whose usual provider takes other prices, for prompt and completion; the first that fits."""
OTHERS = (_DEEPINFRA, _TOGETHER, _GROQ)
CLOSED = frozenset({"openai", "anthropic", "google", "x-ai"})
"""Authors who do not let others learn from what their models say."""


@lru_cache(maxsize=1_024)
def offers(model: str) -> tuple[Provider, ...]:
    """Who serves a model, by the author in its name; a `:free` one costs nothing."""
    name = model.lstrip("~")
    found = OFFERS.get(name.partition("/")[0], OTHERS)
    if model.endswith(":free"):
        return tuple(replace(each, prompt=0.0, completion=0.0, request=0.0, image=0.0, audio=0.0) for each in found)
    own = next((prices for pattern, *prices in PRICES if re.fullmatch(pattern, name)), None)
    return found if own is None else tuple(_priced(each, found[0], *own) for each in found)


def _priced(each: Provider, usual: Provider, prompt: float, completion: float) -> Provider:
    """A provider at the prices of a family: as far from the usual one's as ever."""
    return replace(
        each,
        prompt=round(prompt * each.prompt / usual.prompt, 6),
        completion=round(completion * each.completion / usual.completion, 6),
    )


def everyone() -> tuple[Provider, ...]:
    """All providers, each once."""
    return tuple({each.slug: each for there in (*OFFERS.values(), OTHERS) for each in there}.values())


def provider(model: str) -> Provider:
    """The usual provider of a model."""
    return offers(model)[0]


def distillable(model: str) -> bool:
    """Whether the author of a model lets others learn from its text."""
    return model.lstrip("~").partition("/")[0] not in CLOSED


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
    return Model(CANONICAL.get(shown, shown), context=200_000, max_output=64_000)
