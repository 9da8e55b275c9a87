"""Who serves a model at OpenRouter, and which model is asked."""

from typing import Any

import pytest

from mockllm.ask import Ask, Model
from mockllm.errors import Failure
from mockllm.vendors.kinds import Options
from mockllm.vendors.openrouter import VENDOR
from mockllm.vendors.openrouter.providers import (
    AUTO,
    OTHERS,
    candidates,
    find,
    first_name,
    following,
    offers,
    provider,
    route,
    upstream,
)
from mockllm.wire import chat
from tests.vendors.worlds import world


def asked(model: str = "meta-llama/llama-4", **body: Any) -> Ask:
    card = find(model, Options())
    assert card is not None
    return chat.parse({"model": model, **body}, {}, "openrouter", card)


@pytest.mark.parametrize(
    ("wanted", "name"),
    [
        ({}, "Meta"),
        ({"order": ["groq", "together"]}, "Groq"),
        ({"order": ["nobody", "together/fp8"]}, "Together"),
        ({"order": ["together"], "allow_fallbacks": False}, "Together"),
        ({"only": ["DeepInfra"]}, "DeepInfra"),
        ({"ignore": ["meta"]}, "DeepInfra"),
        ({"sort": "throughput"}, "Groq"),
        ({"sort": "latency"}, "Groq"),
        ({"sort": "price"}, "Meta"),
        ({"sort": {"by": "throughput"}}, "Groq"),
        ({"max_price": {"prompt": "0.19", "completion": 1}, "ignore": ["meta"]}, "Together"),
        ({"max_price": {"prompt": None}}, "Meta"),
    ],
)
def test_preferences_choose_the_provider(wanted: dict[str, Any], name: str) -> None:
    assert upstream(asked(provider=wanted)).name == name


@pytest.mark.parametrize("wanted", [{"only": ["azure"]}, {"max_price": {"completion": 0}}])
def test_preferences_may_leave_nobody(wanted: dict[str, Any]) -> None:
    ask = asked(provider=wanted)
    failure = route(ask, world(VENDOR))
    assert isinstance(failure, Failure)
    assert failure.message == "No endpoints found for meta-llama/llama-4."
    assert route(ask, world(VENDOR, lenient=True)) is ask


def test_variants_choose_too() -> None:
    assert upstream(asked("meta-llama/llama-4:nitro")).name == "Groq"
    assert upstream(asked("meta-llama/llama-4:free")).prompt == 0
    assert provider("qwen/qwen3") is OTHERS[0]
    assert offers("~openai/gpt")[0].name == "OpenAI"


def test_models_are_tried_in_order() -> None:
    body = {"model": "a/one", "models": ["a/two", "a/one", "bad", "a/three"]}
    assert candidates(body) == ("a/one", "a/two", "bad", "a/three")
    assert first_name({"models": ["a/two"]}) == "a/two"
    assert first_name({}) == AUTO
    ask = chat.parse(body, {}, "openrouter", Model("a/one"))
    names = []
    following_ask: Ask | None = ask
    while following_ask is not None:
        names.append(following_ask.model)
        following_ask = following(following_ask, Options())
    assert names == ["a/one", "a/two", "a/three"]


def test_models_are_author_and_slug() -> None:
    online = find("openai/gpt-4o:online", Options())
    assert online is not None
    assert online.id == "openai/gpt-4o"
    assert [find(name, Options()) for name in ("gpt-4o", "/x", "x/", "a/b c")] == [None] * 4
    chosen = find(AUTO, Options())
    assert chosen is not None
    assert chosen.id != AUTO
    mine = Model("mine")
    assert find("mine", Options(models={"mine": mine})) is mine
