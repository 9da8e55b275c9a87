"""Prompts that are too long for a model of a known size: the next model takes them, or they are refused.

Specification: https://openrouter.ai/docs/guides/routing/model-fallbacks
"""

from mockllm.ask import Ask
from mockllm.errors import Failure
from mockllm.vendors.kinds import Options
from mockllm.vendors.openrouter.listed import KNOWN
from mockllm.vendors.openrouter.plugins import enabled
from mockllm.vendors.openrouter.providers import following
from mockllm.wire.prompt import prompt_tokens
from mockllm.wire.tolerant import strings

__all__ = ["fitted"]

HINT = (
    'Please reduce the length of either one, or use the "middle-out" transform to compress your prompt automatically.'
)


def fitted(ask: Ask, options: Options) -> Ask | Failure:
    """The ask of the first of its models that has room for it, or the failure of the last.

    Where the request has its prompt compressed it always fits; so it does where nothing tells the size of the model.
    """
    while (most := _window(ask, options)) is not None and not _fits(ask, most):
        after = following(ask, options)
        if after is None:
            return _beyond(ask, most)
        ask = after
    return ask


def _fits(ask: Ask, most: int) -> bool:
    return ask.input_tokens + (ask.limit or 0) <= most or _compressed(ask)


def _window(ask: Ask, options: Options) -> int | None:
    """How many tokens the model has room for, prompt and answer together."""
    if ask.model in options.models:
        return ask.card.context
    known = KNOWN.get(ask.model.partition(":")[0]) or KNOWN.get(ask.card.id)
    return known.context if known else None


def _compressed(ask: Ask) -> bool:
    return "middle-out" in strings(ask.body.get("transforms")) or "context-compression" in enabled(ask.body)


def _beyond(ask: Ask, most: int) -> Failure:
    spoken = prompt_tokens(ask.messages, (), None)
    parts = [f"{spoken} of text input"]
    if ask.tools:
        parts.append(f"{ask.input_tokens - spoken} of tool input")
    if ask.limit:
        parts.append(f"{ask.limit} in the output")
    message = (
        f"This endpoint's maximum context length is {most} tokens. However, you requested about "
        f"{ask.input_tokens + (ask.limit or 0)} tokens ({', '.join(parts)}). {HINT}"
    )
    return Failure("invalid_request", message, details={"metadata": {"provider_name": None}})
