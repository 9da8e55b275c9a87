"""Anthropic's headers."""

import re

from mockllm.vendors.anthropic.models import find
from mockllm.vendors.anthropic.replies import JSON, SSE, instant, json_reply, success_headers
from tests.vendors.worlds import STAMP, vendor, world

NEVER = {"set-cookie", "alt-svc", "strict-transport-security", "cf-ray", "cf-cache-status", "date"}


def test_a_message_has_the_headers_of_the_service() -> None:
    headers = dict(success_headers(STAMP, content_type=JSON))
    assert re.fullmatch(r"req_011C[1-9A-HJ-NP-Za-km-z]{20}", headers["request-id"])
    assert re.fullmatch(
        r"[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-a[0-9a-f]{3}-[0-9a-f]{12}", headers["anthropic-organization-id"]
    )
    assert re.fullmatch(r"00-[0-9a-f]{32}-[0-9a-f]{16}-01", headers["traceresponse"])
    assert headers["anthropic-ratelimit-requests-reset"] == "2026-01-01T00:00:00Z"
    assert int(headers["anthropic-ratelimit-tokens-limit"]) == sum(
        int(headers[f"anthropic-ratelimit-{name}-tokens-limit"]) for name in ("input", "output")
    )
    assert not NEVER & set(headers)


def test_a_stream_is_not_cached() -> None:
    assert dict(success_headers(STAMP, content_type=SSE, stream=True))["cache-control"] == "no-cache"
    assert "cache-control" not in dict(success_headers(STAMP, content_type=JSON))


def test_a_plain_reply_is_compact() -> None:
    reply = json_reply(world(vendor(find)), {"a": "é"})
    assert reply.body == '{"a":"é"}'.encode()
    assert not [name for name, _ in reply.headers if "ratelimit" in name]


def test_an_instant_is_whole_seconds_of_utc() -> None:
    assert instant(1_767_225_600.9) == "2026-01-01T00:00:00Z"
