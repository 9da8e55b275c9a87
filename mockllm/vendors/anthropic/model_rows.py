"""What a model of Anthropic's cannot do with a request that is otherwise well-formed."""

import re

from mockllm.ask import Body, Model
from mockllm.checks import About, Check
from mockllm.checks.fields import When
from mockllm.checks.prompt import length_beyond
from mockllm.errors import Failure
from mockllm.vendors.anthropic.headers import betas, newest
from mockllm.vendors.anthropic.turns import Talk, TalkCheck, merged
from mockllm.vendors.dots import refused

__all__ = ["GENERATION", "MODEL"]

LEAST_TOP_P = 0.99
THINKING_TOP_P = 0.95
LONG_CONTEXT = 1_000_000
SIGNATURE = re.compile(r"[A-Za-z0-9+/_=-]+")
"""Whether a signature is ours is not told by its form; what is no word cannot be one."""
LONG_OUTPUTS = {"output-128k-2025-02-19": 128_000, "output-300k-2026-03-24": 300_000}
ENABLED = (
    '"thinking.type.enabled" is not supported for this model. Use "thinking.type.adaptive" and "output_config.effort" '
    "to control thinking behavior."
)
DISABLED = '"thinking.type.disabled" is not supported for this model. Thinking defaults to adaptive mode.'
DOCS = "https://docs.claude.com/en/docs/build-with-claude/extended-thinking"


def _thinking(body: Body) -> str | None:
    wanted = body.get("thinking")
    return wanted["type"] if wanted else None


def _limit(body: Body, about: About) -> Failure | None:
    model, wanted = about.model, body["max_tokens"]
    if wanted == 0 and body.get("stream"):
        return refused("max_tokens: 0 is not allowed with stream: true")
    if model is None:
        return None
    most = max([model.max_output, *(LONG_OUTPUTS.get(name, 0) for name in betas(about.headers))])
    if wanted > most:
        return refused(
            f"max_tokens: {wanted} > {most}, which is the maximum allowed number of output tokens for {model.id}"
        )
    return None


def _mode(talk: Talk, about: About) -> Failure | None:
    model, kind = about.model, _thinking(talk.body)
    if model is None or kind is None:
        return None
    traits = model.traits
    if kind == "adaptive" and "thinking_adaptive" not in traits:
        return refused("adaptive thinking is not supported on this model")
    if kind == "enabled" and "thinking_enabled" not in traits:
        return refused(ENABLED if "thinking_adaptive" in traits else "thinking is not supported on this model")
    effort = (talk.body.get("output_config") or {}).get("effort")
    if kind == "disabled" and (
        "thinking_disabled_refused" in traits
        or ("thinking_disabled_refused_xhigh" in traits and effort in {"xhigh", "max"})
    ):
        return refused(DISABLED)
    return None


def _budget(body: Body, about: About) -> Failure | None:
    wanted = body.get("thinking")
    if not wanted or wanted["type"] != "enabled":
        return None
    interleaved = any(name.startswith("interleaved-thinking-") for name in betas(about.headers))
    if body["max_tokens"] > wanted["budget_tokens"] or (interleaved and body.get("tools")):
        return None
    return refused(
        "`max_tokens` must be greater than `thinking.budget_tokens`. Please consult our documentation at "
        f"{DOCS}#max-tokens-and-context-window-size"
    )


def _forced(talk: Talk, _: About) -> Failure | None:
    choice = talk.body.get("tool_choice")
    if _thinking(talk.body) == "enabled" and choice and choice["type"] in {"any", "tool"}:
        return refused("Thinking may not be enabled when tool_choice forces tool use.")
    return None


def _signatures(talk: Talk, _: About) -> Failure | None:
    for index, place, block in talk.blocks if "thinking" in talk.kinds else ():
        if block["type"] == "thinking" and not SIGNATURE.fullmatch(block["signature"]):
            return refused(f"messages.{index}.content.{place}: Invalid `signature` in `thinking` block")
    return None


def _thought_first(talk: Talk, _: About) -> Failure | None:
    if _thinking(talk.body) != "enabled":
        return None
    turns = [turn for turn in merged(talk.body) if turn.role != "system"]
    answers = bool(turns) and any(block["type"] == "tool_result" for _, _, block in turns[-1].blocks)
    said = turns[-2] if answers and len(turns) > 1 else turns[-1]
    if said.role != "assistant" or not said.blocks:
        return None
    index, place, first = said.blocks[0]
    if first["type"] in {"thinking", "redacted_thinking"}:
        return None
    return refused(
        f"messages.{index}.content.{place}.type: Expected `thinking` or `redacted_thinking`, but found "
        f"`{first['type']}`. When `thinking` is enabled, a final `assistant` message must start with a thinking block "
        "(preceeding the lastmost set of `tool_use` and `tool_result` blocks). We recommend you include thinking "
        "blocks from previous turns. To avoid this requirement, disable `thinking`. Please consult our documentation "
        f"at {DOCS}"
    )


