"""OpenAI's legacy completions: how they are spoken, and what they refuse.

Specification: https://platform.openai.com/docs/api-reference/completions
"""

from msgspec.structs import replace

from mockllm.ask import Ask, Body
from mockllm.checks import About
from mockllm.errors import Failure
from mockllm.exchange import Pairs
from mockllm.turn import total
from mockllm.vendors.kinds import Route, Said, Speech, World
from mockllm.vendors.openai import completions_rows
from mockllm.vendors.openai.replies import JSON, success_headers
from mockllm.wire import Ink, completions, layout

__all__ = ["ROUTES", "ROWS", "SPEECH"]


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


ROWS = (*completions_rows.ROWS, _best_of)
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


def _ink(_: Said) -> Ink:
    return Ink(layout.text, named=False)


def _recall(ask: Ask, world: World) -> Ask:
    """Leave out the logprobs of an echoed prompt in lenient mode: the SDK's type has no null for its first token."""
    echoed = ask.body.get("echo") is True and ask.logprobs is not None
    return replace(ask, logprobs=None) if echoed and world.options.lenient else ask


SPEECH = Speech(
    shape=completions,
    layout=layout.pretty_line,
    ink=_ink,
    headers=_headers,
    rows=ROWS,
    recall=_recall,
)
"""How OpenAI speaks legacy completions."""

ROUTES = (Route("POST", "/v1/completions", "completions", SPEECH),)
