"""Anthropic's models over their endpoints."""

import json

import pytest
from anthropic.types import ModelInfo

from mockllm.ask import Model
from mockllm.vendors.anthropic.listings import list_models, retrieve_model
from mockllm.vendors.anthropic.models import find
from mockllm.vendors.kinds import Options
from tests.vendors.worlds import told, vendor, world

ANTHROPIC = vendor(find, "anthropic")


def test_the_list_is_newest_first_and_fits_the_sdk() -> None:
    status, shown = told(list_models, world(ANTHROPIC, query={"limit": "1000"}))
    assert status == 200
    found = [ModelInfo.model_validate_json(json.dumps(each), strict=True) for each in shown["data"]]
    times = [each.created_at for each in found]
    assert times == sorted(times, reverse=True)
    assert shown["first_id"] == found[0].id
    assert shown["has_more"] is False
    assert {each.lifecycle for each in found} == {"active", "deprecated"}


def test_twenty_models_are_a_page() -> None:
    _, shown = told(list_models, world(ANTHROPIC))
    assert len(shown["data"]) == 20
    assert shown["has_more"]
    _, rest = told(list_models, world(ANTHROPIC, query={"after_id": shown["last_id"]}))
    assert rest["data"][0]["id"] not in {each["id"] for each in shown["data"]}
    _, back = told(list_models, world(ANTHROPIC, query={"before_id": rest["first_id"], "limit": "20"}))
    assert back["data"] == shown["data"]


def test_a_stage_of_life_may_be_asked_for() -> None:
    _, shown = told(list_models, world(ANTHROPIC, query={"lifecycle[]": "retired"}))
    assert {each["lifecycle"] for each in shown["data"]} == {"retired"}


def test_an_alias_is_resolved() -> None:
    _, shown = told(retrieve_model, world(ANTHROPIC, params={"model": "claude-haiku-4-5"}))
    assert shown["id"] == "claude-haiku-4-5-20251001"


def test_an_unknown_model_is_not_found() -> None:
    status, shown = told(retrieve_model, world(ANTHROPIC, params={"model": "gpt-4o"}))
    assert (status, shown["error"]["message"]) == (404, "model: gpt-4o")


def test_added_models_are_listed_and_shown() -> None:
    options = Options(models={"house": Model("house", context=9)})
    assert told(list_models, world(ANTHROPIC, options=options))[1]["data"][0]["id"] == "house"
    assert (
        told(retrieve_model, world(ANTHROPIC, params={"model": "house"}, options=options))[1]["max_input_tokens"] == 9
    )


@pytest.mark.parametrize(
    ("query", "message"),
    [
        ({"limit": "0"}, "limit: Input should be greater than or equal to 1"),
        ({"limit": "1001"}, "limit: Input should be less than or equal to 1000"),
        ({"limit": "x"}, "limit: Input should be a valid integer, unable to parse string as an integer"),
        ({"after_id": "a", "before_id": "b"}, "Only one of `after_id` and `before_id` may be given."),
        ({"after_id": "a"}, "after_id: a not found"),
    ],
)
def test_a_bad_query_is_refused_unless_lenient(query: dict[str, str], message: str) -> None:
    status, shown = told(list_models, world(ANTHROPIC, query=query))
    assert (status, shown["error"]["message"]) == (400, message)
    assert told(list_models, world(ANTHROPIC, query=query, lenient=True))[0] == 200


def test_lenient_any_model_is_there() -> None:
    status, shown = told(retrieve_model, world(ANTHROPIC, params={"model": "model_id"}, lenient=True))
    assert status == 200
    ModelInfo.model_validate_json(json.dumps(shown), strict=True)
