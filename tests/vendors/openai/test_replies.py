"""OpenAI's headers."""

import re

import pytest

from mockllm.vendors.openai.models import find
from mockllm.vendors.openai.replies import JSON, json_reply, limit_headers, success_headers
from tests.vendors.worlds import STAMP, vendor, world

NEVER = {"set-cookie", "alt-svc", "strict-transport-security", "cf-ray", "cf-cache-status", "date"}


def test_a_chat_answer_has_the_headers_of_the_service() -> None:
    headers = dict(success_headers(STAMP, "gpt-4o", content_type=JSON))
    assert headers["content-type"] == "application/json"
    assert re.fullmatch(r"req_[0-9a-f]{32}", headers["x-request-id"])
    assert headers["openai-version"] == "2020-10-01"
    assert headers["x-ratelimit-limit-requests"] == "10000"
    assert headers["x-ratelimit-remaining-requests"] == "9999"
    assert headers["server"] == "cloudflare"
    assert not NEVER & set(headers)


def test_equal_stamps_give_equal_headers() -> None:
    one, other = (success_headers(STAMP, "gpt-4o", content_type=JSON) for _ in range(2))
    assert one == other


@pytest.mark.parametrize(
    ("model", "used", "reset"),
    [("davinci-002", 12, "2ms"), ("gpt-4o", 0, "0s"), ("other", 40_000, "1.2s"), ("other", 3_000_000, "1m30s")],
)
def test_used_tokens_take_time_to_come_back(model: str, used: int, reset: str) -> None:
    assert dict(limit_headers(model, used=used))["x-ratelimit-reset-tokens"] == reset


def test_other_services_add_their_own() -> None:
    headers = dict(success_headers(STAMP, "m", content_type=JSON, family="embeddings"))
    assert headers["openai-model"] == "m"
    assert headers["access-control-allow-origin"] == "*"


def test_a_plain_reply_has_no_rate_limits() -> None:
    reply = json_reply(world(vendor(find)), {"a": "é"})
    assert reply.body == '{\n  "a": "é"\n}\n'.encode()
    assert not [name for name, _ in reply.headers if name.startswith("x-ratelimit")]
