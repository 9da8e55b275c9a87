"""The table of docs/errors.md is what the vendors answer."""

import http.client
import json
import re
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest

from mockllm import MockLLM
from mockllm.engine.settings import Settings
from mockllm.vendors.kinds import Options

PAGE = Path(__file__).parents[2] / "docs" / "errors.md"
HI: list[dict[str, Any]] = [{"role": "user", "content": "Hi"}]
VERSION = {"anthropic-version": "2023-06-01"}
ASKED: dict[str, tuple[str, dict[str, Any]]] = {
    "OpenAI": ("/v1/chat/completions", {"model": "gpt-4o", "messages": HI}),
    "Anthropic": ("/anthropic/v1/messages", {"model": "claude-haiku-4-5", "max_tokens": 9, "messages": HI}),
    "OpenRouter": ("/api/v1/chat/completions", {"model": "openai/gpt-4o", "messages": HI}),
    "AIandGPU": ("/aiandgpu/v1/responses", {"model": "m", "input": "Hi"}),
    "Prediction Guard": ("/predictionguard/responses", {"model": "m", "input": "Hi"}),
}
MEBIBYTE = 1 << 20


@pytest.fixture(scope="module")
def open_url() -> Iterator[str]:
    with MockLLM(settings=Settings(options=Options(body_limit=MEBIBYTE)), check=False) as mock:
        yield mock.url


@pytest.fixture(scope="module")
def locked_url() -> Iterator[str]:
    with MockLLM(settings=Settings(options=Options(keys=("sk-right",))), check=False) as mock:
        yield mock.url


def status(base: str, path: str, body: bytes, method: str = "POST", content_type: str = "application/json") -> int:
    connection = http.client.HTTPConnection(urlsplit(base).netloc, timeout=20)
    connection.request(method, path, body, {"content-type": content_type, **VERSION})
    try:
        return connection.getresponse().status
    finally:
        connection.close()


def answered(base: str, path: str, body: dict[str, Any]) -> Mapping[str, int]:
    """The status of each row of the table but that of keys."""
    good = json.dumps(body).encode()
    return {
        "body is not JSON": status(base, path, b"{"),
        "wrong content type": status(base, path, good, content_type="text/plain"),
        "unknown path": status(base, f"{path}x", good),
        "wrong method": status(base, path, b"", "PUT"),
        "body too large": status(base, path, b" " * (33 * MEBIBYTE)),
        "nothing has an answer": status(base, path, good),
    }


def rows() -> dict[str, dict[str, int]]:
    """What the page tells: by row, the status of each vendor."""
    lines = re.findall(r"^\| (.*) \|$", PAGE.read_text(encoding="utf-8").partition("\n\nBodies")[0], re.MULTILINE)
    header, *told = (line.split(" | ") for line in lines)
    return {what: {name: int(cell[:3]) for name, cell in zip(header[1:], cells, strict=True)} for what, *cells in told}


@pytest.mark.parametrize("vendor", ASKED)
def test_each_refusal_has_the_status_of_the_table(open_url: str, locked_url: str, vendor: str) -> None:
    path, body = ASKED[vendor]
    keyless = status(locked_url, path, json.dumps(body).encode())
    found = {**answered(open_url, path, body), "no key, wrong key (`--require-auth`)": keyless}

    assert found == {what: cells[vendor] for what, cells in rows().items()}
