"""Prediction Guard: Responses and Chat Completions behind safeguards, and legacy completions."""

from mockllm.vendors.kinds import Route, Speech, Vendor
from mockllm.vendors.predictionguard import checks, models, rows, speech, texts
from mockllm.vendors.predictionguard.refuse import authorize, failed, refuse
from mockllm.vendors.predictionguard.safeguards import guard, judge
from mockllm.wire import chat, completions, responses
from mockllm.wire.layout import compact

__all__ = ["CHAT", "COMPLETIONS", "RESPONSES", "VENDOR"]

RESPONSES = Speech(
    responses,
    compact,
    speech.ink,
    speech.headers,
    rows=rows.ROWS,
    dress=speech.response,
    recall=guard,
    judge=judge,
    keeps=lambda _: False,
)
CHAT = Speech(
    chat,
    compact,
    speech.ink,
    speech.headers,
    rows=rows.CHAT_ROWS,
    dress=speech.completion,
    stream=speech.chunks,
    recall=guard,
    judge=judge,
)
COMPLETIONS = Speech(
    completions, compact, speech.ink, speech.headers, rows=rows.COMPLETIONS_ROWS, recall=guard, judge=judge
)

VENDOR = Vendor(
    name="predictionguard",
    mounts=("/predictionguard",),
    routes=(
        Route("POST", "/responses", "responses", RESPONSES),
        Route("POST", "/chat/completions", "chat", CHAT),
        Route("POST", "/completions", "completions", COMPLETIONS),
        *models.ROUTES,
        *checks.ROUTES,
        *texts.ROUTES,
    ),
    authorize=authorize,
    model=models.find,
    refuse=refuse,
    failed=failed,
    env={"PREDICTIONGUARD_URL": "{url}/predictionguard", "PREDICTIONGUARD_API_KEY": "mockllm"},
    upstream="https://api.predictionguard.com",
)
