"""How a stream is spread over time: waits as numbers; only the server sleeps."""

import math
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

from mockllm.errors import MockLLMError
from mockllm.exchange import Frame, Pace
from mockllm.stamp import Dice

__all__ = ["Paced", "paced", "spread", "waits", "whole"]

Paced = Pace | float | Mapping[str, Any]
"""How a person says a pace: as one, as tokens a second, or in the words `ttft`, `tps` and `jitter` of a scenario."""

_QUANTILES = (0.5, 0.9, 0.99)
_WORDS = frozenset({"ttft", "tps", "jitter"})


def paced(said: Paced) -> Pace:
    """The pace that is said. Raises MockLLMError for what is none."""
    found = said if isinstance(said, Pace) else _worded(said) if isinstance(said, Mapping) else _worded({"tps": said})
    if found is None or not _sound(found):
        form = "tokens a second, a mockllm.Pace, or a dict of ttft, tps and jitter (three numbers)"
        raise MockLLMError(f"pace is {form}, not {said!r}.")
    return found


def _worded(words: Mapping[str, Any]) -> Pace | None:
    jitter = words.get("jitter", ())
    if not words.keys() <= _WORDS or not isinstance(jitter, list | tuple):
        return None
    return Pace(words.get("ttft", 0.0), words.get("tps", 0.0), tuple(jitter))


def _sound(pace: Pace) -> bool:
    numbers = (pace.ttft, pace.tps, *pace.jitter)
    wise = all(type(each) in {int, float} and 0 <= each < math.inf for each in numbers)
    return wise and len(pace.jitter) in {0, len(_QUANTILES)}


def waits(pace: Pace, weights: Iterable[int], dice: Dice) -> Iterator[float]:
    """Seconds before each event, given how many tokens each carries; the first waits for the first token too."""
    first = pace.ttft
    for weight in weights:
        each = weight / pace.tps if pace.tps else 0.0
        yield first + each * (_jitter(pace.jitter, dice) if pace.jitter and each else 1.0)
        first = 0.0


def spread(pace: Pace | None, chunks: Sequence[bytes], weights: Iterable[int], dice: Dice) -> list[Frame]:
    """The chunks as frames at their times."""
    if pace is None or not (pace.ttft or pace.tps):
        return [Frame(chunk) for chunk in chunks]
    return [Frame(chunk, after) for chunk, after in zip(chunks, waits(pace, weights, dice), strict=True)]


def whole(pace: Pace | None, tokens: int) -> float:
    """Seconds before an answer that comes in one piece."""
    if pace is None:
        return 0.0
    return pace.ttft + (tokens / pace.tps if pace.tps else 0.0)


def _jitter(quantiles: tuple[float, ...], dice: Dice) -> float:
    """A factor drawn from its quantiles, straight lines between them."""
    at = dice.unit()
    low, below = 0.0, 0.0
    for point, factor in zip(_QUANTILES, quantiles, strict=False):
        if at <= point:
            return below + (factor - below) * (at - low) / (point - low)
        low, below = point, factor
    return below
