"""Prompts that do not fit into their model."""

from typing import Any

import pytest
from msgspec.structs import replace

from mockllm.ask import Ask, Message, Model, Tool
from mockllm.errors import Failure
from mockllm.turn import Text
from mockllm.vendors.kinds import Options
from mockllm.vendors.openrouter.context import fitted
from mockllm.vendors.openrouter.providers import find
from mockllm.wire.prompt import prompt_tokens
from tests.asks import ask
from tests.documents.desk import Desk

SMALL, LARGE = "openai/gpt-4o", "openai/gpt-4.1-mini"
LONG = "word " * 130_000
HINT = (
    'Please reduce the length of either one, or use the "middle-out" transform to compress your prompt automatically.'
)


def asked(model: str = SMALL, text: str = LONG, *tools: Tool, **change: Any) -> Ask:
    messages = (Message("user", (Text(text),)),)
    body = {"model": model, **change}
    size = prompt_tokens(messages, tools, None)
    found = ask(model=model, card=find(model, Options()) or Model(model), messages=messages, tools=tools, body=body)
    return replace(found, input_tokens=size)


def said(found: Ask | Failure) -> str:
    assert isinstance(found, Failure)
    return str(found.message)


def test_a_long_prompt_is_refused_with_what_it_is_made_of() -> None:
    begins = "This endpoint's maximum context length is 128000 tokens. However, you requested about"
    assert said(fitted(asked(), Options())) == f"{begins} 130008 tokens (130008 of text input). {HINT}"
    tool = Tool("get_weather", schema={"type": "object"})
    with_all = said(fitted(replace(asked(SMALL, "Hi", tool), limit=128_000), Options()))
    assert with_all.startswith(begins)
    assert "of text input, " in with_all
    assert "of tool input, 128000 in the output)" in with_all


@pytest.mark.parametrize(
    "found",
    [
        asked(text="Hi"),
        asked(LARGE),
        asked("unlisted/model"),
        asked(transforms=["middle-out"]),
        asked(plugins=[{"id": "context-compression"}]),
    ],
)
def test_what_fits_is_compressed_or_has_no_known_limit_passes(found: Ask) -> None:
    assert fitted(found, Options()) is found


def test_a_model_of_ones_own_has_the_size_that_was_given() -> None:
    own = Options(models={"my/model": Model("my/model", context=2)})
    assert "maximum context length is 2 tokens" in said(
        fitted(replace(asked("my/model"), card=own.models["my/model"]), own)
    )


def test_the_next_model_with_room_is_asked() -> None:
    found = fitted(asked(models=[SMALL, "openai/gpt-4o-mini", LARGE]), Options())
    assert isinstance(found, Ask)
    assert found.model == LARGE
    assert isinstance(fitted(asked(models=[SMALL, "openai/gpt-4o-mini"]), Options()), Failure)


def test_any_number_of_models_may_be_too_small() -> None:
    small = [f"{SMALL}:variant-{number}" for number in range(1_200)]
    assert isinstance(fitted(asked(models=[SMALL, *small]), Options()), Failure)
    found = fitted(asked(models=[SMALL, *small, LARGE]), Options())
    assert isinstance(found, Ask)
    assert found.model == LARGE


async def test_a_client_hears_of_it() -> None:
    desk = Desk("/api/v1/chat/completions", {"model": SMALL, "messages": [{"role": "user", "content": LONG}]})
    refused = await desk.post()
    assert (refused.status, refused.body["error"]["metadata"]) == (400, {"provider_name": None})
    answered = await desk.post(models=[SMALL, LARGE])
    assert (answered.status, answered.body["model"]) == (200, LARGE)
