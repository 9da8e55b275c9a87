"""Moderation of a prompt and its answer, told beside the answer where a request wants it.

A category is flagged by plain words, and its score is decided by the judged text alone: high where it is flagged.

Specification: https://platform.openai.com/docs/guides/moderation
"""

import re
from collections.abc import Mapping, Sequence
from hashlib import blake2b

from mockllm.ask import Ask, images, text_of
from mockllm.stamp import Dice
from mockllm.turn import Refusal, Turn, said
from mockllm.wire.event import JsonObject
from mockllm.wire.layout import utf8
from mockllm.wire.tolerant import mapping, string

__all__ = ["completion", "response", "wanted"]

_GROUP = r"(?:all |these |those )?(?:women|men|gays|immigrants|foreigners|refugees|jews|muslims|christians)\b"
_PERSON = r"(?:you|him|her|them|someone|somebody|everyone|everybody|people|my (?:boss|wife|husband|neighbou?r))\b"
_KILL = r"\b(?:kill|murder|stab|strangle|torture)(?:s|ed|ing)? "
_HOW = r"\bhow (?:to|do i|do you|can i|could i) "
_MYSELF = r"(?:kill|hurt|cut|harm)(?:ing)? (?:myself|yourself)\b|(?:end|take) my (?:own )?life\b|commit suicide\b"
_ARMS = r"(?:make|build|buy|get) (?:a |an |some )?(?:pipe )?(?:bombs?|explosives?|grenades?|silencers?)\b"
_GORE = r"\b(?:behead|decapitat|dismember|disembowel|mutilat)\w*|\bgory\b"

_WORDS: Mapping[str, str] = {
    "harassment": rf"{_KILL}{_PERSON}|\byou\b[^.!?]* (?:idiot|moron|loser|worthless|pathetic)\b",
    "harassment/threatening": rf"{_KILL}{_PERSON}",
    "sexual": r"\b(?:erotic\w*|porn\w*|orgasms?|have sex|having sex)\b",
    "hate": rf"\b(?:hate|despise) {_GROUP}|{_KILL}{_GROUP}",
    "hate/threatening": rf"{_KILL}{_GROUP}",
    "illicit": rf"{_HOW}(?:{_ARMS}|(?:make|cook|buy|sell) (?:some )?(?:meth|cocaine|heroin|drugs)\b"
    r"|(?:launder|counterfeit) money\b|(?:shoplift|pick a lock)\b|steal (?:a |an |some )?\w+)",
    "illicit/violent": _HOW + _ARMS,
    "self-harm/intent": rf"\b(?:{_MYSELF})",
    "self-harm/instructions": rf"{_HOW}(?:{_MYSELF})",
    "self-harm": rf"\b(?:{_MYSELF}|self-harm(?:ing)?\b)",
    "sexual/minors": r"\b(?:child|kiddie) porn\w*",
    "violence": rf"{_KILL}(?:{_PERSON}|{_GROUP})|{_GORE}",
    "violence/graphic": _GORE,
}
"""The categories, in the order of the service, and the words that flag them."""
_SEEN = frozenset({
    "sexual", "self-harm/intent", "self-harm/instructions", "self-harm", "violence", "violence/graphic",
})  # fmt: skip
"""The categories that look at pictures, too."""


def wanted(ask: Ask) -> bool:
    """Whether the request wants moderation, with a model that gives it."""
    return bool(_model(ask))


def completion(ask: Ask, turns: Sequence[Turn]) -> JsonObject:
    """What a chat completion tells: lists of results, one for the prompt and one for each choice."""

    def listed(results: list[JsonObject]) -> JsonObject:
        told = [{key: each[key] for key in ("type", "model", "flagged", *_REST)} for each in results]
        return {"type": "moderation_results", "model": _model(ask), "results": told}

    return {"input": listed([_input(ask)]), "output": listed([_output(ask, turn) for turn in turns])}


_REST = ("categories", "category_scores", "category_applied_input_types")


def response(ask: Ask, turn: Turn) -> JsonObject:
    """What a response tells: one result for the prompt and one for the answer, their keys by name."""
    found = {"input": _input(ask), "output": _output(ask, turn)}
    return {side: {"type": told.pop("type"), **dict(sorted(told.items()))} for side, told in found.items()}


def _model(ask: Ask) -> str:
    return string(mapping(ask.body.get("moderation")).get("model"))


def _input(ask: Ask) -> JsonObject:
    text = "\n".join(filter(None, map(text_of, ask.messages)))
    return _result(_model(ask), text, pictures=bool(images(ask)))


def _output(ask: Ask, turn: Turn) -> JsonObject:
    refused = [part.text for part in turn.parts if isinstance(part, Refusal)]
    return _result(_model(ask), "\n".join(filter(None, [said(turn), *refused])), pictures=False)


def _result(model: str, text: str, *, pictures: bool) -> JsonObject:
    flags = {category: re.search(words, text, re.IGNORECASE) is not None for category, words in _WORDS.items()}
    dice = Dice(blake2b(utf8(text), digest_size=16).digest())
    return {
        "type": "moderation_result",
        "model": model,
        "flagged": any(flags.values()),
        "categories": flags,
        "category_scores": {category: _score(dice, flagged=flagged) for category, flagged in flags.items()},
        "category_applied_input_types": {
            category: ["text"] * bool(text or not pictures) + ["image"] * (pictures and category in _SEEN)
            for category in flags
        },
    }


def _score(dice: Dice, *, flagged: bool) -> float:
    """From 0.45 to 0.99 where flagged, else a number with four to seven noughts."""
    drawn = dice.unit()
    return 0.45 + 0.54 * drawn if flagged else 10 ** -(3.5 + 3.5 * drawn)
