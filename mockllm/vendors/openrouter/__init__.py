"""OpenRouter: Chat Completions of every model, and what stands beside them."""

from mockllm.exchange import Pairs
from mockllm.vendors.kinds import Route, Said, Speech, Vendor
from mockllm.vendors.openrouter import account, embeddings, generations, listings
from mockllm.vendors.openrouter.dress import completion, generation_id, stream
from mockllm.vendors.openrouter.providers import find
from mockllm.vendors.openrouter.refuse import authorize, exceed, failed, headers, refuse
from mockllm.wire import Event, chat, layout, sse

__all__ = ["CHAT", "VENDOR"]

TICK = b"\n         \n"
"""What is sent while the model has not begun: white space before the JSON."""


def _layout(body: object) -> bytes:
    return TICK + layout.script(body)


def _encode(event: Event, _: int, __: Said) -> bytes:
    if event.data is None:
        return sse.comment(event.text)
    return sse.frame(event.data if isinstance(event.data, str) else layout.script_text(event.data))


def _headers(said: Said, stream: bool) -> Pairs:
    kind = "text/event-stream" if stream else "application/json"
    return headers(kind, stream=stream, generation=generation_id(said.stamp))


CHAT = Speech(
    chat,
    _layout,
    _encode,
    _headers,
    dress=completion,
    stream=stream,
    keep=generations.keep,
    keeps=lambda _: True,
    cache="marked",
)

VENDOR = Vendor(
    name="openrouter",
    mounts=("/openrouter/api", "/api"),
    routes=(
        Route("POST", "/v1/chat/completions", "chat", CHAT),
        *account.ROUTES,
        *generations.ROUTES,
        *listings.ROUTES,
        *embeddings.ROUTES,
    ),
    authorize=authorize,
    model=find,
    refuse=refuse,
    failed=failed,
    exceed=exceed,
    env={"OPENROUTER_BASE_URL": "{url}/api/v1", "OPENROUTER_API_KEY": "sk-or-v1-mockllm"},
    upstream="https://openrouter.ai/api",
    secrets=(r"sk-or-v1-[A-Za-z0-9]{16,}",),
)
