"""What a stream says: the texts that its events tell in pieces, and where each piece stands in the body."""

import json
import re
from collections.abc import Iterable, Iterator
from typing import Any

__all__ = ["Span", "texts", "tokens"]

Span = tuple[int, int]
Path = tuple[str | int, ...]

_DATA = re.compile(rb"(?:\A|[\r\n])data:([^\r\n]*)")
_STRING = re.compile(rb'"([^"\\]*(?:\\.[^"\\]*)*)"')
_FIELD = re.compile(rb'"(\w+)"\s*:\s*"([^"\\]*(?:\\.[^"\\]*)*)')
_SCORES = "logprobs"
_SILENT = frozenset(
    {"call_id", "id", "item_id", "model", "obfuscation", "object", "provider", "role", "service_tier"}
    | {"system_fingerprint", "type"}
)
"""Fields that no model speaks in; most come with every event."""


def texts(body: bytes) -> list[list[Span]]:
    """The texts of a stream that come in more than one piece: where the pieces stand, as they are written in JSON.

    Pieces belong together that have the same place in events of the same type, and the same numbers where the place
    has such (of a choice, a call, an item).
    """
    found = _gathered((match[1], match.start(1)) for match in _DATA.finditer(body))
    return [pieces for path, pieces in found.items() if len(pieces) > 1 and _SCORES not in path]


def tokens(body: bytes, *, stream: bool = False) -> list[list[Span]]:
    """As `texts`, of the tokens beside which their probabilities stand, in a stream or in a whole answer."""
    if _SCORES.encode() not in body:
        return []
    events = ((match[1], match.start(1)) for match in _DATA.finditer(body)) if stream else [(body, 0)]
    return [pieces for path, pieces in _gathered(events).items() if _SCORES in path]


def _gathered(events: Iterable[tuple[bytes, int]]) -> dict[Path, list[Span]]:
    """The strings of some events, each with its start in the body, by their paths."""
    found: dict[Path, list[Span]] = {}
    for data, at in events:
        strings = _strings(data)
        if strings is None:
            _broken(found, data, at)
            continue
        for path, start, end in strings:
            found.setdefault(path, []).append((at + start, at + end))
    return found


def _strings(data: bytes) -> list[tuple[Path, int, int]] | None:
    """The strings of an event that may be pieces of a text: path, start, end; None where it cannot be read."""
    try:
        event = json.loads(data)
        paths = list(_walk(event, (str(event.get("type")) if isinstance(event, dict) else "",)))
    except (ValueError, RecursionError):
        return None
    spans = [match.span(1) for match in _STRING.finditer(data)]
    if len(spans) != len(paths):
        return None
    return [(path, *span) for path, span in zip(paths, spans, strict=True) if path and path[-1] not in _SILENT]


def _walk(value: Any, path: Path) -> Iterator[Path]:
    """The paths of all strings in the order in which they are written; the names of fields have none."""
    if isinstance(value, str):
        yield path
    elif isinstance(value, list):
        for inner in value:
            yield from _walk(inner, path)
    elif isinstance(value, dict):
        numbers = [number for name, number in value.items() if name.endswith("index") and isinstance(number, int)]
        for name, inner in value.items():
            yield ()
            yield from _walk(inner, (*path, *numbers, name))


def _broken(found: dict[Path, list[Span]], data: bytes, at: int) -> None:
    """Add what an event says that cannot be read, such as one that was cut off, to each text that it may belong to."""
    for match in _FIELD.finditer(data):
        name = match[1].decode("latin-1")
        for path, pieces in found.items():
            if path[-1] == name:
                pieces.append((at + match.start(2), at + match.end(2)))
