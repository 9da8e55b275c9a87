"""What counts when a request is compared with a recorded one: its body as canonical JSON, less what may differ.

Canonical JSON has sorted keys, no white space and one way to write a number. A body that is no JSON counts as it is,
but for the boundary of a multipart form.
"""

import json
import re
from collections.abc import Callable
from dataclasses import dataclass, field
from hashlib import blake2b
from typing import Any

from mockllm.cassette import texts
from mockllm.cassette.exchange import Request, header, plain
from mockllm.cassette.pointer import steps, without
from mockllm.exchange import Pairs

__all__ = ["VOLATILE", "Rules", "content", "encode", "key"]

VOLATILE = ("/metadata", "/user", "/safety_identifier", "/prompt_cache_key")
"""Fields that do not change what a model says and that clients like to fill with something new."""


def _number(text: str) -> int | float:
    number = float(text)
    return int(number) if number.is_integer() else number


_DECODER = json.JSONDecoder(parse_float=_number)
_ENCODER = json.JSONEncoder(sort_keys=True, separators=(",", ":"), check_circular=False)
_BOUNDARY = re.compile(r'boundary="?([^";,\s]+)')


@dataclass(frozen=True, slots=True)
class Rules:
    """What may differ between a request and its recording.

    `volatile` are JSON pointers into the body, where `*` stands for every element; `?name` is a field of the query.
    `scrubs` are regular expressions: what they match in system or user text does not count. `results` are JSON
    pointers into tool results, `name:/pointer` for one tool's. `unordered` lets tool results that follow each other
    come in any order. `also` are further conditions on (request, recorded request).
    """

    volatile: tuple[str, ...] = VOLATILE
    scrubs: tuple[str, ...] = ()
    results: tuple[str, ...] = ()
    unordered: bool = False
    also: tuple[Callable[[Request, Request], bool], ...] = ()
    _top: tuple[str, ...] = field(init=False, default=())
    _deep: tuple[tuple[str, ...], ...] = field(init=False, default=())

    def __post_init__(self) -> None:
        pointers = [steps(pointer) for pointer in self.volatile if pointer.startswith("/")]
        object.__setattr__(self, "_top", tuple(path[0] for path in pointers if len(path) == 1))
        object.__setattr__(self, "_deep", tuple(path for path in pointers if len(path) > 1))

    def clean(self, document: Any) -> Any:
        """A JSON document without what may differ; the one given is changed."""
        if isinstance(document, dict):
            for name in self._top:
                document.pop(name, None)
            for path in self._deep:
                without(document, path)
            if self.scrubs or self.results or self.unordered:
                texts.scrub(document, self.scrubs, [_result(each) for each in self.results], unordered=self.unordered)
        return document

    def query(self, pairs: list[tuple[str, str]]) -> list[tuple[str, str]]:
        """The fields of a query that count, in order of their names."""
        return sorted((name, value) for name, value in pairs if f"?{name}" not in self.volatile)


def content(headers: Pairs, body: bytes) -> Any:
    """A body as a JSON document; as bytes where it is none."""
    found = body if header(headers, "content-encoding") is None else plain(headers, body)
    found = body if found is None else found
    try:
        return _DECODER.decode(found.decode())
    except (ValueError, RecursionError):
        boundary = _BOUNDARY.search(header(headers, "content-type") or "")
        return found.replace(boundary[1].encode(), b"boundary") if boundary else found


def encode(document: Any) -> bytes:
    """Canonical bytes of a document."""
    return document if isinstance(document, bytes) else _ENCODER.encode(document).encode()


def key(method: str, path: str, query: list[tuple[str, str]], body: bytes) -> bytes:
    """The digest under which an exchange is found."""
    digest = blake2b(body, digest_size=16)
    digest.update(f"\0{method}\0{path}\0{query}".encode("utf-8", "surrogatepass"))
    return digest.digest()


def _result(rule: str) -> tuple[str, tuple[str, ...]]:
    name, _, pointer = rule.rpartition(":")
    return name, steps(pointer)
