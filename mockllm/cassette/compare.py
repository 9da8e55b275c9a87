"""How two recordings of the same requests differ, in tiers.

`wire`: fields, types of values, event types, statuses. `behaviour`: other tools, another end, other exchanges.
`wording`: other text, reasoning or arguments, which a model is free to choose.
"""

import json
import re
from collections.abc import Iterator, Sequence
from itertools import zip_longest
from typing import Any, Literal

from msgspec import Struct

from mockllm.cassette.asked import Asked, of_exchange
from mockllm.cassette.canon import Rules
from mockllm.cassette.exchange import Exchange, Response, header, is_stream, path_of, plain
from mockllm.cassette.index import Index
from mockllm.cassette.nearest import differences
from mockllm.cassette.shapes import shape_of, turns_of
from mockllm.turn import Reasoning, Refusal, Turn, calls, said, stop_of
from mockllm.wire import sse

__all__ = ["TIERS", "Difference", "Pair", "Tier", "compare", "pairs"]

Tier = Literal["wire", "behaviour", "wording"]
TIERS: tuple[Tier, ...] = ("wire", "behaviour", "wording")

_FREE = frozenset({"input", "arguments", "metadata", "logprobs", "top_logprobs"})
"""Fields whose insides a model or a client chooses."""

_ENDS = {"eof": "was whole", "truncated": "broke off", "reset": "was reset"}
_LINES = 20
_NULL = "null"
_STEP = re.compile("/")
_KINDS = {dict: "object", list: "array", str: "string", bool: "boolean", int: "number", float: "number"}
Fields = dict[str, set[str]]


class Difference(Struct, frozen=True):
    """One difference: its tier, the place of the exchange, what it is."""

    tier: Tier
    place: str
    text: str


class Pair(Struct, frozen=True):
    """An exchange of each of two cassettes, None where one has no partner; `asked` are lines on how they ask."""

    old: Exchange | None
    new: Exchange | None
    asked: tuple[str, ...] = ()


def pairs(old: Sequence[Exchange], new: Sequence[Exchange], rules: Rules) -> Iterator[Pair]:
    """The exchanges of two cassettes by their requests, equal ones in order, ids that answers hand out aside.

    Of those that are left, the ones that ask the same endpoint are taken for the same exchange, asked otherwise.
    """
    index = Index(new, rules)
    asked = [of_exchange(exchange.request, rules) for exchange in old]
    left = dict.fromkeys(range(len(new)))
    equal = _equal(asked, index, left)
    for number, exchange in enumerate(old):
        if (at := equal.get(number)) is not None:
            yield Pair(exchange, new[at])
        elif (at := _alike(exchange, new, left)) is not None:
            other = of_exchange(new[at].request, rules)
            yield Pair(exchange, new[at], tuple(differences(asked[number], other, index.secrets.hide)))
        else:
            yield Pair(exchange, None)
    yield from (Pair(None, new[at]) for at in left)


def _equal(asked: Sequence[Asked], index: Index, left: dict[int, None]) -> dict[int, int]:
    """Which exchange of the index asks the same, by number; those found are no longer left."""
    found: dict[int, int] = {}
    for find in (index.exact, index.loose):
        waiting: dict[bytes, Iterator[int]] = {}
        for number, each in enumerate(asked):
            if number not in found and (same := find(each)) is not None:
                positions = waiting.setdefault(same.key, iter(same.positions))
                at = next((position for position in positions if position in left), None)
                if at is not None:
                    found[number] = at
                    del left[at]
    return found


def _alike(exchange: Exchange, new: Sequence[Exchange], left: dict[int, None]) -> int | None:
    """The first of those left that asks the same endpoint, by its position; it is no longer left."""
    wanted = _endpoint(exchange)
    at = next((position for position in left if _endpoint(new[position]) == wanted), None)
    if at is not None:
        del left[at]
    return at


def _endpoint(exchange: Exchange) -> tuple[str, str]:
    return exchange.request.method, path_of(exchange.request.uri)


def compare(old: Exchange | None, new: Exchange | None, asked: Sequence[str] = ()) -> Iterator[Difference]:
    """The differences of a pair; `asked` are those of its requests."""
    if old is None or new is None:
        exchange, word = (new, "only in the new one") if old is None else (old, "only in the old one")
        if exchange is not None:
            request = exchange.request
            yield Difference("behaviour", exchange.place, f"{request.method} {path_of(request.uri)} is {word}")
        return
    yield from (Difference("behaviour", old.place, f"the request differs: {line}") for line in asked[:_LINES])
    if len(asked) > _LINES:
        yield Difference("behaviour", old.place, f"the request differs in {len(asked) - _LINES} more places")
    for text in _wire(old.response, new.response):
        yield Difference("wire", old.place, text)
    before, after = _turns(old), _turns(new)
    if before is not None and after is not None:
        for number, (one, other) in enumerate(zip_longest(before, after)):
            who = f"choice {number}: " if len(before) + len(after) > len((old, new)) else ""
            yield from (Difference(tier, old.place, who + text) for tier, text in _spoken(one, other))
    elif old.response.status == new.response.status and _content(old.response) != _content(new.response):
        yield Difference("wording", old.place, "the bodies differ")


