"""Anthropic's names: what they resolve to and what the families can do."""

import pytest
from anthropic.types import ModelInfo

from mockllm.vendors.anthropic.models import LISTED, capabilities, find
from mockllm.vendors.kinds import Options
from tests.conftest import Traffic
from tests.vendors.asked import recorded_models


@pytest.mark.parametrize(
    ("name", "snapshot"),
    [
        ("claude-haiku-4-5", "claude-haiku-4-5-20251001"),
        ("claude-sonnet-4-0", "claude-sonnet-4-20250514"),
        ("claude-3-7-sonnet-latest", "claude-3-7-sonnet-20250219"),
        ("claude-opus-4-8", "claude-opus-4-8"),
    ],
)
def test_a_name_resolves_to_its_snapshot(name: str, snapshot: str) -> None:
    model = find(name, Options())
    assert model is not None
    assert model.id == snapshot


@pytest.mark.parametrize("name", ["", "claude", "claude-sonet-4-5", "gpt-4o", "claude-x"])
def test_a_foreign_name_is_unknown(name: str) -> None:
    assert find(name, Options()) is None


@pytest.mark.parametrize(
    ("name", "traits"),
    [
        ("claude-haiku-4-5", "thinking_enabled stop_details"),
        ("claude-opus-4-6", "thinking_enabled thinking_adaptive no_prefill effort_max"),
        ("claude-opus-4-8", "thinking_adaptive no_prefill no_sampling effort_xhigh system_messages output_details"),
        ("claude-opus-4-7", "omits_thoughts"),
        ("claude-fable-5", "thinking_disabled_refused"),
        ("claude-sonnet-5", "thinks_unasked thinking_adaptive omits_thoughts"),
        ("claude-opus-5-5", "thinking_disabled_refused container_null"),
        ("claude-opus-5", "thinking_disabled_refused_xhigh"),
    ],
)
def test_a_family_has_its_traits(name: str, traits: str) -> None:
    model = find(name, Options())
    assert model is not None
    assert set(traits.split()) <= model.traits


@pytest.mark.parametrize(
    ("name", "trait"),
    [
        ("claude-opus-4-7", "thinking_enabled"),
        ("claude-opus-4-5", "no_prefill"),
        ("claude-opus-4-6", "omits_thoughts"),
        ("claude-haiku-4-5", "output_details"),
        ("claude-sonnet-4-6", "output_details"),
    ],
)
def test_a_family_lacks_what_it_cannot(name: str, trait: str) -> None:
    model = find(name, Options())
    assert model is not None
    assert trait not in model.traits


def test_the_official_client_reads_every_entry() -> None:
    for each in LISTED:
        entry = {
            "type": "model",
            "id": each.id,
            "display_name": each.display_name,
            "created_at": each.created_at,
            "lifecycle": each.lifecycle,
            "line": each.line,
            "max_input_tokens": each.max_input_tokens,
            "max_tokens": each.max_tokens,
            "capabilities": each.capabilities,
        }
        assert ModelInfo.model_validate(entry).max_input_tokens


def test_capabilities_follow_the_traits() -> None:
    model = find("claude-fable-5", Options())
    assert model is not None
    can = capabilities(model)
    assert can["thinking"]["types"]["disabled"] == {"supported": False}
    assert can["effort"]["xhigh"] == {"supported": True}


def test_the_table_agrees_with_recorded_answers(traffic: Traffic) -> None:
    """The id that a name resolves to is one that the service has answered for it."""
    answered = recorded_models(traffic("messages"), "anthropic")
    known = {name: find(name, Options()) for name in answered}
    wrong = {name: (card, answered[name]) for name, card in known.items() if not card or card.id not in answered[name]}
    assert wrong == {}
