"""The ids of calls at OpenRouter."""

import re

import pytest

from mockllm.ask import Model
from mockllm.turn import ToolCall, Turn
from mockllm.vendors.kinds import Said
from mockllm.vendors.openrouter.calls import begun, call_id
from mockllm.vendors.openrouter.providers import provider
from tests.asks import ask
from tests.stamps import stamp_of


def said() -> Said:
    return Said(ask(card=Model("a/b")), (Turn((ToolCall("look"), ToolCall("f", id="mine"))),), stamp_of())


@pytest.mark.parametrize(
    ("model", "form"),
    [
        ("openai/gpt-4o", "given"),
        ("anthropic/claude", r"toolu_01[1-9A-HJ-NP-Za-km-z]{22}"),
        ("google/gemini", r"tool_look_[0-9A-Za-z]{20}"),
    ],
)
def test_an_id_has_the_form_of_the_provider(model: str, form: str) -> None:
    served, told = provider(model), said()
    made = call_id(told, 0, 0, "given", served)

    assert re.fullmatch(form, made)
    assert begun(told, 0, {"index": 0, "id": "given"}, served) == {"index": 0, "id": made}
    assert begun(told, 0, {"index": 0}, served) == {"index": 0}


def test_an_id_that_was_scripted_stays() -> None:
    assert call_id(said(), 0, 1, "mine", provider("anthropic/claude")) == "mine"
