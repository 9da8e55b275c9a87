"""OpenAI's legacy completions: how they are spoken, and what they refuse.

Specification: https://platform.openai.com/docs/api-reference/completions
"""

from dataclasses import replace

from mockllm.ask import Ask, Body
from mockllm.checks import About
from mockllm.errors import Failure
from mockllm.exchange import Pairs
from mockllm.turn import total
from mockllm.vendors.kinds import Route, Said, Speech, World
from mockllm.vendors.openai.refused import above, below, missing, no_model, wrong_type
from mockllm.vendors.openai.replies import JSON, success_headers
from mockllm.wire import Event, completions, layout
from mockllm.wire.sse import frame

__all__ = ["ROUTES", "ROWS", "SPEECH"]

LARGEST_TOKEN = 100_257
MOST_CHOICES = 128
MOST_LOGPROBS = 5
RANGES = (("n", 1, MOST_CHOICES), ("best_of", 1, 20), ("logprobs", 0, MOST_LOGPROBS))


def _model(body: Body, about: About) -> Failure | None:
    name = body.get("model")
    if not isinstance(name, str) or not name:
        return Failure("invalid_request", "you must provide a model parameter")
    if about.model is None:
        return no_model(name)
    if "legacy" not in about.model.traits and "model" not in about.allow:
        message = (
            "This is a chat model and not supported in the v1/completions endpoint. "
            "Did you mean to use v1/chat/completions?"
        )
        return Failure("not_found", message, "model")
    return None


def _prompt(body: Body, _: About) -> Failure | None:
    value = body.get("prompt")
    if value is None or isinstance(value, str):
        return None if "prompt" in body else missing("prompt")
    if not isinstance(value, list):
        return wrong_type("prompt", "one of a string or array", value)
    nested = [each for part in value if isinstance(part, list) for each in part]
    for token in (each for each in [*value, *nested] if isinstance(each, int)):
        if not 0 <= token <= LARGEST_TOKEN:
            message = (
                f"Invalid token in prompt: {token}. Minimum value is 0, maximum value is {LARGEST_TOKEN} (inclusive)."
            )
            return Failure("invalid_request", message)
    return None


def _numbers(body: Body, _: About) -> Failure | None:
    for name, least, most in RANGES:
        value = body.get(name)
        if value is None:
            continue
        if not isinstance(value, int) or isinstance(value, bool):
            return wrong_type(name, "an integer", value)
        if value < least:
            return below(name, least, value)
        if value > most:
            return above(name, most, value)
    return None


def _limit(body: Body, about: About) -> Failure | None:
    value = body.get("max_tokens")
    if value is None:
        return None
    if not isinstance(value, int) or isinstance(value, bool):
        return wrong_type("max_tokens", "an integer", value)
    if value < 0:
        return below("max_tokens", 0, value)
    most = about.model.max_output if about.model else value
    if most and value > most:
        message = (
            f"max_tokens is too large: {value}. This model supports at most {most} completion tokens, "
            f"whereas you provided {value}."
        )
        return Failure("invalid_request", message, "max_tokens")
    return None


def _best_of(body: Body, _: About) -> Failure | None:
    best, shown = body.get("best_of"), body.get("n") or 1
    if best is not None and best < shown:
        message = (
            f"You requested that the server return more choices than it will generate (n={shown}, best_of={best})."
        )
        return Failure("invalid_request", message, "best_of")
    if best is not None and best > shown and body.get("stream") is True:
        return Failure("invalid_request", "Results cannot be streamed with best_of greater than n.", "best_of")
    return None


ROWS = (_model, _prompt, _numbers, _limit, _best_of)
"""The checks of a request, in order."""


def _headers(said: Said, stream: bool) -> Pairs:
    used = total(said.turns)
    return success_headers(
        said.stamp,
        said.ask.card.id,
        content_type="text/event-stream" if stream else JSON,
        family="completions",
        used=used.input + used.output,
    )


def _encode(event: Event, _: int, __: Said) -> bytes:
    return frame(event.data if isinstance(event.data, str) else layout.text(event.data))


def _recall(ask: Ask, world: World) -> Ask:
    """Leave out the logprobs of an echoed prompt in lenient mode: the SDK's type has no null for its first token."""
    echoed = ask.body.get("echo") is True and ask.logprobs is not None
    return replace(ask, logprobs=None) if echoed and world.options.lenient else ask


SPEECH = Speech(
    shape=completions,
    layout=layout.pretty_line,
    encode=_encode,
    headers=_headers,
    rows=ROWS,
    recall=_recall,
)
"""How OpenAI speaks legacy completions."""

ROUTES = (Route("POST", "/v1/completions", "completions", SPEECH),)
