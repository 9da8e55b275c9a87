"""Stored prompts: an id of their form is taken as good, any other is of nothing."""

from typing import Any

import pytest
from msgspec.structs import replace

from mockllm.ask import Ask
from mockllm.errors import Failure
from mockllm.vendors.kinds import Options
from mockllm.vendors.openai.prompts import recall
from mockllm.vendors.table import VENDORS
from tests.asks import ask
from tests.vendors.worlds import world

GONE = Failure("not_found", "Prompt with id 'X' not found.")
OPENAI = next(vendor for vendor in VENDORS if vendor.name == "openai")


def _recalled(*, lenient: bool = False, **body: Any) -> Ask | Failure:
    asked = replace(ask("responses"), body={"input": "Hi", **body}, previous=body.get("previous_response_id"))
    return recall(asked, replace(world(OPENAI, body), options=Options(lenient=lenient)))


@pytest.mark.parametrize("prompt", [None, {"id": "pmpt_1"}])
def test_a_prompt_of_the_right_form_is_there(prompt: Any) -> None:
    assert isinstance(_recalled(prompt=prompt), Ask)


def test_any_other_is_not() -> None:
    assert _recalled(prompt={"id": "X"}) == GONE
    assert isinstance(_recalled(lenient=True, prompt={"id": "X"}), Ask)


def test_a_missing_conversation_is_told_before_a_prompt_and_a_prompt_before_an_answer() -> None:
    gone = _recalled(prompt={"id": "X"}, conversation="conv_1")

    assert isinstance(gone, Failure)
    assert gone.message == "Conversation with id 'conv_1' not found."
    assert _recalled(prompt={"id": "X"}, previous_response_id="resp_1") == GONE
