"""Anthropic's models: which names are known, what they resolve to, and what each family can do."""

from typing import Any

from msgspec.structs import replace

from mockllm.ask import Model
from mockllm.vendors.anthropic.listed import NAMES, Listed
from mockllm.vendors.families import Catalogue, family
from mockllm.vendors.kinds import Options

__all__ = ["LISTED", "TRAITS", "Listed", "capabilities", "find"]

ALIASES = {
    "claude-3-5-haiku-latest": "claude-3-5-haiku-20241022",
    "claude-3-5-sonnet-latest": "claude-3-5-sonnet-20241022",
    "claude-3-7-sonnet-latest": "claude-3-7-sonnet-20250219",
    "claude-3-opus-latest": "claude-3-opus-20240229",
    "claude-haiku-4-5": "claude-haiku-4-5-20251001",
    "claude-opus-4-0": "claude-opus-4-20250514",
    "claude-opus-4-1": "claude-opus-4-1-20250805",
    "claude-opus-4-5": "claude-opus-4-5-20251101",
    "claude-sonnet-4-0": "claude-sonnet-4-20250514",
    "claude-sonnet-4-5": "claude-sonnet-4-5-20250929",
}
"""Names that answers replace by a dated one; newer models have no dated name."""

_CLASSIC = "stop_details thinking_enabled"
_EFFORTS = "effort_low effort_medium effort_high"
_WIDE = f"stop_details thinking_adaptive no_prefill geo_global structured assistant_first {_EFFORTS} effort_max"
_NEWER = f"{_WIDE} output_details effort_xhigh no_sampling system_messages omits_thoughts"
_FABLE = f"{_NEWER} thinking_disabled_refused"
_SECOND = r"(-\d{8}|-latest)?"


def _card(context: int, max_output: int, traits: str) -> Model:
    words = frozenset(traits.split())
    thinks = bool(words & {"thinking_enabled", "thinking_adaptive"})
    return Model("", reasoning=thinks, context=context, max_output=max_output, traits=words)


_CATALOGUE = Catalogue(
    aliases=ALIASES,
    families=(
        family(r"claude-(2(\.\d)?|instant-.*)", _card(200_000, 4_096, "")),
        family(r"claude-3-(opus|sonnet|haiku).*", _card(200_000, 4_096, "")),
        family(r"claude-3-5-(sonnet|haiku).*", _card(200_000, 8_192, "")),
        family(r"claude-3-7-sonnet.*", _card(200_000, 64_000, "thinking_enabled")),
        family(r"claude-opus-4-1" + _SECOND, _card(200_000, 32_000, f"{_CLASSIC} one_sampler")),
        family(r"claude-opus-4(-0)?" + _SECOND, _card(200_000, 32_000, _CLASSIC)),
        family(r"claude-(sonnet|haiku)-4(-[0-4])?" + _SECOND, _card(200_000, 64_000, _CLASSIC)),
        family(
            r"claude-(sonnet|haiku)-4-5" + _SECOND,
            _card(200_000, 64_000, f"{_CLASSIC} structured assistant_first one_sampler"),
        ),
        family(
            r"claude-opus-4-5" + _SECOND,
            _card(
                200_000,
                64_000,
                f"{_CLASSIC} structured assistant_first one_sampler {_EFFORTS}",
            ),
        ),
        family(
            r"claude-(opus|sonnet)-4-6" + _SECOND, _card(1_000_000, 128_000, f"{_WIDE} thinking_enabled one_sampler")
        ),
        family(r"claude-(opus|sonnet|haiku)-4-([7-9]|\d\d)" + _SECOND, _card(1_000_000, 128_000, _NEWER)),
        family(r"claude-mythos-preview", _card(1_000_000, 128_000, _FABLE)),
        family(
            r"claude-(opus|sonnet|haiku)-5-([5-9]|\d\d)" + _SECOND,
            _card(1_000_000, 128_000, f"{_FABLE} container_null"),
        ),
        family(r"claude-(fable|mythos)-.*", _card(1_000_000, 128_000, _FABLE)),
        family(r"claude-opus-5.*", _card(1_000_000, 128_000, f"{_NEWER} thinking_disabled_refused_xhigh")),
        family(r"claude-sonnet-5.*", _card(1_000_000, 128_000, f"{_NEWER} thinks_unasked")),
        family(r"claude-(opus|sonnet|haiku)-\d+(-.*)?", _card(1_000_000, 128_000, _NEWER)),
    ),
)
"""Families in order: the first whose pattern fits the whole name is the model's."""
TRAITS = _CATALOGUE.traits
"""What a models file may say of a model, as far as it concerns this vendor."""


def find(name: str, options: Options) -> Model | None:
    """The model of this name under its canonical id, or None where Anthropic would not know it."""
    return _CATALOGUE.find(name, options)


def _can(*, yes: bool) -> dict[str, Any]:
    return {"supported": yes}


def _efforts(model: Model) -> dict[str, Any]:
    levels = {level: f"effort_{level}" in model.traits for level in ("low", "medium", "high", "max", "xhigh")}
    return {"supported": any(levels.values()), **{level: _can(yes=yes) for level, yes in levels.items()}}


def capabilities(model: Model) -> dict[str, Any]:
    """What a model can do, as the `capabilities` of its entry in the list."""
    traits = model.traits
    current = "stop_details" in traits
    thinking = {
        "adaptive": _can(yes="thinking_adaptive" in traits),
        "between_tools": _can(yes="system_messages" in traits),
        "disabled": _can(yes="thinking_disabled_refused" not in traits),
        "enabled": _can(yes="thinking_enabled" in traits),
    }
    return {
        "batch": _can(yes=True),
        "citations": _can(yes=True),
        "code_execution": _can(yes=current),
        "context_management": {
            "supported": current,
            "clear_tool_uses_20250919": _can(yes=current),
            "clear_thinking_20251015": _can(yes=current and model.reasoning),
            "compact_20260112": _can(yes="thinking_adaptive" in traits),
        },
        "effort": _efforts(model),
        "image_input": _can(yes=True),
        "pdf_input": _can(yes=True),
        "server_tools": {"supported": current, "code_execution": _can(yes=current), "web_search": _can(yes=current)},
        "structured_outputs": _can(yes="structured" in traits),
        "thinking": {"supported": model.reasoning, "types": thinking},
    }


def _entry(listed: Listed) -> Listed:
    model = _CATALOGUE.known(listed.id) or Model(listed.id)
    return replace(
        listed, max_input_tokens=model.context, max_tokens=model.max_output, capabilities=capabilities(model)
    )


LISTED: tuple[Listed, ...] = tuple(_entry(listed) for listed in NAMES)
"""The models of the list, newest first."""
