"""The account at OpenRouter."""

import pytest
from openrouter.operations import GetCreditsResponse, GetCurrentKeyResponse

from mockllm.session import Session
from mockllm.vendors.openrouter import VENDOR
from mockllm.vendors.openrouter.account import SPENT, show_credits, show_key
from tests.vendors.worlds import told, world


@pytest.mark.filterwarnings("ignore:.*DEPRECATED:DeprecationWarning")
def test_a_key_tells_what_it_used_and_hides_itself() -> None:
    session = Session("s")
    session.slot(SPENT).add(0.25)
    session.slot(SPENT).add(0)
    headers = {"authorization": "Bearer sk-or-v1-0123456789abcdef"}
    status, shown = told(show_key, world(VENDOR, session=session, headers=headers))
    assert status == 200
    GetCurrentKeyResponse.model_validate(shown)
    data = shown["data"]
    assert data["label"] == "sk-or-v1...def"
    assert {data[name] for name in ("usage", "usage_daily", "usage_weekly", "usage_monthly")} == {0.25}
    assert data["free_model_daily_requests"] == {"limit": 1000, "used": 1, "remaining": 999}


def test_credits_are_spent_by_the_session() -> None:
    session = Session("s")
    session.slot(SPENT).add(0.5)
    _, shown = told(show_credits, world(VENDOR, session=session))
    assert GetCreditsResponse.model_validate(shown).data.total_usage == 0.5
    assert told(show_credits, world(VENDOR))[1]["data"]["total_usage"] == 0
