"""What a session's requests and answers look like to a person: a line each, and a transcript for snapshots."""

import hashlib
import json
import re
from collections.abc import Iterator, Sequence
from itertools import groupby

from mockllm.api.asked import ask_in, turns_in
from mockllm.ask import Ask, File, Image, InputPart, ToolResult
from mockllm.cassette.secrets import of
from mockllm.journal import Entry
from mockllm.session import Session
from mockllm.turn import Json, Other, Part, Reasoning, Refusal, Text, ToolCall, Turn

__all__ = ["journal_lines", "transcript"]

_BASE64 = re.compile(r"[A-Za-z0-9+/]{120,}={0,2}")
_MOST = 100


def journal_lines(session: Session) -> list[str]:
    """A line for each request: what was asked, who answered, and below it what was wrong."""
    return [line for entry in list(session.journal) for line in _entry(session, entry)]


def _entry(session: Session, entry: Entry) -> Iterator[str]:
    hide = of(entry.headers, entry.target).hide
    ask = ask_in(session, entry)
    wanted = "" if ask is None else f" {ask.model}: {_short(hide(_last(ask)))}"
    turns = turns_in(session, entry)
    said = f" {_short(hide(' '.join(_lines(turns[0].parts, {}))))}" if turns else ""
    retry = f" (retry {entry.retry})" if entry.retry else ""
    yield f"{entry.number}. {entry.method} {hide(entry.path)}{wanted}{retry} -> {entry.status} {entry.source}{said}"
    for why in entry.why if entry.source in {"miss", "error"} else ():
        yield from (f"     {line}" for line in hide(why).splitlines())
    for problem in entry.problems:
        if not problem.startswith("miss: "):
            yield f"     {hide(problem)}"


def _last(ask: Ask) -> str:
    return " ".join(_lines(ask.messages[-1].parts, {})) if ask.messages else ""


def _short(text: str) -> str:
    text = " ".join(text.split())
    return text if len(text) <= _MOST else text[: _MOST - 3] + "..."


def transcript(session: Session) -> str:
    """The session as stable text: the same for every shape, ids as numbers, base64 as hashes, models left out."""
    ids: dict[str, str] = {}
    known: list[tuple[int, list[str]]] = []
    blocks = []
    for number, (entry, ask) in enumerate(_asks(session), 1):
        hide = of(entry.headers, entry.target).hide
        told = [hide(line) for line in _conversation(ask, ids)]
        answer = [hide(line) for line in _answer(session, entry, ids)]
        before = max(
            (each for each in known if told[: len(each[1])] == each[1]), key=lambda each: len(each[1]), default=None
        )
        head = f"# {number}" if before is None else f"# {number}, after {before[0]}"
        fresh = told if before is None else told[len(before[1]) :]
        blocks.append("\n".join([head, *fresh, *answer]))
        known.append((number, [*told, *(line for line in answer if not line.startswith("thinks: "))]))
    return "\n\n".join(blocks) + ("\n" if blocks else "")


def _asks(session: Session) -> Iterator[tuple[Entry, Ask]]:
    for entry in list(session.journal):
        ask = ask_in(session, entry)
        if ask is not None:
            yield entry, ask


def _conversation(ask: Ask, ids: dict[str, str]) -> list[str]:
    lines: list[str] = []
    for role, messages in groupby(ask.messages, key=lambda message: "user" if message.role == "tool" else message.role):
        parts = [part for message in messages for part in message.parts]
        spoken = [part for part in parts if not isinstance(part, Reasoning)]
        lines += [line if line.startswith(("calls ", "tool ")) else f"{role}: {line}" for line in _lines(spoken, ids)]
    return lines


def _answer(session: Session, entry: Entry, ids: dict[str, str]) -> list[str]:
    turns = turns_in(session, entry)
    if not turns or entry.ended == "cut":
        how = "cut" if entry.ended == "cut" else f"error {entry.status}"
        return [f"({how})"]
    return [line for number, turn in enumerate(turns) for line in _turn(turn, number, ids)]


def _turn(turn: Turn, number: int, ids: dict[str, str]) -> Iterator[str]:
    role = "assistant" if number == 0 else f"assistant ({number + 1})"
    for line in _lines(turn.parts, ids):
        yield line if line.startswith(("calls ", "thinks: ")) else f"{role}: {line}"


def _lines(parts: Sequence[InputPart], ids: dict[str, str]) -> list[str]:
    return [line for part in parts if (line := _part(part, ids))]


def _part(part: InputPart, ids: dict[str, str]) -> str:
    match part:
        case Image() | File():
            return _medium(part)
        case ToolResult(call_id=call_id, name=name, text=text, error=error):
            return f"tool {name or _number(ids, call_id)}{' failed' if error else ''}: {_json(text)}"
        case Text() | Refusal() | Json() | Reasoning() | ToolCall() | Other():
            return _spoken(part)


def _spoken(part: Part) -> str:
    match part:
        case Text(text=text) | Refusal(text=text):
            return _hashed(text)
        case Json(text=text):
            return _json(text)
        case Reasoning(text=text, summary=summary):
            return f"thinks: {text or ' '.join(summary)}"
        case ToolCall(name=name, arguments=arguments):
            return f"calls {name}({_json(arguments)})"
        case Other(data=given):
            return f"[{given.get('type', 'other')}]"


def _medium(part: Image | File) -> str:
    match part:
        case Image(url=url, data=data):
            inline = data or ((url or "").partition(";base64,")[2])
            return f"[image {_hash(inline) if inline else url}]"
        case File(name=name, data=data, url=url, text=text):
            return f"[file {name or url or ''} {_hash(data or text or '')}]"


def _number(ids: dict[str, str], found: str) -> str:
    return ids.setdefault(found, f"call {len(ids) + 1}")


def _json(text: str) -> str:
    try:
        return json.dumps(json.loads(text), ensure_ascii=False, sort_keys=True)
    except ValueError:
        return _hashed(text)


def _hashed(text: str) -> str:
    return _BASE64.sub(lambda match: _hash(match[0]), text)


def _hash(data: str) -> str:
    return f"sha256:{hashlib.sha256(data.encode()).hexdigest()[:16]}"
