"""What Anthropic lists: the models of GET /v1/models, newest first."""

from collections.abc import Mapping
from typing import Any, Literal

from msgspec import Struct, field

__all__ = ["NAMES", "Line", "Listed"]

Line = Literal["haiku", "sonnet", "opus", "fable", "mythos"]


class Listed(Struct, frozen=True):
    """One model of the list; the days are RFC 3339 dates, and a retired model is left out of a plain list.

    Sizes, in tokens, and capabilities come from the table of families.
    """

    id: str
    display_name: str
    created_at: str
    line: Line
    lifecycle: Literal["active", "deprecated", "retired"] = "active"
    deprecated_at: str | None = None
    retires_at: str | None = None
    max_input_tokens: int = 0
    max_tokens: int = 0
    capabilities: Mapping[str, Any] = field(default_factory=dict)


# The days of the models up to Opus 4.5 were recorded; the later ones say in which order they appeared.
NAMES: tuple[Listed, ...] = (
    Listed("claude-fable-5-2", "Claude Fable 5.2", "2026-11-03T00:00:00Z", "fable"),
    Listed("claude-mythos-5-2", "Claude Mythos 5.2", "2026-11-03T00:00:00Z", "mythos"),
    Listed("claude-haiku-5-5", "Claude Haiku 5.5", "2026-10-20T00:00:00Z", "haiku"),
    Listed("claude-sonnet-5-5", "Claude Sonnet 5.5", "2026-10-06T00:00:00Z", "sonnet"),
    Listed("claude-fable-5-1", "Claude Fable 5.1", "2026-09-22T00:00:00Z", "fable"),
    Listed("claude-opus-5-5", "Claude Opus 5.5", "2026-09-15T00:00:00Z", "opus"),
    Listed("claude-mythos-5-1", "Claude Mythos 5.1", "2026-09-08T00:00:00Z", "mythos"),
    Listed("claude-sonnet-5", "Claude Sonnet 5", "2026-07-21T00:00:00Z", "sonnet"),
    Listed("claude-fable-5", "Claude Fable 5", "2026-07-14T00:00:00Z", "fable"),
    Listed("claude-mythos-5", "Claude Mythos 5", "2026-07-07T00:00:00Z", "mythos"),
    Listed("claude-opus-5", "Claude Opus 5", "2026-06-30T00:00:00Z", "opus"),
    Listed("claude-opus-4-8", "Claude Opus 4.8", "2026-05-26T00:00:00Z", "opus"),
    Listed("claude-opus-4-7", "Claude Opus 4.7", "2026-04-14T00:00:00Z", "opus"),
    Listed("claude-mythos-preview", "Claude Mythos Preview", "2026-04-07T00:00:00Z", "mythos"),
    Listed("claude-sonnet-4-6", "Claude Sonnet 4.6", "2026-02-17T00:00:00Z", "sonnet"),
    Listed("claude-opus-4-6", "Claude Opus 4.6", "2026-02-05T00:00:00Z", "opus"),
    Listed("claude-opus-4-5-20251101", "Claude Opus 4.5", "2025-11-24T00:00:00Z", "opus"),
    Listed("claude-haiku-4-5-20251001", "Claude Haiku 4.5", "2025-10-15T00:00:00Z", "haiku"),
    Listed("claude-sonnet-4-5-20250929", "Claude Sonnet 4.5", "2025-09-29T00:00:00Z", "sonnet"),
    Listed("claude-opus-4-1-20250805", "Claude Opus 4.1", "2025-08-05T00:00:00Z", "opus", "deprecated"),
    Listed("claude-opus-4-20250514", "Claude Opus 4", "2025-05-22T00:00:00Z", "opus", "deprecated"),
    Listed("claude-sonnet-4-20250514", "Claude Sonnet 4", "2025-05-22T00:00:00Z", "sonnet", "deprecated"),
    Listed("claude-3-7-sonnet-20250219", "Claude Sonnet 3.7", "2025-02-24T00:00:00Z", "sonnet", "retired"),
    Listed("claude-3-5-haiku-20241022", "Claude Haiku 3.5", "2024-10-22T00:00:00Z", "haiku", "retired"),
    Listed("claude-3-haiku-20240307", "Claude Haiku 3", "2024-03-07T00:00:00Z", "haiku", "retired"),
    Listed("claude-3-opus-20240229", "Claude Opus 3", "2024-02-29T00:00:00Z", "opus", "retired"),
)
