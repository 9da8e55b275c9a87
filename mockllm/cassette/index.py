"""Finding the recordings of a request by digest.

First the request must be equal to the recorded one in all that counts. Failing that, ids that an earlier answer handed
out may be others, secrets hidden, and something before the path: the index for that is made when it is first needed.
"""

import re
from collections.abc import Iterator, Sequence
from functools import cached_property
from typing import Any

from msgspec import Struct, field

from mockllm.cassette import canon
from mockllm.cassette.asked import Asked, of_exchange
from mockllm.cassette.canon import Rules
from mockllm.cassette.exchange import Exchange, plain
from mockllm.cassette.secrets import PLACEHOLDER, Secrets

__all__ = ["Found", "Index"]

_IDS = frozenset(
    {
        "call_id",
        "container",
        "conversation",
        "encrypted_content",
        "id",
        "item_id",
        "previous_response_id",
        "response_id",
        "signature",
        "tool_call_id",
        "tool_use_id",
    }
)
"""Fields whose text an answer hands out and a later request gives back."""

_HANDED = re.compile(rb'"(?:[a-z_]*id|signature|encrypted_content)"\s*:\s*"([^"\\]+)"')
_VERSION = re.compile(r"/v\d+(?:/|\Z)")
_HIDDEN = re.compile(rb"REDACTEDx*")


class Found(Struct, frozen=True):
    """Recordings of a request by their positions, in order. `key` names the request among all that are equal.

    `ids` are, for each position, the ids of the recording with those of the request.
    """

    key: bytes
    positions: Sequence[int]
    ids: dict[int, dict[str, str]] = field(default_factory=dict)


class _Loose(Struct, frozen=True):
    """A recording whose ids may be others: `ids` are its own in the order in which they appear."""

    position: int
    ids: tuple[str, ...]


class Index:
    """The exchanges of one or more cassettes, and where each is found."""

    def __init__(
        self, exchanges: Sequence[Exchange], rules: Rules | None = None, secrets: Secrets | None = None
    ) -> None:
        self.exchanges = tuple(exchanges)
        self.rules = rules or Rules()
        self.secrets = secrets or Secrets()
        self._exact: dict[bytes, list[int]] = {}
        for position, exchange in enumerate(self.exchanges):
            asked = of_exchange(exchange.request, self.rules)
            self._exact.setdefault(asked.keys(asked.body)[0], []).append(position)

    def __len__(self) -> int:
        return len(self.exchanges)

    def find(self, asked: Asked) -> Found | None:
        """The recordings of a request, equal ones before those that differ in ids; None where there are none."""
        return self.exact(asked) or self.loose(asked)

    def exact(self, asked: Asked) -> Found | None:
        """The recordings of requests that are equal to this one in all that counts."""
        for key in asked.keys(asked.body):
            positions = self._allowed(asked, self._exact.get(key, ()))
            if positions:
                return Found(key, positions)
        return None

    def loose(self, asked: Asked) -> Found | None:
        """The recordings of requests that differ in nothing but ids, secrets, and what is before the path."""
        try:
            return self._find_loose(asked)
        except RecursionError:
            return None

    def _allowed(self, asked: Asked, positions: Sequence[int]) -> Sequence[int]:
        if not self.rules.also:
            return positions
        requests = self.exchanges
        return [
            position
            for position in positions
            if all(allows(asked.request, requests[position].request) for allows in self.rules.also)
        ]

    def _find_loose(self, asked: Asked) -> Found | None:
        ids, body = self._loosened(asked)
        for key in asked.keys(body):
            mapped = {
                loose.position: dict(zip(loose.ids, ids, strict=True))
                for loose in self._loose.get(key, ())
                if len(loose.ids) == len(ids) and self._may_differ(loose, ids)
            }
            positions = self._allowed(asked, list(mapped))
            if positions:
                return Found(key, positions, mapped)
        return None

    def _may_differ(self, loose: _Loose, ids: tuple[str, ...]) -> bool:
        """Whether each id that differs is one that an earlier answer handed out."""
        return all(
            recorded == asked or self._handed.get(recorded, loose.position) < loose.position
            for recorded, asked in zip(loose.ids, ids, strict=True)
        )

    @cached_property
    def _loose(self) -> dict[bytes, list[_Loose]]:
        found: dict[bytes, list[_Loose]] = {}
        for position, exchange in enumerate(self.exchanges):
            asked = of_exchange(exchange.request, self.rules)
            ids, body = self._loosened(asked)
            for path in _ends(asked.paths[0]):
                key = canon.key(asked.request.method, path, asked.query, body)
                found.setdefault(key, []).append(_Loose(position, ids))
        return found

    @cached_property
    def _handed(self) -> dict[str, int]:
        """Every id that an answer holds, with the position of the first such answer."""
        found: dict[str, int] = {}
        for position, exchange in enumerate(self.exchanges):
            body = plain(exchange.response.headers, exchange.response.body) or b""
            for value in _HANDED.findall(body):
                found.setdefault(value.decode("utf-8", "replace"), position)
        return found

    def _loosened(self, asked: Asked) -> tuple[tuple[str, ...], bytes]:
        """The ids of a request in the order in which they appear, and its canonical body without them."""
        ids: dict[str, int] = {}
        body = canon.encode(_numbered(asked.document, ids))
        hidden = self.secrets.also(asked.values).spans(body)
        for start, end in reversed(hidden):
            body = body[:start] + PLACEHOLDER.encode() + body[end:]
        return tuple(ids), _HIDDEN.sub(PLACEHOLDER.encode(), body)


def _ends(path: str) -> Iterator[str]:
    """A path and what it ends in, down to its version: an upstream may have a path of its own before the endpoint's."""
    yield path
    while path and not _VERSION.match(path):
        path = "".join(path[1:].partition("/")[1:])
        if path:
            yield path


def _numbered(document: Any, ids: dict[str, int]) -> Any:
    """A copy in which each id is the number of its first appearance."""
    if isinstance(document, dict):
        return dict(_entries(document, ids))
    if isinstance(document, list):
        return [_numbered(item, ids) for item in document]
    return document


def _entries(document: dict[str, Any], ids: dict[str, int]) -> Iterator[tuple[str, Any]]:
    for name in sorted(document):
        value = document[name]
        if name in _IDS and isinstance(value, str):
            yield name, f"#{ids.setdefault(value, len(ids))}"
        else:
            yield name, _numbered(value, ids)
