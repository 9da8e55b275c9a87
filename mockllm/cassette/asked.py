"""A request as the index looks for it."""

from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from mockllm.cassette import canon
from mockllm.cassette.canon import Rules
from mockllm.cassette.exchange import Request, path_of, query_of
from mockllm.cassette.secrets import QUERY, carried
from mockllm.exchange import Raw

__all__ = ["Asked", "of_exchange", "of_raw"]


@dataclass(frozen=True)
class Asked:
    """A request and the paths under which it may have been recorded, the likeliest first."""

    request: Request
    paths: tuple[str, ...]
    rules: Rules
    values: tuple[str, ...] = field(default=(), repr=False)
    """The secrets that the request carries."""

    @cached_property
    def document(self) -> Any:
        """The body less what may differ: a JSON document, or bytes."""
        return self.rules.clean(canon.content(self.request.headers, self.request.body))

    @cached_property
    def body(self) -> bytes:
        """The canonical body."""
        return canon.encode(self.document)

    @cached_property
    def query(self) -> list[tuple[str, str]]:
        """The fields of the query that count."""
        pairs = [(name, value) for name, value in query_of(self.request.uri) if name.lower() not in QUERY]
        return self.rules.query(pairs)

    def keys(self, body: bytes) -> list[bytes]:
        """The digests under which a recording with this canonical body is found."""
        return [canon.key(self.request.method, path, self.query, body) for path in self.paths]


def of_raw(raw: Raw, mounts: tuple[str, ...], rules: Rules) -> Asked:
    """A request off the socket; `mounts` are the prefixes under which the same path may have been recorded."""
    sent = path_of(raw.target) if raw.target else raw.path
    paths = dict.fromkeys((raw.path, *(mount + raw.path for mount in mounts), sent))
    target = raw.target or raw.path
    request = Request(raw.method.upper(), target, raw.pairs, raw.body)
    return Asked(request, tuple(paths), rules, carried(raw.pairs, query_of(target)))


def of_exchange(request: Request, rules: Rules) -> Asked:
    """A recorded request."""
    return Asked(request, (path_of(request.uri),), rules)