def _turns(exchange: Exchange) -> tuple[Turn, ...] | None:
    try:
        return turns_of(exchange) if shape_of(exchange.request) else None
    except ValueError:
        return None


def _wire(old: Response, new: Response) -> Iterator[str]:
    if old.status != new.status:
        yield f"status {old.status} became {new.status}"
        return
    kinds = [(header(each.headers, "content-type") or "none").partition(";")[0] for each in (old, new)]
    if kinds[0] != kinds[1]:
        yield f"content-type {kinds[0]} became {kinds[1]}"
        return
    ends = [_ENDS[each.trace.end if each.trace else "eof"] for each in (old, new)]
    if ends[0] != ends[1]:
        yield f"the response {ends[0]} and now {ends[1]}"
    before, after = _fields(old), _fields(new)
    gone, fresh = _outermost(before.keys() - after.keys()), _outermost(after.keys() - before.keys())
    for name in sorted(gone | fresh | (before.keys() & after.keys())):
        if name in gone:
            yield f"{name} is gone"
        elif name in fresh:
            yield f"{name} is new"
        elif (was := before[name] - {_NULL}) and (now := after[name] - {_NULL}) and not was & now:
            yield f"{name} was {' or '.join(sorted(was))} and is {' or '.join(sorted(now))}"


def _outermost(names: set[str]) -> set[str]:
    """The fields that are within none of the others: with an event or an object comes all that it holds."""
    return {name for name in names if not any(name[: at.start()] in names for at in _STEP.finditer(name))}


def _content(response: Response) -> bytes | None:
    return plain(response.headers, response.body)


def _fields(response: Response) -> Fields:
    """Every field, by event type where it is a stream, and the types of its values."""
    found: Fields = {}
    for prefix, document in _documents(response):
        found.setdefault(prefix or "body", set()).add(_kind(document))
        _collect(document, prefix, found)
    return found


def _documents(response: Response) -> Iterator[tuple[str, Any]]:
    body = _content(response) or b""
    texts = (
        [(event.name, event.data) for event in sse.decode(body) if event.data is not None]
        if is_stream(response)
        else [(None, body.decode("utf-8", "replace"))]
    )
    for name, text in texts:
        try:
            document = json.loads(text or "")
        except ValueError:
            yield f"event {text}" if text == "[DONE]" else "", text
            continue
        kind = document.get("type", name) if isinstance(document, dict) else name
        yield (f"event {kind}" if is_stream(response) else ""), document


def _collect(value: Any, name: str, found: Fields) -> None:
    if isinstance(value, dict):
        for key, item in value.items():
            inner = f"{name}/{key}"
            found.setdefault(inner, set()).add(_kind(item))
            if key not in _FREE:
                _collect(item, inner, found)
    elif isinstance(value, list):
        for item in value:
            _collect(item, f"{name}/*", found)


def _kind(value: Any) -> str:
    return _KINDS.get(type(value), _NULL)


def _spoken(old: Turn | None, new: Turn | None) -> Iterator[tuple[Tier, str]]:
    if old is None or new is None:
        yield "behaviour", "is new" if old is None else "is gone"
        return
    yield from _called(old, new)
    if stop_of(old) != stop_of(new):
        yield "behaviour", f"stop {stop_of(old)} became {stop_of(new)}"
    for kind, word in ((Refusal, "refusal"), (Reasoning, "reasoning")):
        before, after = ([part for part in turn.parts if isinstance(part, kind)] for turn in (old, new))
        if bool(before) != bool(after):
            yield "behaviour", f"{word} {'is gone' if before else 'is new'}"
        elif [each.text for each in before] != [each.text for each in after]:
            yield "wording", f"the {word} differs"
    if said(old) != said(new):
        yield "wording", "the text differs"


def _called(old: Turn, new: Turn) -> Iterator[tuple[Tier, str]]:
    names = [[call.name for call in calls(turn)] for turn in (old, new)]
    if names[0] != names[1]:
        yield "behaviour", f"calls {', '.join(names[0]) or 'nothing'} became {', '.join(names[1]) or 'nothing'}"
    elif [_arguments(call.arguments) for call in calls(old)] != [_arguments(call.arguments) for call in calls(new)]:
        yield "wording", "the arguments of its calls differ"


def _arguments(text: str) -> Any:
    try:
        return json.loads(text or "{}")
    except ValueError:
        return text
