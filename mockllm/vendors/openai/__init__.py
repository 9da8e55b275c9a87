"""OpenAI: Chat Completions, Responses and what stands beside them."""

from mockllm.vendors.kinds import Route, Speech, Vendor
from mockllm.vendors.openai import (
    cache_options,
    chat_rows,
    compact,
    completions,
    continued,
    conversations,
    counting,
    embeddings,
    listings,
    rates,
    responses_rows,
    stored_chats,
    stored_responses,
)
from mockllm.vendors.openai.models import TRAITS, find
from mockllm.vendors.openai.refuse import authorize, refuse
from mockllm.vendors.openai.speech import chat_headers, chat_ink, failed, responses_headers, responses_ink
from mockllm.vendors.stored import keep
from mockllm.wire import chat, moderation, responses
from mockllm.wire.layout import ascii_pretty, pretty_line

__all__ = ["CHAT", "RESPONSES", "VENDOR"]

LIMIT = 25 << 20

CHAT = Speech(
    chat,
    pretty_line,
    chat_ink,
    chat_headers,
    rows=chat_rows.ROWS,
    keep=keep,
    cache="automatic",
    alike=lambda ask: not moderation.wanted(ask) and "audio" not in ask.card.traits,
)
RESPONSES = Speech(
    responses,
    ascii_pretty,
    responses_ink,
    responses_headers,
    rows=responses_rows.ROWS,
    late=responses_rows.LATE,
    dress=cache_options.dress,
    stream=cache_options.stream,
    recall=continued.recall,
    keep=cache_options.keep,
    alone=cache_options.alone,
    cache="automatic",
    alike=lambda ask: not moderation.wanted(ask),
)

VENDOR = Vendor(
    name="openai",
    mounts=("/openai", ""),
    routes=(
        Route("POST", "/v1/chat/completions", "chat", CHAT, limit=LIMIT),
        Route("POST", "/v1/responses", "responses", RESPONSES, limit=LIMIT),
        *counting.ROUTES,
        *stored_responses.ROUTES,
        *compact.ROUTES,
        *conversations.ROUTES,
        *stored_chats.ROUTES,
        *completions.ROUTES,
        *embeddings.ROUTES,
        *listings.ROUTES,
    ),
    authorize=authorize,
    model=find,
    refuse=refuse,
    failed=failed,
    limits=rates.limits,
    exceed=rates.exceed,
    env={"OPENAI_BASE_URL": "{url}/v1", "OPENAI_API_BASE": "{url}/v1", "OPENAI_API_KEY": "sk-mockllm"},
    quiet={"OPENAI_AGENTS_DISABLE_TRACING": "1"},
    upstream="https://api.openai.com",
    secrets=(r"sk-(?!ant-)[A-Za-z0-9_-]{16,}",),
    traits=TRAITS,
)
