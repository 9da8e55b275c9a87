"""A recorded conversation for a person to read, whatever its shape: who said what, which tools were called."""

import json
from collections.abc import Iterator, Sequence

from msgspec import Struct

from mockllm.ask import Ask, File, Image, InputPart, ToolResult
from mockllm.cassette.exchange import Exchange, chunks, is_stream, plain
from mockllm.cassette.shapes import ask_of, turns_of
from mockllm.turn import Json, Other, Part, Reasoning, Refusal, Text, ToolCall, Turn, stop_of

__all__ = ["Line", "Scene", "as_markdown", "as_text", "scenes"]

_LONGEST = 4_000


class Line(Struct, frozen=True):
    """One thing that was said: `kind` is text, reasoning, refusal, call, result, image, file or body."""

    who: str
    kind: str
    text: str


class Scene(Struct, frozen=True):
    """One exchange: its title, facts about it, what was new in the request, what was answered.

    `earlier` counts the lines that the exchange before had already.
    """

    title: str
    facts: tuple[str, ...]
    asked: tuple[Line, ...]
    answered: tuple[Line, ...]
    earlier: int = 0


def scenes(exchanges: Sequence[Exchange]) -> Iterator[Scene]:
    """The exchanges as scenes, in order."""
    before: list[Line] = []
    for number, exchange in enumerate(exchanges, 1):
        asked = list(_asked(exchange))
        same = _common(before, asked)
        answered, facts = _answered(exchange)
        request = exchange.request
        told = (*_wanted(exchange), *facts)
        yield Scene(f"{number}. {request.method} {request.uri}", told, tuple(asked[same:]), tuple(answered), same)
        before = asked + answered


def as_text(scene: Scene) -> str:
    """A scene as plain text."""
    lines = [scene.title, *(f"  {fact}" for fact in scene.facts)]
    if scene.earlier:
        lines.append(f"  ({scene.earlier} earlier)")
    lines += [_indented(line) for line in (*scene.asked, *scene.answered)]
    return "\n".join(lines) + "\n"


def as_markdown(scene: Scene) -> str:
    """A scene as Markdown."""
    lines = [f"## {scene.title}", "", *(f"- {fact}" for fact in scene.facts), ""]
    if scene.earlier:
        lines += [f"*{scene.earlier} earlier*", ""]
    for line in (*scene.asked, *scene.answered):
        lines += _block(line)
    return "\n".join(lines)


def _indented(line: Line) -> str:
    label = line.who if line.kind == "text" else f"{line.who} {line.kind}"
    return f"  {label}: " + line.text.replace("\n", "\n    ")


def _block(line: Line) -> list[str]:
    label = line.who if line.kind == "text" else f"{line.who}, {line.kind}"
    if line.kind == "text":
        return [f"**{label}:** {line.text}", ""]
    fence = "```"
    while fence in line.text:
        fence += "`"
    return [f"**{label}:**", "", fence, line.text, fence, ""]


def _common(before: Sequence[Line], now: Sequence[Line]) -> int:
    """How many of the lines now were told before; reasoning is not always given back."""
    known = [_same(line) for line in before if line.kind != "reasoning"]
    same = met = 0
    for number, line in enumerate(now, 1):
        if line.kind == "reasoning":
            continue
        if known[met : met + 1] != [_same(line)]:
            break
        same, met = number, met + 1
    return same if same < len(now) else 0


def _same(line: Line) -> Line:
    """A line to compare with others: the arguments of a call in one way of writing."""
    if line.kind != "call":
        return line
    name, _, arguments = line.text.partition(" ")
    try:
        return Line(line.who, line.kind, f"{name} {json.dumps(json.loads(arguments), sort_keys=True)}")
    except ValueError:
        return line


def _wanted(exchange: Exchange) -> Iterator[str]:
    """What was asked for beside the conversation, on one line."""
    ask = ask_of(exchange)
    if ask is None:
        return
    words = {
        "model": ask.model,
        "tools": ", ".join(tool.name for tool in ask.tools),
        "format": (ask.format.name or ask.format.kind) if ask.format is not None else "",
        "limit": ask.limit,
        "stop": ", ".join(map(json.dumps, ask.stop)),
        "n": ask.n if ask.n > 1 else None,
        **ask.sampling,
    }
    told = "; ".join(f"{name}: {value}" for name, value in words.items() if value not in (None, ""))
    if told:
        yield told


def _asked(exchange: Exchange) -> Iterator[Line]:
    ask = ask_of(exchange)
    if ask is not None:
        yield from _said(ask)
    elif exchange.request.body:
        body = plain(exchange.request.headers, exchange.request.body)
        yield Line("request", "body", _shortened(exchange.request.body if body is None else body))


def _said(ask: Ask) -> Iterator[Line]:
    for message in ask.messages:
        for part in message.parts:
            kind, text = _told(part)
            if text:
                yield Line("tool" if kind == "result" else message.role, kind, text)


def _told(part: InputPart) -> tuple[str, str]:
    """What kind of part it is, and its text."""
    match part:
        case ToolResult(text=text, name=name):
            told = "result", f"{name}: {text}" if name else text
        case Image(url=url, media_type=kind):
            told = "image", url or f"{kind or 'image'}, in the request"
        case File(name=name, url=url):
            told = "file", name or url or "in the request"
        case _:
            told = _spoken(part)
    return told


def _spoken(part: Part) -> tuple[str, str]:
    match part:
        case Text(text) | Json(text):
            told = "text", text
        case Reasoning(text=text, summary=summary):
            told = "reasoning", text or "\n".join(summary)
        case Refusal(text):
            told = "refusal", text
        case ToolCall(name=name, arguments=arguments):
            told = "call", f"{name} {arguments}"
        case Other(data=data):
            told = "other", str(data.get("type", ""))
    return told


def _answered(exchange: Exchange) -> tuple[list[Line], list[str]]:
    facts = [_came(exchange)]
    try:
        turns = turns_of(exchange)
    except ValueError:
        body = plain(exchange.response.headers, exchange.response.body)
        text = _shortened(exchange.response.body if body is None else body)
        return [Line("answer", "body", text)] if text else [], facts
    lines = []
    for number, turn in enumerate(turns, 1):
        who = "assistant" if len(turns) == 1 else f"assistant {number}"
        lines += [Line(who, *told) for told in map(_told, turn.parts) if told[1]]
        facts.append(_ended(turn))
    return lines, facts


def _came(exchange: Exchange) -> str:
    response = exchange.response
    words = [str(response.status), response.reason]
    if is_stream(response):
        pieces = chunks(response)
        seconds = pieces[-1].at / 1000 if pieces else 0.0
        words.append(f"stream of {len(pieces)} chunks" + (f" in {seconds:.1f} s" if seconds else ""))
    if response.trace is not None:
        words += [] if response.trace.end == "eof" else [response.trace.end]
        words += [f"recorded {response.trace.recorded_at}"] if response.trace.recorded_at else []
    return ", ".join(word for word in words if word)


def _ended(turn: Turn) -> str:
    usage = turn.usage
    return f"stop: {stop_of(turn)}" + (f"; {usage.input} tokens in, {usage.output} out" if usage is not None else "")


def _shortened(body: bytes) -> str:
    try:
        text = json.dumps(json.loads(body), indent=2, ensure_ascii=False)
    except ValueError:
        text = body.decode("utf-8", "replace")
    return text if len(text) <= _LONGEST else f"{text[:_LONGEST]}\n… {len(text) - _LONGEST} more characters"
