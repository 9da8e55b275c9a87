"""Who stands behind a model at OpenRouter."""

import pytest

from mockllm.vendors.kinds import Options
from mockllm.vendors.openrouter.providers import PROVIDERS, find, provider


@pytest.mark.parametrize(
    ("model", "name"),
    [("openai/gpt-4o", "OpenAI"), ("~anthropic/claude", "Anthropic"), ("who/knows", "DeepInfra"), ("", "DeepInfra")],
)
def test_the_author_tells_the_provider(model: str, name: str) -> None:
    assert provider(model).name == name


def test_answers_cost_more_than_questions() -> None:
    assert all(0 < each.prompt < each.completion for each in PROVIDERS.values())


@pytest.mark.parametrize(("name", "id_"), [("a/b", "a/b"), ("a/b:free", "a/b:free"), ("a/b:online", "a/b")])
def test_any_author_and_slug_is_a_model(name: str, id_: str) -> None:
    found = find(name, Options())

    assert found is not None
    assert found.id == id_


@pytest.mark.parametrize("name", ["gpt-4o", "/b", "a/", "a b/c", ""])
def test_anything_else_is_none(name: str) -> None:
    assert find(name, Options()) is None
