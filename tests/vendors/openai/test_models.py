"""OpenAI's names: what they resolve to and how they are classed."""

import pytest

from mockllm.vendors.kinds import Options
from mockllm.vendors.openai.models import find
from tests.conftest import Traffic
from tests.vendors.asked import recorded_models


@pytest.mark.parametrize(
    ("name", "snapshot"),
    [
        ("gpt-4o", "gpt-4o-2024-08-06"),
        ("gpt-4o-mini", "gpt-4o-mini-2024-07-18"),
        ("gpt-4.1", "gpt-4.1-2025-04-14"),
        ("gpt-3.5-turbo", "gpt-3.5-turbo-0125"),
        ("gpt-5.6-terra", "gpt-5.6-terra"),
        ("gpt-4o-2024-05-13", "gpt-4o-2024-05-13"),
        ("ft:gpt-4o-mini:acemeco:suffix:abc123", "ft:gpt-4o-mini:acemeco:suffix:abc123"),
    ],
)
def test_a_name_resolves_to_its_snapshot(name: str, snapshot: str) -> None:
    model = find(name, Options())
    assert model is not None
    assert model.id == snapshot


@pytest.mark.parametrize(
    "name", ["o1", "o3-mini", "o4-mini-2025-04-16", "gpt-5", "gpt-5.6-terra", "gpt-6-sol", "codex-x"]
)
def test_it_reasons(name: str) -> None:
    model = find(name, Options())
    assert model is not None
    assert model.reasoning


@pytest.mark.parametrize("name", ["gpt-4o", "gpt-4.1-nano", "gpt-5-chat-latest", "chatgpt-4o-latest", "gpt-7b"])
def test_it_does_not_reason(name: str) -> None:
    model = find(name, Options())
    assert model is not None
    assert model.reasoning is (name == "gpt-7b")


@pytest.mark.parametrize("name", ["", "gpt", "claude-opus-5", "nonexistent", "ft:nonexistent:x:y", "o", "ox-1"])
def test_a_foreign_name_is_unknown(name: str) -> None:
    assert find(name, Options()) is None


@pytest.mark.parametrize(
    ("name", "trait"),
    [
        ("gpt-5.6", "cache_write"),
        ("gpt-6.1-terra", "strict_params"),
        ("gpt-5.4", "retention_24h"),
        ("gpt-5", "context_current_turn"),
        ("gpt-5.6", "context_all_turns"),
        ("gpt-5.2", "top_p_98"),
        ("gpt-5.5", "phase"),
        ("text-embedding-3-small", "embedding"),
        ("gpt-3.5-turbo-instruct", "legacy"),
        ("gpt-audio", "audio"),
        ("gpt-4o-search-preview", "search"),
        ("gpt-4o-mini-search-preview", "search_preview"),
        ("o1-mini", "no_system"),
        ("gpt-3.5-turbo", "no_fingerprint"),
        ("gpt-4", "no_fingerprint"),
        ("gpt-4-turbo-preview", "no_fingerprint"),
        ("o3-mini", "fingerprint"),
    ],
)
def test_a_family_has_its_traits(name: str, trait: str) -> None:
    model = find(name, Options())
    assert model is not None
    assert trait in model.traits


@pytest.mark.parametrize("name", ["gpt-4o", "gpt-4.1-nano", "gpt-4-turbo", "gpt-audio-mini"])
def test_a_family_shows_its_fingerprint(name: str) -> None:
    model = find(name, Options())
    assert model is not None
    assert "no_fingerprint" not in model.traits


def test_the_table_agrees_with_recorded_answers(traffic: Traffic) -> None:
    """The id that a name resolves to is one that the service has answered for it."""
    answered = recorded_models([*traffic("chat"), *traffic("responses")], "openai")
    known = {name: find(name, Options()) for name in answered}
    wrong = {name: (card, answered[name]) for name, card in known.items() if not card or card.id not in answered[name]}
    assert wrong.keys() == {"omni-moderation-latest"}, wrong  # moderation is not served
