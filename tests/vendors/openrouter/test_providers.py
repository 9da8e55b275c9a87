"""Who stands behind a model at OpenRouter, and whom a request is routed to."""

from typing import Any

import pytest

from mockllm.ask import Ask, Model
from mockllm.vendors.kinds import Options
from mockllm.vendors.openrouter.providers import (
    AUTO,
    OFFERS,
    candidates,
    distillable,
    find,
    first_name,
    following,
    offers,
    provider,
)
from tests.asks import ask


def of(model: str, **body: Any) -> Ask:
    return ask(model=model, card=find(model, Options()) or Model(model), body={"model": model, **body})


@pytest.mark.parametrize(
    ("model", "name"),
    [("openai/gpt-4o", "OpenAI"), ("~anthropic/claude", "Anthropic"), ("who/knows", "DeepInfra"), ("", "DeepInfra")],
)
def test_the_author_tells_the_provider(model: str, name: str) -> None:
    assert provider(model).name == name


@pytest.mark.parametrize(
    ("name", "answered"),
    [
        ("anthropic/claude-haiku-4.5", "anthropic/claude-4.5-haiku-20251001"),
        ("anthropic/claude-haiku-4.5:online", "anthropic/claude-4.5-haiku-20251001"),
        ("anthropic/claude-opus-5", "anthropic/claude-opus-5"),
        ("openai/gpt-5.2", "openai/gpt-5.2"),
    ],
)
def test_answers_call_some_models_by_another_name(name: str, answered: str) -> None:
    model = find(name, Options())
    assert model is not None
    assert model.id == answered


def test_answers_cost_no_less_than_questions() -> None:
    assert all(0 < each.prompt <= each.completion for there in OFFERS.values() for each in there)


@pytest.mark.parametrize(
    ("model", "prompt", "completion"),
    [
        ("anthropic/claude-4.5-haiku-20251001", 1.0, 5.0),
        ("anthropic/claude-haiku-4.5", 1.0, 5.0),
        ("~anthropic/claude-3-haiku", 0.25, 1.25),
        ("anthropic/claude-opus-5", 5.0, 25.0),
        ("anthropic/claude-sonnet-4.6", 3.0, 15.0),
        ("openai/gpt-5-mini", 0.25, 2.0),
        ("openai/gpt-4o-mini", 0.15, 0.60),
        ("perplexity/sonar", 1.0, 1.0),
    ],
)
def test_a_model_has_the_price_of_its_family(model: str, prompt: float, completion: float) -> None:
    assert (provider(model).prompt, provider(model).completion) == (prompt, completion)


def test_others_that_serve_a_family_keep_their_distance() -> None:
    usual, bedrock, vertex = offers("anthropic/claude-haiku-4.5")

    assert (bedrock.prompt, bedrock.completion) == pytest.approx((1.1, 5.5))
    assert vertex.prompt < usual.prompt < bedrock.prompt


def test_a_free_model_costs_nothing_anywhere() -> None:
    for model in ("meta-llama/llama:free", "perplexity/sonar:free", "anthropic/claude-haiku-4.5:free"):
        assert {(each.prompt, each.completion, each.request, each.image) for each in offers(model)} == {(0.0,) * 4}
    assert len(offers("meta-llama/llama:free")) == len(offers("meta-llama/llama"))


@pytest.mark.parametrize(("model", "open_"), [("openai/o", False), ("~google/g", False), ("meta-llama/l", True)])
def test_the_author_tells_whether_others_may_learn(model: str, open_: bool) -> None:
    assert distillable(model) is open_


def test_each_model_is_tried_once_in_order() -> None:
    assert candidates({"model": "a/b", "models": ["c/d", "a/b", ""]}) == ("a/b", "c/d")
    assert candidates({}) == (AUTO,)
    assert first_name({"models": ["c/d"]}) == "c/d"


def test_a_failed_model_is_followed_by_the_next_one_that_is_known() -> None:
    after = following(of("a/b", models=["nothing", "c/d"]), Options())

    assert after is not None
    assert (after.model, after.card.id) == ("c/d", "c/d")
    assert following(after, Options()) is None
    assert following(of("a/b"), Options()) is None


@pytest.mark.parametrize(
    ("name", "id_"),
    [("a/b", "a/b"), ("a/b:free", "a/b:free"), ("a/b:online", "a/b"), (AUTO, "openai/gpt-4.1-mini")],
)
def test_any_author_and_slug_is_a_model(name: str, id_: str) -> None:
    found = find(name, Options())

    assert found is not None
    assert found.id == id_


@pytest.mark.parametrize("name", ["gpt-4o", "/b", "a/", "a b/c", ""])
def test_anything_else_is_none(name: str) -> None:
    assert find(name, Options()) is None


def test_whoever_runs_the_server_may_add_models() -> None:
    assert find("mine", Options(models={"mine": Model("mine")})) == Model("mine")
