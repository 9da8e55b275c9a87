"""What vcrpy can plug in: our reader and writer as a serializer, our matching as a matcher, its matchers as rules.

`vcr.register_serializer("mockllm", mockllm.cassette.vcrpy)` reads every cassette that we read and writes ours;
`vcr.register_matcher("mockllm", mockllm.cassette.vcrpy.matcher)` compares requests as we do. Nothing here is imported
unless it is asked for, since vcrpy loads several HTTP clients.
"""

from collections.abc import Callable, Mapping
from typing import Any

from mockllm.cassette import dialect, flavours, layout
from mockllm.cassette.asked import of_exchange
from mockllm.cassette.canon import Rules
from mockllm.cassette.exchange import Request, path_of
from mockllm.cassette.nearest import differences

__all__ = ["deserialize", "matcher", "rule", "serialize"]


def deserialize(text: str) -> dict[str, Any]:
    """The data of a cassette, of any layout that we read, as vcrpy wants it. Raises ValueError where it is none."""
    exchanges = flavours.exchanges(dialect.load(text))
    found: dict[str, Any] = dialect.load(layout.document(exchanges))
    return found


def serialize(data: Mapping[str, Any]) -> str:
    """A cassette in our layout, from vcrpy's data."""
    return layout.document(flavours.exchanges(dict(data)))


def matcher(asked: Any, recorded: Any) -> None:
    """Compare two of vcrpy's requests as we do, wherever they go to. Raises AssertionError, naming what differs."""
    one, other = (of_exchange(_ours(each), Rules()) for each in (recorded, asked))
    found = list(differences(one, other))
    for name, old, new in (
        ("method", one.request.method, other.request.method),
        ("path", path_of(one.request.uri), path_of(other.request.uri)),
    ):
        if old != new:
            found.append(f"{name}: recorded {old}, asked {new}")
    if found:
        raise AssertionError("\n".join(found))


def rule(stock: Callable[[Any, Any], Any]) -> Callable[[Request, Request], bool]:
    """One of vcrpy's matchers as a further condition of ours (`Rules.also`)."""

    def allows(asked: Request, recorded: Request) -> bool:
        try:
            return stock(_stock(asked), _stock(recorded)) is not False
        except AssertionError:
            return False

    return allows


def _ours(request: Any) -> Request:
    body = request.body or b""
    headers = tuple((str(name), str(value)) for name, value in request.headers.items())
    return Request(request.method, request.uri, headers, body.encode() if isinstance(body, str) else bytes(body))


def _stock(request: Request) -> Any:
    from vcr.request import Request as Stock  # type: ignore[import-untyped]  # noqa: PLC0415 - it loads many modules

    return Stock(request.method, request.uri, request.body, dict(request.headers))
