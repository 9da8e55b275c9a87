"""OpenRouter: the three shapes for every model, and what stands beside them."""

from msgspec.structs import replace

from mockllm.exchange import Pairs
from mockllm.vendors.kinds import Route, Said, Speech, Vendor
from mockllm.vendors.openrouter import account, embeddings, generations, listings, rows, shape_rows
from mockllm.vendors.openrouter.broken import failed
from mockllm.vendors.openrouter.dress import completion, generation_id, stream
from mockllm.vendors.openrouter.message import message, message_stream
from mockllm.vendors.openrouter.preferences import route
from mockllm.vendors.openrouter.providers import find, first_name, following
from mockllm.vendors.openrouter.refuse import authorize, exceed, headers, refuse
from mockllm.vendors.openrouter.response import response, response_stream
from mockllm.vendors.openrouter.routing import HEADER
from mockllm.wire import Ink, chat, layout, messages, responses

__all__ = ["CHAT", "MESSAGES", "RESPONSES", "VENDOR"]

TICK = b"\n         \n"
"""What is sent while the model has not begun: white space before the JSON."""


def _layout(body: object) -> bytes:
    return TICK + layout.script(body)


def _ink(_: Said) -> Ink:
    return Ink(layout.script_text, named=False)


def _ink_named(_: Said) -> Ink:
    """How the events of Messages are written, which its clients know by their names."""
    return Ink(layout.script_text)


def _headers(said: Said, stream: bool) -> Pairs:
    kind = "text/event-stream" if stream else "application/json"
    return headers(kind, stream=stream, generation=generation_id(said.stamp))


CHAT = Speech(
    chat,
    _layout,
    _ink,
    _headers,
    rows=rows.CHAT_ROWS,
    dress=completion,
    stream=stream,
    recall=route,
    keep=generations.keep,
    keeps=lambda _: True,
    cache="marked",
    heeds=(HEADER, "x-session-id"),
)
RESPONSES = replace(
    CHAT, shape=responses, rows=shape_rows.RESPONSES_ROWS, dress=response, stream=response_stream
)  # fmt: skip
MESSAGES = replace(
    CHAT,
    shape=messages,
    ink=_ink_named,
    rows=shape_rows.MESSAGES_ROWS,
    dress=message,
    stream=message_stream,
)

VENDOR = Vendor(
    name="openrouter",
    mounts=("/openrouter/api", "/api"),
    routes=(
        Route("POST", "/v1/chat/completions", "chat", CHAT),
        Route("POST", "/v1/responses", "responses", RESPONSES),
        Route("POST", "/v1/messages", "messages", MESSAGES),
        *account.ROUTES,
        *generations.ROUTES,
        *listings.ROUTES,
        *embeddings.ROUTES,
    ),
    authorize=authorize,
    model=find,
    refuse=refuse,
    failed=failed,
    named=first_name,
    following=following,
    exceed=exceed,
    env={
        "OPENROUTER_BASE_URL": "{url}/api/v1",
        "OPENROUTER_API_BASE": "{url}/api/v1",
        "OPENROUTER_API_KEY": "sk-or-v1-mockllm",
    },
    upstream="https://openrouter.ai/api",
    secrets=(r"sk-or-v1-[A-Za-z0-9]{16,}",),
)
