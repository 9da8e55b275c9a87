"""Every recorded 400, 401 and 404 of our vendors, asked again: status, message and, where they were kept, bytes."""

import json
import re
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import pytest

from mockllm.api.mock import MockLLM
from mockllm.engine.settings import Settings
from mockllm.vendors.kinds import Options
from tests.conftest import Traffic
from tests.refusals.asking import Reply, asked, body_of
from tests.refusals.sheets import Request

PAGE = Path(__file__).parents[2] / "docs" / "wire-evidence.md"
RIGHT = "sk-right"
REFUSED = {400, 401, 404}
SENT = {"anthropic-version", "anthropic-beta", "content-type"}
SPOKEN = re.compile(r"API key provided: (\S+)\. You")
OURS = {"openai", "anthropic", "openrouter"}
REST: Mapping[str, str] = {
    "d22bdb5aa8": "a picture that the service could not download; nothing is downloaded here",
    "c8b405ceed": "the texts that did not fit were cut out of the recording",
    "0bc218576f": "the texts that did not fit were cut out of the recording",
    "1abb2bbabf": "another wording in 2025 than in 2026",
    "e8ef0fc267": "another wording in 2025 than in 2026",
}
"""What is not refused, or not in the same words, and why; docs/wire-evidence.md has the same list."""
TRANSPORT = re.compile(
    r"alt-svc|cf-.*|connection|content-(encoding|length)|date|server|strict-transport-security|traceresponse|"
    r"transfer-encoding|via|x-cloud-trace-context|x-envoy-.*"
)


def _recorded(traffic: Traffic) -> Iterator[dict[str, Any]]:
    for kind in ("chat", "responses", "messages", "openrouter"):
        for row in traffic(kind):
            if row["vendor"] in OURS and row["response"]["status"] in REFUSED:
                yield row


def _key(row: Mapping[str, Any]) -> str:
    """The key that was sent; one that looks like it where the answer shows only its ends."""
    if row["response"]["status"] != 401:
        return RIGHT
    found = SPOKEN.search(row["response"]["body"])
    return found[1].replace("*", "x") if found else "wrong"


def _request(row: Mapping[str, Any]) -> Request:
    asked_with = row["request"]
    headers = {name.lower(): value for name, value in asked_with["headers"].items() if name.lower() in SENT}
    headers = {"content-type": "application/json", **headers}
    if row["vendor"] == "anthropic":
        # Some recordings have lost their headers.
        headers = {"anthropic-version": "2023-06-01", **headers, "x-api-key": _key(row)}
    else:
        headers["authorization"] = f"Bearer {_key(row)}"
    return Request(asked_with["method"], asked_with["path"], headers, asked_with["body"], b"")


@pytest.fixture(scope="module")
def answered(traffic: Traffic) -> list[tuple[dict[str, Any], Reply]]:
    with MockLLM(on_miss="fake", settings=Settings(Options(keys=(RIGHT,))), check=False) as mock:
        return [(row, asked(mock.url, _request(row), row["id"])) for row in _recorded(traffic)]


def _same(row: Mapping[str, Any], reply: Reply) -> bool:
    if reply.status != row["response"]["status"]:
        return False
    return bool(body_of(reply)["error"] == json.loads(row["response"]["body"])["error"])


def test_each_is_refused_with_the_same_status_and_words_but_for_the_rest(
    answered: list[tuple[dict[str, Any], Reply]],
) -> None:
    assert {row["id"] for row, reply in answered if not _same(row, reply)} == REST.keys()


def test_the_page_lists_the_rest(answered: list[tuple[dict[str, Any], Reply]]) -> None:
    text = PAGE.read_text(encoding="utf-8")

    assert all(name in text for name in REST)
    assert f"Of {len(answered)} recorded answers" in text
    assert f"{len(answered) - len(REST)} are refused" in text


def test_bytes_are_the_same_but_for_ids(answered: list[tuple[dict[str, Any], Reply]]) -> None:
    ids = re.compile(rb"req_\w+")
    for row, reply in answered:
        # Anthropic names no request in its errors of 2024.
        if row["exact"] and row["id"] not in REST and (row["recorded"] or "2026") > "2025":
            assert ids.sub(b"", reply.body) == ids.sub(b"", row["response"]["body"].encode()), row["id"]


def test_every_header_of_2026_is_there(answered: list[tuple[dict[str, Any], Reply]]) -> None:
    for row, reply in answered:
        if row["exact"] and row["id"] not in REST and (row["recorded"] or "") > "2026":
            told = {name.lower() for name, _ in reply.headers}
            wanted = {name.lower() for name, _ in row["response"]["headers"]}
            assert {name for name in wanted - told if not TRANSPORT.fullmatch(name)} == set(), row["id"]
