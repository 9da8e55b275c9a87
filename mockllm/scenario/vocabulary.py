"""Python's words for scenarios; they make the plain data that files and scripts over HTTP hold."""

from collections.abc import Mapping
from difflib import get_close_matches
from typing import Any

from msgspec import Struct, field, to_builtins
from msgspec.structs import asdict

from mockllm.errors import NEUTRAL, FailureKind, MockLLMError
from mockllm.exchange import Pace
from mockllm.pace import paced
from mockllm.scenario.words import TABLES

__all__ = ["Word", "call", "cut", "fail", "plain", "plain_value", "refuse", "results", "text", "think", "turn"]

_INSTEAD = {
    "say": 'text("...")',
    "call": "call(name, arguments)",
    "think": "think(...)",
    "refuse": "refuse(...)",
    "json": "turn(json=...)",
    "fail": 'fail("rate_limit")',
    "cut": "cut(after_events=3)",
    "expect": "turn(..., expect=...)",
}
"""Words that hardly stand in a JSON document, and what Python has for them."""


class Word(Struct, frozen=True):
    """Something scripted: `part` is what it says, `reply` what it asks of the whole reply."""

    part: Mapping[str, Any] = field(default_factory=dict)
    reply: Mapping[str, Any] = field(default_factory=dict)
    whole: Mapping[str, Any] | None = None
    """All of a turn, where the word is one."""


def text(said: str, *, hold_after: str | None = None, cite: list[Mapping[str, str]] | None = None) -> Word:
    """Prose; the stream stops after `hold_after` until it is released. `cite` are its sources: url, title, quote."""
    part: dict[str, Any] = {"say": said}
    if cite is not None:
        part["cite"] = [dict(each) for each in cite]
    return Word(part, {} if hold_after is None else {"hold_after": hold_after})


def call(name: str, arguments: Mapping[str, Any] | str | None = None, *, id: str | None = None) -> Word:  # noqa: A002 - the word
    """A tool call; arguments given as a string are sent as they are."""
    given = arguments if isinstance(arguments, str) else plain_value(arguments or {})
    part: dict[str, Any] = {"call": {name: given}}
    return Word(part if id is None else {**part, "id": id})


def think(thought: str = "", *, summary: list[str] | None = None, redacted: bool = False) -> Word:
    """Reasoning before the answer."""
    words: dict[str, Any] = {"text": thought}
    if summary is not None:
        words["summary"] = list(summary)
    if redacted:
        words["redacted"] = True
    return Word({"think": words})


def refuse(said: str, *, category: str | None = None) -> Word:
    """A refusal."""
    return Word({"refuse": {"text": said} if category is None else {"text": said, "category": category}})


def fail(kind: FailureKind, message: str | None = None, **options: Any) -> Word:
    """An error instead of an answer; `after_events` or `after_tokens` let it strike in the middle of one.

    `options` are the keys of a scenario's `fail`: status, headers, body, type, code, param, first, rate and so on.
    Raises MockLLMError for a kind that is none.
    """
    if kind not in NEUTRAL:
        near = get_close_matches(str(kind), NEUTRAL, 1)
        hint = f"did you mean {near[0]}?" if near else f"there are {', '.join(NEUTRAL)}."
        raise MockLLMError(f"fail({kind!r}): there is no such failure; {hint}")
    words: dict[str, Any] = {"kind": kind, **options}
    if message is not None:
        words["message"] = message
    return Word(reply={"fail": words})


def cut(*, how: str = "fin", **after: int) -> Word:
    """The connection ends early: `after_events`, `after_tokens` or `after_bytes`, by "fin" or "reset"."""
    return Word(reply={"cut": {**after, "how": how}})


def turn(*parts: Any, expect: Mapping[str, Any] | None = None, **options: Any) -> Word:
    """One turn of several parts. `expect` is a condition; `options` are the keys of a scenario's reply.

    Its `pace` may also be tokens a second or a `mockllm.Pace`.
    """
    pace = options.get("pace")
    if isinstance(pace, Pace | int | float):
        options["pace"] = {name: value for name, value in asdict(paced(pace)).items() if value}
    words = {**_turn(list(parts)), **{name: plain_value(value) for name, value in options.items()}}
    return Word(whole=words if expect is None else {**words, "expect": plain_value(expect)})


def results(texts: Mapping[str, str] | str | None = None, /, **named: str) -> Mapping[str, Any]:
    """A condition on tool results: a text in any of them, or the text of each by its tool's name."""
    if isinstance(texts, str):
        return {"results": texts}
    return {"results": {**(texts or {}), **named}}


def plain(said: Any) -> dict[str, Any]:
    """The plain data of one turn: of a word, a text, a list of parts, or a JSON document (dict or pydantic model)."""
    return _turn(list(said) if isinstance(said, list | tuple) else [said])


def plain_value(value: Any) -> Any:
    """A value as JSON has it: models dumped, tuples as lists. Raises TypeError for what JSON cannot say."""
    dump = getattr(value, "model_dump", None)
    if dump is not None:
        return dump(mode="json", by_alias=True)
    if isinstance(value, Mapping):
        return {str(key): plain_value(item) for key, item in value.items()}
    if isinstance(value, list | tuple):
        return [plain_value(item) for item in value]
    if isinstance(value, bytes | bytearray):
        raise TypeError(f"{value!r} is no text; decode it")
    try:
        return to_builtins(value)
    except TypeError as error:
        raise TypeError(f"{value!r} is nothing that JSON can say") from error


def _turn(said: list[Any]) -> dict[str, Any]:
    words = [_word(each) for each in said]
    if len(words) == 1 and words[0].whole is not None:
        return dict(words[0].whole)
    parts = [dict(word.part) for word in words if word.part]
    reply: dict[str, Any] = {}
    for word in words:
        if word.whole is not None:
            raise TypeError("a turn cannot stand inside another; give its parts")
        twice = reply.keys() & word.reply.keys()
        if twice:
            raise TypeError(f"{min(twice)} stands twice in one turn")
        reply |= word.reply
    return {"parts": parts, **reply} if parts else reply


def _word(said: Any) -> Word:
    if isinstance(said, Word):
        return said
    if isinstance(said, Mapping) and said.keys() <= TABLES["turn"].keys() and said.keys() & _INSTEAD.keys():
        words = ", ".join(dict.fromkeys(_INSTEAD.get(key, f"turn(..., {key}=...)") for key in said))
        raise TypeError(
            f"a dict is sent as JSON, but the keys of this one ({', '.join(said)}) are words of scenario files: "
            f"write {words} instead, or turn(json=...) to send it all the same"
        )
    if said is None:
        raise TypeError("None is no turn; turn(json=None) sends null")
    if isinstance(said, BaseException) or (isinstance(said, type) and issubclass(said, BaseException)):
        raise TypeError(f'{said!r} is no turn; the service\'s errors are fail("rate_limit") and the like')
    return text(said) if isinstance(said, str) else Word({"json": plain_value(said)})
