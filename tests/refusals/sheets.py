"""The sheets: YAML files in which a row is one request and what the service says to it.

A file holds several sheets. A sheet names its vendor, the endpoint, a request that is fine, and what its refusals have
in common; a row changes the request and says what is then refused. `!times [3, x]` is "xxx", or a list three times.
"""

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml

__all__ = ["SHEETS", "Request", "Row", "rows"]

SHEETS = Path(__file__).parent / "sheets"


class _Loader(yaml.SafeLoader):
    """YAML with repetition."""


def _times(loader: yaml.SafeLoader, node: yaml.SequenceNode) -> Any:
    count, what = loader.construct_sequence(node, deep=True)
    return what * count


_Loader.add_constructor("!times", _times)


@dataclass(frozen=True, slots=True)
class Request:
    """What is sent. `body` is a JSON object, or None where `raw` are the bytes."""

    method: str
    path: str
    headers: Mapping[str, str]
    body: Mapping[str, Any] | None
    raw: bytes

    @property
    def data(self) -> bytes:
        """The bytes of the body."""
        return self.raw if self.body is None else json.dumps(self.body, ensure_ascii=False).encode()


@dataclass(frozen=True, slots=True)
class Row:
    """A request and its refusal.

    `raises` is the SDK's class, empty where the SDK cannot send this. `before` are requests that are fine; `{id}` in
    the path is the id of what the last of them answered. `keys` are those that the server asks for, `work` the seconds
    that it takes in the background. OpenAI's refusals come from its `gateway` or from behind it; those of its
    `responses` escape characters.
    """

    vendor: str
    sheet: str
    name: str
    request: Request
    status: int
    facts: Mapping[str, Any]
    raises: str
    before: tuple[Request, ...] = ()
    keys: tuple[str, ...] | None = None
    work: float = 1.0
    gateway: bool = False
    responses: bool = False

    @property
    def id(self) -> str:
        """The name of the golden file, without its ending."""
        return f"{self.sheet}/{self.name.replace(' ', '-')}"


FACTS = ("says", "type", "param", "code", "metadata")


def rows() -> Iterator[Row]:
    """All rows of all sheets, in order."""
    for file in sorted(SHEETS.glob("*.yaml")):
        for sheet in yaml.load_all(file.read_text(encoding="utf-8"), _Loader):
            yield from (_row(file.stem, sheet, row) for row in sheet["rows"])


def _row(stem: str, sheet: Mapping[str, Any], row: Mapping[str, Any]) -> Row:
    told = {**sheet.get("refusal", {}), **row}
    keys = told.get("keys")
    return Row(
        vendor=sheet["vendor"],
        sheet=stem,
        name=row["name"],
        request=_request(sheet, row),
        status=told.get("status", 400),
        facts={name: told.get(name) for name in FACTS if name in told},
        raises=told.get("raises") or "",
        before=tuple(_request({**sheet, "send": {}}, each) for each in row.get("before", ())),
        keys=None if keys is None else tuple(keys),
        work=told.get("work", 1.0),
        gateway=told.get("gateway", False),
        responses=told.get("responses", False),
    )


def _request(sheet: Mapping[str, Any], row: Mapping[str, Any]) -> Request:
    method, _, path = row.get("ask", sheet["ask"]).partition(" ")
    body = {**sheet.get("send", {}), **row.get("send", {})}
    for name in row.get("without", ()):
        body.pop(name, None)
    raw = row.get("raw")
    bare = raw is not None or method in {"GET", "DELETE"}
    headers = {"content-type": "application/json", **sheet.get("headers", {}), **row.get("headers", {})}
    return Request(
        method=method,
        path=path,
        headers={name: value for name, value in headers.items() if value is not None},
        body=None if bare else body,
        raw=(raw if isinstance(raw, bytes) else (raw or "").encode()) if bare else b"",
    )
