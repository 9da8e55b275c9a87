"""The statuses that docs/scenarios.md tells for each kind of failure are those that are answered."""

import re
from pathlib import Path
from typing import Any

import pytest

from tests.documents.desk import Desk

PAGE = (Path(__file__).parents[2] / "docs" / "scenarios.md").read_text(encoding="utf-8")
TWO = re.compile(r"^\| `(\w+)` \| (\d{3}) \| `\w+` \| (\d{3}) \| `\w+` \|$", re.MULTILINE)
THREE = re.compile(r"^\| `(\w+)` \| (\d{3}) \| (\d{3}) \| (\d{3}) \|$", re.MULTILINE)
HI: list[dict[str, Any]] = [{"role": "user", "content": "Hi"}]
ANTHROPIC = {"anthropic-version": "2023-06-01"}
DESKS: dict[str, tuple[str, dict[str, Any]]] = {
    "openai": ("/v1/chat/completions", {"model": "gpt-4o", "messages": HI}),
    "anthropic": ("/v1/messages", {"model": "claude-haiku-4-5", "max_tokens": 9, "messages": HI}),
    "openrouter": ("/api/v1/chat/completions", {"model": "openai/gpt-4o", "messages": HI}),
    "aiandgpu": ("/aiandgpu/v1/chat/completions", {"model": "m", "messages": HI}),
    "predictionguard": ("/predictionguard/responses", {"model": "m", "input": "Hi"}),
}
TOLD = [
    pytest.param(vendor, row[0], int(status), id=f"{vendor} {row[0]}")
    for vendors, rows in ((list(DESKS)[:2], TWO.findall(PAGE)), (list(DESKS)[2:], THREE.findall(PAGE)))
    for row in rows
    for vendor, status in zip(vendors, row[1:], strict=True)
]


@pytest.mark.parametrize(("vendor", "kind", "status"), TOLD)
async def test_a_failure_has_the_status_that_is_told(vendor: str, kind: str, status: int) -> None:
    path, body = DESKS[vendor]
    desk = Desk(path, body)
    desk.script({"rules": [{"fail": kind}]})

    assert (await desk.post(ANTHROPIC)).status == status


def test_each_kind_is_told_for_each_vendor() -> None:
    assert len(TOLD) == 10 * len(DESKS)
