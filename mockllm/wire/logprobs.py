"""Log probabilities of the tokens that are said, and of others that were not."""

from msgspec import Struct

from mockllm import tokens
from mockllm.stamp import Dice, Stamp

__all__ = ["MOST_ALTERNATIVES", "MOST_CHOICES", "Likely", "as_bytes", "likely"]

MOST_ALTERNATIVES = 20
MOST_CHOICES = 128
"""How many choices an answer has at most, whatever is asked where nothing checks it: each is really made."""

_OTHERS = (" the", " a", "The", " to", " and", " of", ",", ".", " in", " is", " it", " for", " that", " with", " on",
           " as", " at", " by", " we", " or", " be", " so")  # fmt: skip


class Likely(Struct, frozen=True):
    """A token and its log probability; `others` are the likeliest at its place, itself first."""

    token: str
    logprob: float
    others: tuple[tuple[str, float], ...] = ()

    def bytes_of(self) -> list[int]:
        """The token's UTF-8 bytes."""
        return as_bytes(self.token)


def as_bytes(token: str) -> list[int]:
    """A token's UTF-8 bytes."""
    return list(token.encode("utf-8", "replace"))


def likely(text: str, most: int, stamp: Stamp, label: str) -> list[Likely]:
    """One `Likely` for each token of `text`, with `most` others each; equal requests get the same numbers."""
    dice = stamp.dice(f"logprobs/{label}")
    return [_one(token, most, dice) for token in tokens.tokens(text)]


def _one(token: str, most: int, dice: Dice) -> Likely:
    logprob = -round(dice.unit() ** 3, 7)
    others = [(token, logprob)]
    start = dice.below(len(_OTHERS))
    floor = logprob - 0.5
    for step in range(most - 1):
        floor -= 0.25 + dice.unit()
        other = _OTHERS[(start + step) % len(_OTHERS)]
        # No other word of the list doubled is a word of the list.
        others.append((other if other != token else other * 2, round(floor, 7)))
    return Likely(token, logprob, tuple(others[:most]))
