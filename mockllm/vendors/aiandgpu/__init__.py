"""AIandGPU: the gateway that offers all three shapes, and answers to messages as tasks."""

from mockllm.vendors.aiandgpu import chat_rows, messages_rows, responses_rows, tasks
from mockllm.vendors.aiandgpu.models import find
from mockllm.vendors.aiandgpu.refuse import authorize, refuse
from mockllm.vendors.aiandgpu.speech import failed, headers, ink
from mockllm.vendors.kinds import Route, Speech, Vendor
from mockllm.vendors.stored import alone, keep, recall
from mockllm.wire import chat, messages, responses
from mockllm.wire.layout import compact

__all__ = ["CHAT", "MESSAGES", "RESPONSES", "VENDOR"]

CHAT = Speech(chat, compact, ink, headers, rows=chat_rows.ROWS)
RESPONSES = Speech(
    responses, compact, ink, headers, rows=responses_rows.ROWS, recall=recall, keep=keep, alone=alone
)  # fmt: skip
MESSAGES = Speech(
    messages,
    compact,
    ink,
    headers,
    rows=messages_rows.ROWS,
    dress=tasks.dress,
    keep=tasks.keep,
    keeps=lambda ask: tasks.wanted(ask.body),
)

VENDOR = Vendor(
    name="aiandgpu",
    mounts=("/aiandgpu",),
    routes=(
        Route("POST", "/v1/chat/completions", "chat", CHAT),
        Route("POST", "/v1/responses", "responses", RESPONSES),
        Route("POST", "/v1/messages", "messages", MESSAGES),
        *tasks.ROUTES,
    ),
    authorize=authorize,
    model=find,
    refuse=refuse,
    failed=failed,
    secrets=(r"sk-(?!ant-|or-)[A-Za-z0-9_-]{16,}",),
)
