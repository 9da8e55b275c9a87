"""Asking one vendor's endpoint as a client does, and reading what came back and what the journal says."""

import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, TypeVar

from mockllm.admin.journal import shown
from mockllm.ask import Ask
from mockllm.engine.settings import Settings, Source
from mockllm.engine.way import Engine
from mockllm.exchange import Answer, Raw
from mockllm.fake.source import FakeSource
from mockllm.journal import Entry
from mockllm.scenario.source import put, script_source
from mockllm.session import Session
from mockllm.stamp import EPOCH
from mockllm.vendors.kinds import Options
from mockllm.vendors.table import VENDORS
from mockllm.wire import sse
from tests.ways import Says, bytes_of

__all__ = ["FIELD", "Answered", "Desk", "field"]

FIELD = "documented_field"
Test = TypeVar("Test", bound=Callable[..., Any])


def field(name: str) -> Callable[[Test], Test]:
    """Marks a test as the one that shows a documented field."""

    def mark(test: Test) -> Test:
        setattr(test, FIELD, name)
        return test

    return mark


@dataclass(frozen=True, slots=True)
class Answered:
    """A reply as a client sees it, and its journal entry."""

    status: int
    headers: Mapping[str, str]
    data: bytes
    entry: Entry

    @property
    def body(self) -> Any:
        """The JSON."""
        return json.loads(self.data)

    @property
    def ask(self) -> Ask:
        """What was asked, as the journal has it."""
        assert self.entry.ask is not None
        return self.entry.ask

    @property
    def chunks(self) -> list[Any]:
        """The JSON of a stream's events, `[DONE]` left out."""
        return [json.loads(each.data) for each in sse.decode(self.data) if each.data and each.data != "[DONE]"]


class Desk:
    """An endpoint to ask: `body` is what every request to `path` holds. `says` answers in place of the fakes."""

    def __init__(
        self, path: str, body: Mapping[str, Any], *, says: Answer | None = None, options: Options | None = None
    ) -> None:
        self.path = path
        self.body = dict(body)
        last: Sequence[Source] = [Says(says) if says else FakeSource()]
        self.engine = Engine([script_source(), *last], Settings(options=options or Options()), VENDORS)
        self.session = Session("documents")
        self.now = float(EPOCH)

    def script(self, document: Mapping[str, Any]) -> None:
        """Script the session."""
        put(self.session, document)

    async def post(self, headers: Mapping[str, str] | None = None, **change: Any) -> Answered:
        """The answer to a request that differs in these fields; None leaves one out."""
        body = {key: value for key, value in {**self.body, **change}.items() if value is not None}
        return await self._send("POST", self.path, headers or {}, json.dumps(body).encode())

    async def varies(self, read: Callable[[Answered], Any], one: Mapping[str, Any], other: Mapping[str, Any]) -> bool:
        """Whether requests that differ in these fields get different texts, and equal ones the same."""
        first, again, last = [read(await self.post(**change)) for change in (one, one, other)]
        return bool(first == again != last)

    async def heeds(self, read: Callable[[Answered], Any], path: str, value: Any, **change: Any) -> bool:
        """Whether a rule on this field of the body answers the request, and no other one."""
        self.script({"rules": [{"when": {"body": {path: value}}, "say": "By rule."}]})
        found, usual = read(await self.post(**change)), read(await self.post())
        self.script({})
        return bool(found == "By rule." != usual)

    def journal(self) -> Any:
        """The last entry of the journal as it is shown outside."""
        return shown(self.session, list(self.session.journal)[-1])

    async def get(self, path: str, **query: str) -> Answered:
        """The answer to a GET below the same host."""
        return await self._send("GET", path, {}, b"", query)

    async def _send(
        self, method: str, path: str, headers: Mapping[str, str], data: bytes, query: Mapping[str, str] | None = None
    ) -> Answered:
        named = {"content-type": "application/json", **headers}
        raw = Raw(method, path, query or {}, named, tuple(named.items()), data, path, "http://test")
        reply, entry = await self.engine.respond(raw, self.session, self.now)
        return Answered(reply.status, dict(reply.headers), bytes_of(reply), entry)
