"""Schemathesis asks a server over HTTP what the published specifications allow, and much that they do not.

Every operation that we serve is asked, its parameters drawn from their schemas, at their bounds and beyond them. Models
are ones that we know, so that requests get past the first check. Nothing is answered with a 5xx, no connection breaks,
and the server has nothing to say on stderr.
"""

import sys
import urllib.request
from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path

import pytest
from prometheus_client.parser import text_string_to_metric_families

from tests.child import serving
from tests.proofs.conftest import Tell
from tests.proofs.environments import Uv, ran
from tests.proofs.specs import described

pytestmark = [pytest.mark.proof, pytest.mark.timeout(3_600)]

LEAST = 10_000
"""Requests in each of the two modes."""

MODELS = ("gpt-4o", "gpt-5.6", "o3", "claude-haiku-4-5", "claude-opus-5-5", "openai/gpt-4o", "text-embedding-3-small")
HEADERS = ("authorization: Bearer k", "anthropic-version: 2023-06-01")
SERVER = ("mockllm", "serve", "--port", "0")
OPTIONS: dict[str, tuple[str, ...]] = {"strict": (), "lenient": ("--lenient",)}


@dataclass(frozen=True, slots=True)
class Campaign:
    """What is drawn from, where it is sent, which operations ("POST /responses"), how many drawn requests for each."""

    document: str
    mount: str
    operations: str
    each: int
    paths: dict[str, str] = field(default_factory=dict)


CAMPAIGNS = (
    Campaign(
        "openai.openapi.yaml",
        "/v1",
        r"^\w+ /(chat/completions|responses|conversations|embeddings|completions|models)\b",
        150,
    ),
    Campaign("openai.openapi.yaml", "/aiandgpu/v1", r"^POST /(chat/completions|responses)$", 300),
    Campaign(
        "openai.openapi.yaml", "/predictionguard", r"^POST /(chat/completions|responses|embeddings|completions)$", 300
    ),
    Campaign("openresponses.openapi.json", "/v1", r"^POST /responses", 300),
    Campaign(
        "openrouter.openapi.yaml",
        "/api/v1",
        r"^(POST /(chat/completions|responses|messages|embeddings)|GET /(models|model|generation|key|credits)\b.*)$",
        200,
    ),
    Campaign("anthropic-openapi.tryAGI.yaml", "", r"^\w+ /v1/(messages|models|files|complete)\b", 100),
    Campaign(
        "anthropic-sdk-2.11.0-requests.schema.json",
        "",
        "^POST",
        100,
        {
            "/v1/messages": "MessageCreateParamsNonStreaming",
            "/v1/messages/count_tokens": "MessageCountTokensParams",
        },
    ),
)


def asked(campaign: Campaign, python: Path, url: str, folder: Path) -> None:
    """Send the requests of one campaign; the test fails where one of them breaks something."""
    file = folder / "openapi.json"
    file.write_text(described(campaign.document, campaign.paths, MODELS))
    headers = [word for header in HEADERS for word in ("-H", header)]
    ran(
        python.parent / "st", "run", file, "--url", f"{url}{campaign.mount}", "--no-color", *headers,
        "--phases", "examples,fuzzing", "--checks", "not_a_server_error", "--request-timeout", "60",
        "--include-name-regex", campaign.operations, "--max-examples", str(campaign.each), "--warnings", "off",
        "--suppress-health-check", "all", "--continue-on-failure", cwd=folder, seconds=3_000,
    )  # fmt: skip


def answered(url: str) -> Counter[tuple[str, int]]:
    """How often each endpoint that we serve gave each status."""
    counts: Counter[tuple[str, int]] = Counter()
    with urllib.request.urlopen(f"{url}/_mockllm/metrics") as reply:  # noqa: S310 - it is ours
        families = text_string_to_metric_families(reply.read().decode())
    for each in (sample for family in families for sample in family.samples):
        if each.name == "mockllm_requests_total" and each.labels["endpoint"]:
            counts[f"{each.labels['vendor']} {each.labels['endpoint']}", int(each.labels["status"])] += int(each.value)
    return counts


@pytest.fixture(scope="module")
def schemathesis(uv: Uv, tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("schemathesis")
    return uv.environment(folder / "env", Path(sys.executable), "schemathesis~=4.32")


@pytest.mark.parametrize("mode", ["strict", "lenient"])
def test_nothing_that_the_specifications_let_draw_breaks_the_server(
    mode: str, schemathesis: Path, tmp_path: Path, tell: Tell
) -> None:
    with (tmp_path / "stderr").open("w") as said, serving(*SERVER, *OPTIONS[mode], said=said) as server:
        for campaign in CAMPAIGNS:
            asked(campaign, schemathesis, server.url, tmp_path)
        counts = answered(server.url)

    taken = sum(count for (_, status), count in counts.items() if status == 200)
    endpoints = len({endpoint for endpoint, _ in counts})
    tell(f"schemathesis, {mode}: {counts.total():,} requests to {endpoints} endpoints, {taken:,} of them taken")
    assert max(status for _, status in counts) < 500
    assert (tmp_path / "stderr").read_text() == ""
    assert counts.total() >= LEAST
