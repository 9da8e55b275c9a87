"""Why a request has no recording: the nearest ones, and the fields that differ."""

import json
from collections import Counter
from collections.abc import Callable, Iterator
from functools import cached_property
from typing import Any

from mockllm.cassette.asked import Asked, of_exchange
from mockllm.cassette.exchange import path_of
from mockllm.cassette.index import Index
from mockllm.cassette.pointer import leaves
from mockllm.errors import counted

__all__ = ["Nearest", "differences"]

_CANDIDATES = 3
_LINES = 20
_WIDTH = 60
_POOL = 30
_WORDS = 40
"""How many words of a text tell it from others."""


class Nearest:
    """Finds what is like a request. The index by field is made when it is first needed."""

    def __init__(self, index: Index) -> None:
        self._index = index

    def explain(self, asked: Asked) -> tuple[str, ...]:
        """Lines for a person: the nearest recordings and how the request differs; no secret is in them."""
        secrets = self._index.secrets.also(asked.values)
        return tuple(secrets.hide(line) for line in self._lines(asked, secrets.hide))

    def _lines(self, asked: Asked, hide: Callable[[str], str]) -> Iterator[str]:
        method, path = asked.request.method, path_of(asked.request.uri)
        alike = [found for place, found in self._paths.items() if place[0] == method and place[1].endswith(asked.paths)]
        if not alike:
            yield f"No recording of {method} {path}; recorded are: {self._known() or 'none'}."
            return
        near = self._near(asked, [position for found in alike for position in found])
        for position in near:
            exchange = self._index.exchanges[position]
            found = list(differences(of_exchange(exchange.request, self._index.rules), asked, hide))
            yield f"Near: {exchange.place or f'#{position + 1}'}, with {counted(len(found), 'difference')}:"
            yield from (f"  {line}" for line in found[:_LINES])
            if len(found) > _LINES:
                yield f"  and {len(found) - _LINES} more"

    def _near(self, asked: Asked, positions: list[int]) -> list[int]:
        """The best few: those that share most fields and words, then those with the fewest differences."""
        wanted = _marks(asked)
        among = set(positions)
        shared = Counter(position for mark in wanted for position in self._marked.get(mark, ()) if position in among)
        pool = [position for position, _ in shared.most_common(_POOL)] or positions[:_POOL]
        rules = self._index.rules

        def distance(position: int) -> tuple[int, int]:
            recorded = of_exchange(self._index.exchanges[position].request, rules)
            return len(wanted ^ _marks(recorded)), position

        return sorted(pool, key=distance)[:_CANDIDATES]

    def _known(self) -> str:
        counted = [f"{method} {path} ({len(found)})" for (method, path), found in self._paths.items()]
        return ", ".join(counted[:_LINES])

    @cached_property
    def _paths(self) -> dict[tuple[str, str], list[int]]:
        found: dict[tuple[str, str], list[int]] = {}
        for position, exchange in enumerate(self._index.exchanges):
            found.setdefault((exchange.request.method, path_of(exchange.request.uri)), []).append(position)
        return found

    @cached_property
    def _marked(self) -> dict[int, list[int]]:
        """Every field and its value, and every word in it -> the recordings that have it."""
        found: dict[int, list[int]] = {}
        for position, exchange in enumerate(self._index.exchanges):
            for mark in _marks(of_exchange(exchange.request, self._index.rules)):
                found.setdefault(mark, []).append(position)
        return found


def differences(recorded: Asked, asked: Asked, hide: Callable[[str], str] = str) -> Iterator[str]:
    """The fields in which a request differs from a recorded one, a line each, by JSON pointer.

    `hide` takes the secrets out of a text, before it is cut and only half of one is left.
    """
    if recorded.query != asked.query:
        yield f"query: recorded {_short(recorded.query, hide)}, asked {_short(asked.query, hide)}"
    if isinstance(recorded.document, bytes) or isinstance(asked.document, bytes):
        if recorded.body != asked.body:
            yield f"body: recorded {len(recorded.body)} bytes, asked {len(asked.body)} bytes that differ"
        return
    old, new = dict(leaves(recorded.document)), dict(leaves(asked.document))
    for pointer in {**new, **old}:
        if pointer not in new:
            yield f"{pointer}: recorded {_short(old[pointer], hide)}, not asked"
        elif pointer not in old:
            yield f"{pointer}: not recorded, asked {_short(new[pointer], hide)}"
        elif old[pointer] != new[pointer]:
            before, after = (hide(each) if isinstance(each, str) else each for each in (old[pointer], new[pointer]))
            yield f"{pointer}: recorded {_around(before, after)}, asked {_around(after, before)}"


def _marks(asked: Asked) -> set[int]:
    if isinstance(asked.document, bytes):
        return {hash(asked.document)}
    fields = list(leaves(asked.document))
    # Most requests that miss differ in what is said alone: the words tell which recording is meant.
    said = (
        hash((pointer, word))
        for pointer, value in fields
        if isinstance(value, str)
        for word in value.split(None, _WORDS)[:_WORDS]
    )
    return {hash((pointer, repr(value))) for pointer, value in fields}.union(said)


def _short(value: Any, hide: Callable[[str], str] = str) -> str:
    text = hide(json.dumps(value, ensure_ascii=False))
    return text if len(text) <= _WIDTH else text[: _WIDTH - 1] + "…"


def _around(value: Any, other: Any) -> str:
    """A value, long text from a little before the place where it differs."""
    if not isinstance(value, str) or not isinstance(other, str) or len(value) <= _WIDTH:
        return _short(value)
    same = next((place for place, (a, b) in enumerate(zip(value, other, strict=False)) if a != b), len(other))
    start = max(0, same - _WIDTH // 3)
    return ("…" if start else "") + _short(value[start : start + _WIDTH])