def _ranges(body: Body, _: About) -> Failure | None:
    for name in ("temperature", "top_p"):
        value = body.get(name)
        if value is not None and not 0 <= value <= 1:
            return refused(f"{name}: range: 0..1")
    return None


def _sampling(body: Body, about: About) -> Failure | None:
    model = about.model
    if model is None:
        return None
    if "no_sampling" in model.traits:
        return _newer_sampling(body)
    if "one_sampler" in model.traits and body.get("temperature") is not None and body.get("top_p") is not None:
        return refused("`temperature` and `top_p` cannot both be specified for this model. Please use only one.")
    return _thinking_sampling(body, model)


def _newer_sampling(body: Body) -> Failure | None:
    temperature, top_p, top_k = (body.get(name) for name in ("temperature", "top_p", "top_k"))
    if temperature is not None and temperature != 1:
        return refused(f"`temperature` cannot be set to {temperature} for this model")
    if top_p is not None and top_p < LEAST_TOP_P:
        return refused(f"`top_p` cannot be set to {top_p} for this model")
    return None if top_k is None else refused(f"`top_k` cannot be set to {top_k} for this model")


def _thinking_sampling(body: Body, _: Model) -> Failure | None:
    if _thinking(body) not in {"enabled", "adaptive"}:
        return None
    temperature, top_p = body.get("temperature"), body.get("top_p")
    if temperature is not None and temperature != 1:
        return refused(
            "`temperature` may only be set to 1 when thinking is enabled or in adaptive mode. Please consult our "
            f"documentation at {DOCS}#important-considerations-when-using-extended-thinking"
        )
    if top_p is not None and top_p < THINKING_TOP_P:
        return refused(
            "`top_p` must be greater than or equal to 0.95 or unset when thinking is enabled or in adaptive mode. "
            f"Please consult our documentation at {DOCS}#important-considerations-when-using-extended-thinking"
        )
    if body.get("top_k") is not None:
        return refused(
            "`top_k` must be unset when thinking is enabled or in adaptive mode. Please consult our documentation at "
            f"{DOCS}#important-considerations-when-using-extended-thinking"
        )
    return None


def _effort(talk: Talk, about: About) -> Failure | None:
    effort, model = (talk.body.get("output_config") or {}).get("effort"), about.model
    if effort is None or model is None or f"effort_{effort}" in model.traits:
        return None
    own = sorted(trait.removeprefix("effort_") for trait in model.traits if trait.startswith("effort_"))
    if not own:
        return refused("This model does not support the effort parameter.")
    return refused(f"This model does not support effort level '{effort}'. Supported levels: {', '.join(own)}.")


def _stops(body: Body, _: About) -> Failure | None:
    if all(each.strip() for each in body.get("stop_sequences") or ()):
        return None
    return refused("stop_sequences: each stop sequence must contain non-whitespace")


def _cited(talk: Talk, _: About) -> Failure | None:
    if not (talk.body.get("output_config") or {}).get("format"):
        return None
    if any((block.get("citations") or {}) and _enabled(block["citations"]) for _, _, block in talk.blocks):
        return refused("output_config.format: citations are not supported with structured outputs")
    return None


def _enabled(citations: object) -> bool:
    return isinstance(citations, dict) and citations.get("enabled") is True


def _fits(talk: Talk, about: About) -> Failure | None:
    if about.model is None:
        return None
    long = any(name.startswith("context-1m-") for name in betas(about.headers))
    wide = long and re.match(r"claude-sonnet-4", about.model.id)
    limit = LONG_CONTEXT if wide else about.model.context
    size = length_beyond([talk.body.get("system"), talk.body["messages"], talk.body.get("tools")], limit)
    return None if size is None else refused(f"prompt is too long: {size} tokens > {limit} maximum")


MODEL: tuple[TalkCheck, ...] = (_mode, _effort, _forced, _signatures, _thought_first, _cited, _fits)
"""In this order, for generation and for counting tokens alike."""
GENERATION: tuple[Check, ...] = (_limit, _stops, When(newest, (), (_ranges, _sampling)), _budget)
"""Those of fields that only generation has, in this order; the newest version has no sampling."""
