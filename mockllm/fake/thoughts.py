"""Reasoning before the answer: as long as the effort asks for, within the budget, shown as the ask wants it."""

from mockllm.ask import Thinking
from mockllm.fake.prose import subject
from mockllm.stamp import Dice
from mockllm.tokens import count, cut
from mockllm.turn import Reasoning

__all__ = ["think"]

SENTENCES = {"none": 0, "minimal": 1, "low": 2, "medium": 4, "high": 7, "xhigh": 10, "max": 14}
_BY_BUDGET = ((1_023, "minimal"), (2_048, "low"), (8_192, "medium"), (24_576, "high"))
"""Up to which budget of tokens, where no effort is given, the effort is which; beyond, it is `xhigh`."""
_OPENING = "The user asks about {}."
_STEPS = (
    "I should look at what is really wanted here.",
    "The wording suggests a direct answer.",
    "Let me check whether anything is missing.",
    "There is more than one way to read this, but the plain one fits best.",
    "I will weigh the options before I settle on one.",
    "Nothing in the conversation speaks against it.",
    "A short answer is better than a long one.",
    "The facts that I have are enough.",
    "I should keep the tone friendly and clear.",
    "Let me go through it once more.",
    "That holds up.",
    "The order of the points matters less than their clarity.",
    "I can leave the side issues out.",
    "Now I can write the answer.",
)
_HEADINGS = ("**Reading the request**", "**Settling on an answer**")
_LONG = 4


def think(thinking: Thinking, text: str, dice: Dice) -> tuple[Reasoning, int] | None:
    """The reasoning about a prompt and how many tokens it took; None where none is wanted."""
    size = SENTENCES.get(thinking.effort or _effort(thinking.budget), SENTENCES["medium"])
    if size == 0 or thinking.budget == 0:
        return None
    start = dice.below(len(_STEPS))
    steps = [_STEPS[(start + place) % len(_STEPS)] for place in range(size - 1)]
    thought = " ".join([_OPENING.format(subject(text)), *steps])
    if thinking.budget is not None:
        thought = cut(thought, thinking.budget)
    summary: tuple[str, ...] = ()
    if thinking.summary is not None:
        summary = tuple(_summarized(thought, place) for place in range(2 if size >= _LONG else 1))
    return Reasoning(thought if thinking.text else "", summary), count(thought)


def _effort(budget: int | None) -> str:
    if budget is None:
        return "medium"
    return next((effort for most, effort in _BY_BUDGET if budget <= most), "xhigh")


def _summarized(thought: str, place: int) -> str:
    sentences = thought.split(". ")
    said = sentences[0] if place == 0 else sentences[-1]
    return f"{_HEADINGS[place]}\n\n{said.rstrip('.')}."
