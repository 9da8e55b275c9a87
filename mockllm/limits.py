"""What ends a turn early: stop sequences and the limit of output tokens."""

from collections.abc import Iterator

from msgspec.structs import replace

from mockllm.ask import Ask
from mockllm.tokens import count, cut
from mockllm.turn import Citation, Json, Part, Reasoning, Refusal, Text, ToolCall, Turn, Usage, said

__all__ = ["apply", "spent"]


def apply(turn: Turn, ask: Ask) -> Turn:
    """The turn as far as `ask.stop` and `ask.limit` let it go, with its usage.

    A stop sequence ends the text before its first occurrence; a token limit cuts reasoning, text and arguments for
    real. A turn that is not cut keeps the usage it came with.
    """
    if turn.usage is not None and not ask.stop and (ask.limit is None or turn.usage.output <= ask.limit):
        return turn
    parts, sequence = _before_stop(turn, ask.stop)
    hidden = turn.usage.reasoning if turn.usage is not None else None
    left, used, whole = _within(parts, ask.limit, hidden)
    if whole and sequence is None:
        return turn if turn.usage is not None else replace(turn, usage=_usage(turn, ask, used))
    usage = _usage(turn, ask, used)
    if whole:
        return replace(turn, parts=left, stop="stop_sequence", stop_sequence=sequence, usage=usage)
    return replace(turn, parts=left, stop="length", stop_sequence=None, usage=usage)


def spent(parts: tuple[Part, ...], hidden: int | None = None) -> Usage:
    """The output tokens of some parts; `hidden` is how many the reasoning took where the parts do not show it."""
    thought = sum(map(_thought, parts)) if hidden is None else hidden
    return Usage(output=thought + sum(map(_size, parts)), reasoning=thought)


def _usage(turn: Turn, ask: Ask, used: Usage) -> Usage:
    given = turn.usage or Usage(input=ask.input_tokens)
    return replace(given, output=used.output, reasoning=used.reasoning)


def _before_stop(turn: Turn, stops: tuple[str, ...]) -> tuple[tuple[Part, ...], str | None]:
    text = said(turn)
    found = [(place, -len(stop), stop) for stop in stops if stop and (place := text.find(stop)) >= 0]
    if not found:
        return turn.parts, None
    place, _, stop = min(found)
    return tuple(_up_to(turn.parts, place)), stop


def _up_to(parts: tuple[Part, ...], room: int) -> Iterator[Part]:
    for part in parts:
        if not isinstance(part, Text | Json):
            yield part
            continue
        if room > 0:
            yield _shorter(part, part.text[:room])
        room -= len(part.text)
        if room <= 0:
            return


def _within(parts: tuple[Part, ...], limit: int | None, hidden: int | None) -> tuple[tuple[Part, ...], Usage, bool]:
    """The parts that fit, what they use, and whether these are all of them."""
    thought = sum(map(_thought, parts)) if hidden is None else hidden
    if limit is not None and thought > limit:
        first = next((part for part in parts if isinstance(part, Reasoning)), None)
        left = (_think_less(first, limit),) if first is not None and limit else ()
        return left, Usage(output=limit, reasoning=limit), False
    room = None if limit is None else limit - thought
    kept: list[Part] = []
    output = thought
    for part in parts:
        size = _size(part)
        if room is not None and size > room:
            if room:
                kept.append(_shorter(part, cut(_words(part), room)))
            return tuple(kept), Usage(output=output + room, reasoning=thought), False
        kept.append(part)
        output += size
        room = None if room is None else room - size
    return tuple(kept), Usage(output=output, reasoning=thought), True


def _thought(part: Part) -> int:
    if not isinstance(part, Reasoning):
        return 0
    return count(part.text) if part.text else sum(count(piece) for piece in part.summary)


def _size(part: Part) -> int:
    return count(_words(part))


def _words(part: Part) -> str:
    match part:
        case Text(text=text) | Refusal(text=text) | Json(text=text):
            return text
        case ToolCall(arguments=arguments):
            return arguments
        case _:
            return ""


def _shorter(part: Part, text: str) -> Part:
    match part:
        case Text():
            return replace(part, text=text, citations=tuple(each for each in part.citations if _inside(each, text)))
        case ToolCall():
            return replace(part, arguments=text)
        case Refusal() | Json():
            return replace(part, text=text)
        case _:
            return part


def _inside(cited: Citation, text: str) -> bool:
    return cited.end <= len(text)


def _think_less(part: Reasoning, limit: int) -> Reasoning:
    summary: list[str] = []
    room = limit
    for piece in part.summary:
        short = cut(piece, room)
        if short:
            summary.append(short)
        room -= count(short)
    return replace(part, text=cut(part.text, limit), summary=tuple(summary))
