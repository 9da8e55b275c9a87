"""Recorded exchanges for tests, read where MOCKLLM_TRAFFIC says; without it the test is skipped."""

import json
import os
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

__all__ = ["Exchange", "exchanges"]


@dataclass(frozen=True, slots=True)
class Exchange:
    """One line of the recorded traffic."""

    id: str
    method: str
    path: str
    headers: dict[str, str]
    body: Any
    status: int
    answer: str
    stream: bool
    tags: tuple[str, ...]
    kind: str = ""
    vendor: str = ""
    recorded: str = ""
    """The date, or nothing where it is unknown."""

    @property
    def data(self) -> bytes:
        """The answer's bytes."""
        return self.answer.encode()

    @property
    def asked_model(self) -> str | None:
        """The model of the request."""
        return self.body.get("model") if isinstance(self.body, dict) else None

    @property
    def answered_model(self) -> str | None:
        """The model of the answer, if it is JSON or a stream of JSON."""
        lines = (
            [line[5:] for line in self.answer.split("\n") if line.startswith("data:")] if self.stream else [self.answer]
        )
        for line in lines:
            try:
                data = json.loads(line)
            except ValueError:
                continue
            inner = data.get("response") or data.get("message") or data
            if isinstance(inner, dict) and isinstance(inner.get("model"), str):
                return str(inner["model"])
        return None


def exchanges(*kinds: str, vendor: str | None = None, exact: bool | None = None) -> Iterator[Exchange]:
    """The exchanges of these kinds with this vendor, or all; skips the test where there is no traffic."""
    folder = os.environ.get("MOCKLLM_TRAFFIC")
    if not folder:
        pytest.skip("MOCKLLM_TRAFFIC does not name a folder with recorded traffic")
    for kind in kinds:
        with (Path(folder) / f"{kind}.jsonl").open(encoding="utf-8", newline="\n") as lines:
            for line in lines:
                row = json.loads(line)
                if vendor in (None, row["vendor"]) and exact in (None, row["exact"]):
                    yield _exchange(row)


def _exchange(row: dict[str, Any]) -> Exchange:
    asked, told = row["request"], row["response"]
    return Exchange(
        id=row["id"],
        method=asked["method"],
        path=asked["path"].split("?")[0],
        headers=asked["headers"],
        body=asked["body"],
        status=told["status"],
        answer=told["body"],
        stream=row["stream"],
        tags=tuple(row["tags"]),
        kind=row["kind"],
        vendor=row["vendor"],
        recorded=row["recorded"] or "",
    )
