"""The version and beta headers of an Anthropic request."""

from collections.abc import Callable

from mockllm.ask import Body, Headers
from mockllm.checks import About
from mockllm.errors import Failure
from mockllm.vendors.dots import refused

__all__ = ["BETAS", "NEWEST", "VERSIONS", "beta", "betas", "betas_known", "newest", "version_known"]

NEWEST = "2026-10-21"
VERSIONS = ("2023-06-01", NEWEST)
_NAMES = (
    "admin-user-sign-out-2026-10-08 advanced-tool-use-2025-11-20 advisor-tool-2026-03-01 agent-memory-2026-07-22 "
    "analytics-usage-cost-2026-08-24 cache-diagnosis-2026-04-07 ce-claude-code-managed-settings-2026-10-06 "
    "ce-plugins-2026-09-01 ce-user-management-2026-07-13 code-execution-2025-05-22 code-execution-2025-08-25 "
    "compact-2026-01-12 compact-2026-09-04 computer-use-2024-10-22 computer-use-2025-01-24 computer-use-2025-11-24 "
    "context-1m-2025-08-07 context-management-2025-06-27 dev-full-thinking-2025-05-14 dreaming-2026-04-21 "
    "experimental-claude-tag-2026-10-21 extended-cache-ttl-2025-04-11 fallback-credit-2026-06-01 "
    "fallback-credit-2026-07-01 fast-mode-2026-02-01 files-api-2025-04-14 fine-grained-tool-streaming-2025-05-14 "
    "inline-tools-2026-09-15 interleaved-thinking-2025-05-14 managed-agents-2026-04-01 mcp-client-2025-04-04 "
    "mcp-client-2025-11-20 mcp-client-2026-09-15 mcp-tunnels-2026-06-22 message-batches-2024-09-24 "
    "message-threads-2026-08-12 mid-conversation-output-config-2026-07-01 mid-conversation-system-clear-at-2026-08-21 "
    "mid-conversation-tool-changes-2026-07-01 model-context-window-exceeded-2025-08-26 output-128k-2025-02-19 "
    "output-300k-2026-03-24 pdfs-2024-09-25 prompt-caching-2024-07-31 server-side-fallback-2026-06-01 "
    "server-side-fallback-2026-07-01 skills-2025-10-02 spend-limit-reads-2026-09-26 structured-outputs-2025-11-13 "
    "task-budgets-2026-03-13 telemetry-destinations-2026-08-11 thinking-binding-controls-2026-08-01 "
    "thinking-display-updates-2026-08-18 thinking-token-count-2026-05-13 token-counting-2024-11-01 "
    "token-efficient-tools-2025-02-19 tools-2024-04-04 user-profiles-2026-03-24 user-profiles-2026-08-18 "
    "user-profiles-2026-09-04 user-profiles-billing-2026-10-01 web-fetch-2025-09-10 web-search-2025-03-05 "
    "webhooks-2026-10-07"
)
BETAS = frozenset(_NAMES.split())
"""Beta names that are accepted, of today and of earlier SDKs."""


def betas(headers: Headers) -> tuple[str, ...]:
    """The names in the beta header, in order."""
    names = (name.strip() for name in headers.get("anthropic-beta", "").split(","))
    return tuple(name for name in names if name)


def newest(_: Body, about: About) -> bool:
    """Whether the request is of the newest version of the API."""
    return about.headers.get("anthropic-version") == NEWEST


def beta(*prefixes: str) -> Callable[[Body, About], bool]:
    """A test for a beta whose name starts with one of the prefixes."""
    return lambda _, about: any(name.startswith(prefixes) for name in betas(about.headers))


def version_known(_: Body, about: About) -> Failure | None:
    """The version header is there and names a version."""
    version = about.headers.get("anthropic-version")
    if not version:
        return refused("anthropic-version: header is required")
    return None if version in VERSIONS else refused(f'anthropic-version: "{version}" is not a valid version')


def betas_known(_: Body, about: About) -> Failure | None:
    """Every beta is known, or unknown parameters are allowed."""
    strange = [f"`{name}`" for name in betas(about.headers) if name not in BETAS]
    if not strange or "param" in about.allow:
        return None
    return refused(
        f"Unexpected value(s) {', '.join(strange)} for the `anthropic-beta` header. Please consult our documentation "
        "at platform.claude.com/docs or try again without the header."
    )
