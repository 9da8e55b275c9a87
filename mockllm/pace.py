"""How a stream is spread over time: waits as numbers; only the server sleeps."""

from collections.abc import Iterable, Iterator, Sequence

from mockllm.exchange import Frame, Pace
from mockllm.stamp import Dice

__all__ = ["spread", "waits", "whole"]

_QUANTILES = (0.5, 0.9, 0.99)


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
