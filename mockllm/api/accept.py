"""When a prompt has changed: recordings are played by their place in the cassette, and the new requests noted."""

import difflib
import json
from dataclasses import dataclass, field
from pathlib import Path

from msgspec.structs import replace

from mockllm.ask import Ask
from mockllm.cassette.exchange import Exchange, plain
from mockllm.cassette.file import load, rewrite
from mockllm.cassette.index import Found
from mockllm.cassette.redact import Redactor
from mockllm.cassette.source import CassetteSource
from mockllm.errors import Miss
from mockllm.exchange import Answer, Raw, Recording
from mockllm.vendors.kinds import World

__all__ = ["Acceptance"]


@dataclass
class Acceptance:
    """Stands before a cassette: what is not recorded gets the next recording of its endpoint.

    `changed` are the new requests by the position of their recording.
    """

    recorded: CassetteSource
    changed: dict[int, Raw] = field(default_factory=dict)

    async def __call__(self, raw: Raw, ask: Ask | None, world: World) -> Answer | Recording | Miss:
        """The recording of a request, or the next one of its endpoint."""
        found = await self.recorded.answer(raw, ask, world)
        library = self.recorded.library(world.session)
        if not isinstance(found, Miss) or library is None:
            return found
        for position, exchange in enumerate(library.index.exchanges):
            if exchange.request.method != raw.method or not _same_place(exchange, raw):
                continue
            taken = self.recorded.turn(world.session, Found(b"accepted %d" % position, [position]))
            if not isinstance(taken, Miss):
                self.changed[position] = raw
                return library.recording(position)
        return found

    def rewrite(self, target: Path) -> list[str]:
        """Put the new requests into the cassette; the difference of each prompt, in lines."""
        if not self.changed:
            return []
        exchanges = list(load(target).exchanges)
        redact = Redactor()
        lines = []
        for position, raw in sorted(self.changed.items()):
            before = exchanges[position]
            body = plain(raw.pairs, raw.body) or raw.body
            after = redact(replace(before, request=replace(before.request, body=body))).exchange
            if after is not None:
                exchanges[position] = after
                lines += _difference(before, after, f"{target}#{position + 1}")
        rewrite(target, exchanges)
        return lines


def _same_place(exchange: Exchange, raw: Raw) -> bool:
    path = exchange.request.uri.partition("?")[0]
    return path.endswith(raw.path)


def _difference(before: Exchange, after: Exchange, name: str) -> list[str]:
    old, new = _lines(before), _lines(after)
    return list(difflib.unified_diff(old, new, f"{name} (recorded)", f"{name} (accepted)", lineterm="", n=1))


def _lines(exchange: Exchange) -> list[str]:
    body = plain(exchange.request.headers, exchange.request.body) or b""
    try:
        return json.dumps(json.loads(body), indent=1, ensure_ascii=False).splitlines()
    except ValueError:
        return body.decode("utf-8", "replace").splitlines()
