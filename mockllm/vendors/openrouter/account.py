"""The account at OpenRouter: what its key may do, its credits, and what the session has spent.

Specification: https://openrouter.ai/docs/api-reference/api-keys
"""

from msgspec import Struct

from mockllm.exchange import Reply
from mockllm.session import Slot
from mockllm.vendors.auth import bearer
from mockllm.vendors.kinds import Route, World
from mockllm.vendors.openrouter.refuse import headers
from mockllm.wire import JsonObject
from mockllm.wire.layout import script

__all__ = ["ROUTES", "SPENT", "Spending", "show_credits", "show_key"]

BOUGHT = 100.0
"""The account's credits before anything is spent, in US dollars."""
REGIONS = ["global"]
FREE_A_DAY = 1_000
ENDS = 8
"""How much of a key its label shows: so many characters at the front, and three at the end."""


class Spending(Struct):
    """What a session's answers cost together, in US dollars, and how many were of a free model."""

    total: float = 0.0
    free: int = 0

    def add(self, cost: float) -> None:
        """One more answer."""
        self.total = round(self.total + cost, 10)
        self.free += cost == 0


SPENT: Slot[Spending] = Slot("openrouter.spent", Spending)


def show_key(world: World) -> Reply:
    """The key that asks: its limits and what it has used."""
    spent = world.session.slot(SPENT)
    key = bearer(world.raw.headers) or "sk-or-v1-mockllm"
    used = {f"usage{span}": spent.total for span in ("", "_daily", "_weekly", "_monthly")}
    shown: JsonObject = {
        "label": key if len(key) <= ENDS + 3 else f"{key[:ENDS]}...{key[-3:]}",
        "limit": None,
        "limit_reset": None,
        "limit_remaining": None,
        "include_byok_in_limit": False,
        **used,
        **{f"byok_{name}": 0 for name in used},
        "is_free_tier": False,
        "is_management_key": False,
        "is_provisioning_key": False,
        "creator_user_id": None,
        "organization_id": None,
        "workspace_id": None,
        "expires_at": None,
        "rate_limit": {"requests": -1, "interval": "10s", "note": "This field is deprecated and safe to ignore."},
        "allowed_data_regions": REGIONS,
        "budgets": [],
        "effective_budget": None,
        "free_model_daily_requests": {
            "limit": FREE_A_DAY,
            "used": spent.free,
            "remaining": max(0, FREE_A_DAY - spent.free),
        },
    }
    return _reply(shown)


def show_credits(world: World) -> Reply:
    """What was bought, and what was used of it."""
    return _reply({"total_credits": BOUGHT, "total_usage": world.session.slot(SPENT).total})


def _reply(shown: JsonObject) -> Reply:
    return Reply(200, headers("application/json"), script({"data": shown}), chunked=True)


ROUTES = (
    Route("GET", "/v1/key", "key", show_key, reads_json=False),
    Route("GET", "/v1/auth/key", "key.old", show_key, reads_json=False),
    Route("GET", "/v1/credits", "credits", show_credits, reads_json=False),
)
