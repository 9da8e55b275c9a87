"""What the real services said, said again by ours: the recorded turns, asked for by the recorded requests over HTTP.

Each service has changed its answers in time, and ours are the newest: what was recorded before is not compared.
"""

import json
import re
from collections.abc import AsyncIterator, Sequence
from typing import Any

import aiohttp
import pytest
from msgspec.structs import replace

from mockllm.ask import Ask
from mockllm.exchange import Answer, Raw
from mockllm.session import Session
from mockllm.turn import ToolCall, Turn
from mockllm.vendors.kinds import World
from mockllm.wire import Shape, chat, messages, responses
from tests.conftest import Traffic
from tests.server.live import serving
from tests.vendors.recited import compared, shape_of

SHAPES: dict[str, Shape] = {"chat": chat, "messages": messages, "responses": responses}
SINCE = {"chat": "2026-01-01", "responses": "2026-07-01", "messages": "2026-05-27", "openrouter": "2026-06-06"}
"""The day from which on recordings agree with one another."""
Said = tuple[int, set[str], bytes]
"""A status, the names of headers, a body."""
HEADERS = {"anthropic-version": "2023-06-01", "x-api-key": "sk-ant-any", "authorization": "Bearer sk-any"}
SERVED = re.compile(r'"provider": ?"(Amazon Bedrock|Google|Anthropic|OpenAI)"')
PROVIDERS = {"Amazon Bedrock": "amazon-bedrock"}
_SERVED = "OpenRouter ran a tool of its own"
_THOUGHT = "the model shows its thoughts without being asked"
EDGE = frozenset(
    "alt-svc cf-cache-status cf-ray connection content-encoding content-length date nel report-to set-cookie "
    "strict-transport-security transfer-encoding".split()
)
"""Headers of the transport, which are nobody's answer."""
ACCOUNT = frozenset({"anthropic-organization-id", "anthropic-workspace-id", "openai-organization", "openai-project"})
EXPLAINED: dict[str, str] = {
    "0c4fe91ce5": "a source is told a few words later than ours",
    "e7c58d6a84": "the tokens of the iterations are our count of them, and the place is another",
    "05bc57df2d": _SERVED,
    "615522b83f": _SERVED,
    "b169ef58c8": _SERVED,
    "f8c385d53a": _SERVED,
    "15d604f8b3": _THOUGHT,
    "dfcad251d6": _THOUGHT,
    "9145524df5": "the last event has the role before the status, the only recording of it",
}
"""Recordings that ours differs from, by id, and why."""


class Recites:
    """A source that says what it was last given."""

    name = "fake"
    raw = False
    said = Answer()

    def active(self, _: Session) -> bool:
        """Always."""
        return True

    async def answer(self, _: Raw, __: Ask | None, ___: World) -> Answer:
        """What it was given."""
        return self.said


def _comparable(kind: str, row: dict[str, Any]) -> bool:
    return (
        row["response"]["status"] == 200
        and row["vendor"] in {"openai", "anthropic", "openrouter"}
        and (row["recorded"] or "") >= SINCE[kind]
        and isinstance(row["request"]["body"], dict)
        and row["request"]["method"] == "POST"
        and shape_of(row["request"]["path"]) is not None
        and not {"cut", "stream_error"} & set(row["tags"])
    )


def _nameless(turn: Turn) -> Turn:
    """The turn with calls whose ids we make."""
    parts = (replace(part, id=None) if isinstance(part, ToolCall) else part for part in turn.parts)
    return replace(turn, parts=tuple(parts))


async def _recited(client: aiohttp.ClientSession, url: str, source: Recites, row: dict[str, Any]) -> Said:
    """Our answer to a recorded request, saying what was recorded."""
    path = row["request"]["path"].split("?")[0]
    shape, body = SHAPES[str(shape_of(path))], row["request"]["body"]
    turns = shape.read(row["response"]["body"].encode(), stream=row["stream"])
    source.said = Answer(tuple(map(_nameless, turns)), source="script")
    told = row["request"]["headers"].items()
    headers = HEADERS | {name: value for name, value in told if name.startswith("anthropic-")}
    if served := SERVED.search(row["response"]["body"]):
        body = {"provider": {"only": [PROVIDERS.get(served[1], served[1].lower())]}} | body
    async with client.post(f"{url}/s/{row['id']}{path}", json=body, headers=headers) as response:
        return response.status, {name.lower() for name in response.headers}, await response.read()


async def _all(rows: Sequence[dict[str, Any]]) -> AsyncIterator[tuple[dict[str, Any], Said]]:
    source = Recites()
    async with serving([source]) as (running, _), aiohttp.ClientSession() as client:
        for row in rows:
            yield row, await _recited(client, running.url, source, row)


@pytest.mark.parametrize("kind", list(SINCE))
async def test_what_was_recorded_is_said_again_alike(traffic: Traffic, kind: str) -> None:
    rows = [row for row in traffic(kind) if _comparable(kind, row)]
    found: dict[str, list[str]] = {}

    async for row, (status, _, ours) in _all(rows):
        recorded = row["response"]["body"].encode()
        differences = [f"{status} {ours.decode()}"]
        if status == 200:
            differences = list(compared(recorded, ours, stream=row["stream"], ordered=row["exact"]))
        if differences:
            found[row["id"]] = differences

    assert rows
    strange = {id_: lines for id_, lines in found.items() if id_ not in EXPLAINED}
    assert not strange, json.dumps(strange, indent=1)
    assert not {row["id"] for row in rows} & EXPLAINED.keys() - found.keys()


@pytest.mark.parametrize("kind", list(SINCE))
async def test_the_headers_are_those_of_the_service(traffic: Traffic, kind: str) -> None:
    """Those of the recorder that keeps all but what names its account."""
    rows = [row for row in traffic(kind) if _comparable(kind, row) and row["origin"] == "crmne/ruby_llm"]
    found: dict[str, list[str]] = {}

    async for row, (_, ours, __) in _all(rows):
        recorded = {name.lower() for name, _ in row["response"]["headers"]}
        strange = (recorded ^ ours) - EDGE - ACCOUNT
        if strange:
            found[row["id"]] = sorted(strange)

    assert rows
    assert not found
