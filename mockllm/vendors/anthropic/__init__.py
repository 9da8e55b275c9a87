"""Anthropic: Messages and what stands beside them."""

from mockllm.ask import Ask, Headers
from mockllm.errors import Failure
from mockllm.exchange import Pairs
from mockllm.vendors.anthropic import (
    batches,
    counting,
    diagnostics,
    editing,
    files,
    listings,
    message_rows,
    rates,
    threads,
)
from mockllm.vendors.anthropic.models import TRAITS, find
from mockllm.vendors.anthropic.refuse import authorize, failed, refuse
from mockllm.vendors.anthropic.replies import JSON, SSE, success_headers
from mockllm.vendors.kinds import Route, Said, Speech, Vendor, World
from mockllm.wire import Ink, messages
from mockllm.wire.layout import compact, text
from mockllm.wire.messages.events import padding

__all__ = ["MESSAGES", "VENDOR"]

LIMIT = 32 << 20
SHARED = ("/v1/models", "/v1/files")


def _ink(said: Said) -> Ink:
    return Ink(text, padding(said.stamp))


def _headers(said: Said, stream: bool) -> Pairs:
    return success_headers(said.stamp, content_type=SSE if stream else JSON, stream=stream)


def _claims(path: str, headers: Headers) -> bool:
    """Messages is Anthropic's; the paths that others have too are its own where the request names its version."""
    if path.startswith("/v1/messages"):
        return True
    return "anthropic-version" in headers and path.startswith(SHARED)


def _recall(ask: Ask, world: World) -> Ask | Failure:
    joined = threads.recall(ask, world)
    return joined if isinstance(joined, Failure) else diagnostics.recall(editing.edited(joined), world)


def _keep(said: Said, world: World) -> None:
    threads.keep(said, world)
    diagnostics.keep(said, world)


MESSAGES = Speech(
    messages,
    compact,
    _ink,
    _headers,
    rows=message_rows.ROWS,
    dress=lambda said, body: editing.dress(said, diagnostics.dress(said, body)),
    stream=lambda said, events: editing.stream(said, diagnostics.stream(said, events)),
    recall=_recall,
    keep=_keep,
    keeps=lambda ask: threads.threaded(ask) or diagnostics.diagnosed(ask),
    alone=lambda ask: ask.previous is None and not diagnostics.compared(ask),
    heeds=("anthropic-version", "anthropic-beta"),
    cache="marked",
    alike=lambda _: True,
)

VENDOR = Vendor(
    name="anthropic",
    mounts=("/anthropic", ""),
    routes=(
        Route("POST", "/v1/messages", "messages", MESSAGES, limit=LIMIT),
        *counting.ROUTES,
        *batches.ROUTES,
        *files.ROUTES,
        *listings.ROUTES,
    ),
    authorize=authorize,
    model=find,
    refuse=refuse,
    failed=failed,
    limits=rates.limits,
    exceed=rates.exceed,
    sides=True,
    claims=_claims,
    env={
        "ANTHROPIC_BASE_URL": "{url}",
        "ANTHROPIC_API_BASE": "{url}",
        "ANTHROPIC_API_URL": "{url}",
        "ANTHROPIC_API_KEY": "sk-ant-mockllm",
    },
    upstream="https://api.anthropic.com",
    secrets=(r"sk-ant-[A-Za-z0-9_-]{16,}",),
    traits=TRAITS,
)
