"""Prediction Guard's safeguards: what a prompt may not hold, what is replaced in it, and what an answer may not say.

Injections and toxicity are found by patterns, a lack of factuality by numbers that the prompt does not hold; the real
service asks models.
"""

import re
from collections.abc import Sequence

from msgspec import Struct
from msgspec.structs import replace

from mockllm.ask import Ask, Body, InputPart, Message, ToolResult, text_of
from mockllm.errors import Failure
from mockllm.stamp import Dice
from mockllm.turn import Text, said
from mockllm.vendors.kinds import Said, World
from mockllm.vendors.predictionguard.pii import ENTITIES, find
from mockllm.vendors.predictionguard.pii import replace as replace_in
from mockllm.wire.prompt import prompt_tokens
from mockllm.wire.tolerant import mapping, string, strings, truth

__all__ = ["Wanted", "factual", "guard", "injected", "judge", "replaced", "toxic", "wanted"]

_INJECTION = re.compile(
    r"(?i)\b(?:ignore|disregard|forget|override)\b[^.\n]{0,40}\b(?:instructions?|prompts?|rules|guidelines)\b"
    r"|\b(?:reveal|show|print|repeat)\b[^.\n]{0,30}\bsystem prompt\b"
    r"|\byou are now (?:dan|in developer mode)\b|\bjailbreak\b|\bno longer bound by\b"
)
_TOXIC = re.compile(
    r"(?i)\b(?:idiots?|morons?|imbeciles?|stupid|dumb|scum|worthless|pathetic|shut up|i hate you|go to hell|"
    r"kill yourself|fuck\w*|shit\w*|bastards?|bitch\w*|assholes?)\b"
)
_NUMBER = re.compile(r"\d+(?:[.,]\d+)*")


class Wanted(Struct, frozen=True):
    """The safeguards of a request. `entities` are the kinds that count as personal data."""

    injection: bool = False
    pii: str = ""
    method: str = "random"
    entities: tuple[str, ...] = ENTITIES
    factuality: bool = False
    toxicity: bool = False


def wanted(body: Body) -> Wanted:
    """The safeguards in a body: under `safeguards`, or as Chat Completions has them under `input` and `output`."""
    found: dict[str, object] = {}
    for key in ("safeguards", "input", "output"):
        found |= mapping(body.get(key))
    ignored = {each.upper() for each in strings(found.get("entity_list"))}
    return Wanted(
        truth(found.get("block_prompt_injection")),
        string(found.get("pii")),
        string(found.get("pii_replace_method"), "random"),
        tuple(each for each in ENTITIES if each not in ignored),
        truth(found.get("factuality")),
        truth(found.get("toxicity")),
    )


def guard(ask: Ask, world: World) -> Ask | Failure:
    """The ask as the model may see it, or why it may not see it at all; a prompt may be one string."""
    if isinstance(ask.body.get("messages"), str):
        prompt = Message("user", (Text(ask.body["messages"]),))
        ask = replace(ask, messages=(prompt,), input_tokens=prompt_tokens((prompt,), ask.tools))
    safeguards = wanted(ask.body)
    texts = [text_of(message) for message in ask.messages]
    if safeguards.injection and any(map(injected, texts)):
        return Failure("invalid_request", "prompt injection detected")
    if safeguards.pii == "block" and any(find(text, safeguards.entities) for text in texts):
        return Failure("invalid_request", "pii detected")
    if safeguards.pii != "replace":
        return ask
    dice = world.stamp.dice("pii")
    messages = tuple(_message(message, safeguards, dice) for message in ask.messages)
    schema = ask.format.schema if ask.format else None
    return replace(ask, messages=messages, input_tokens=prompt_tokens(messages, ask.tools, schema))


def replaced(text: str, ask_body: Body, dice: Dice) -> str:
    """A text of the request as it is echoed: with its personal data replaced where that is asked for."""
    safeguards = wanted(ask_body)
    if safeguards.pii != "replace":
        return text
    return replace_in(text, safeguards.method, dice, safeguards.entities)


def _message(message: Message, safeguards: Wanted, dice: Dice) -> Message:
    return replace(message, parts=tuple(_part(part, safeguards, dice) for part in message.parts))


def _part(part: InputPart, safeguards: Wanted, dice: Dice) -> InputPart:
    if isinstance(part, Text | ToolResult):
        return replace(part, text=replace_in(part.text, safeguards.method, dice, safeguards.entities))
    return part


def judge(answer: Said) -> Failure | None:
    """The failure in place of an answer that its safeguards refuse."""
    safeguards = wanted(answer.ask.body)
    texts = [said(turn) for turn in answer.turns]
    if safeguards.toxicity and any(map(toxic, texts)):
        return Failure("invalid_request", "failed toxicity check")
    if safeguards.factuality and not factual(texts, [text_of(message) for message in answer.ask.messages]):
        return Failure("invalid_request", "failed factuality check")
    return None


def injected(text: str) -> bool:
    """Whether a prompt tries to talk the model out of what it was told."""
    return _INJECTION.search(text) is not None


def toxic(text: str) -> bool:
    """Whether a text is abusive."""
    return _TOXIC.search(text) is not None


def factual(texts: Sequence[str], references: Sequence[str]) -> bool:
    """Whether texts hold no number that the references have not, where these have any to check them by."""
    known = {number for reference in references for number in _NUMBER.findall(reference)}
    return not known or all(number in known for text in texts for number in _NUMBER.findall(text))
