"""OpenAI's models over their endpoints."""

import pytest
from openai.types import Model as SdkModel
from openai.types import ModelDeleted

from mockllm.ask import Model
from mockllm.session import Session
from mockllm.vendors.kinds import Options
from mockllm.vendors.openai.listings import delete_model, list_models, retrieve_model
from mockllm.vendors.openai.models import find
from tests.vendors.worlds import told, vendor, world

OPENAI = vendor(find)
TUNED = "ft:gpt-4o-mini:acemeco:suffix:abc123"


def test_the_list_holds_what_the_sdk_expects() -> None:
    status, shown = told(list_models, world(OPENAI))
    assert status == 200
    assert shown["object"] == "list"
    names = [SdkModel.model_validate(each, strict=True).id for each in shown["data"]]
    assert "gpt-4o" in names
    assert len(set(names)) == len(names)


def test_the_list_holds_models_that_were_added() -> None:
    options = Options(models={"house-model": Model("house-model")})
    _, shown = told(list_models, world(OPENAI, options=options))
    assert shown["data"][-1]["id"] == "house-model"


@pytest.mark.parametrize("name", ["gpt-4o", "gpt-4o-2024-08-06", TUNED])
def test_a_known_model_is_shown(name: str) -> None:
    status, shown = told(retrieve_model, world(OPENAI, params={"model": name}))
    assert status == 200
    assert list(shown) == ["id", "object", "created", "owned_by"]
    assert SdkModel.model_validate(shown, strict=True).id == name


def test_a_tuned_model_is_owned_by_its_organisation() -> None:
    assert told(retrieve_model, world(OPENAI, params={"model": TUNED}))[1]["owned_by"] == "acemeco"


def test_an_unknown_model_is_not_found() -> None:
    status, shown = told(retrieve_model, world(OPENAI, params={"model": "nope"}))
    assert status == 404
    assert shown["error"]["message"] == "The model 'nope' does not exist"
    assert shown["error"]["code"] == "model_not_found"


def test_a_deleted_model_is_gone_with_this_session_alone() -> None:
    session = Session("one")
    status, shown = told(delete_model, world(OPENAI, params={"model": TUNED}, session=session))
    assert status == 200
    assert ModelDeleted.model_validate(shown, strict=True).deleted
    assert told(retrieve_model, world(OPENAI, params={"model": TUNED}, session=session))[0] == 404
    assert told(delete_model, world(OPENAI, params={"model": TUNED}, session=session))[0] == 404
    assert told(retrieve_model, world(OPENAI, params={"model": TUNED}, session=Session("two")))[0] == 200


def test_a_base_model_cannot_be_deleted() -> None:
    assert told(delete_model, world(OPENAI, params={"model": "gpt-4o"}))[0] == 403


def test_lenient_any_model_is_there() -> None:
    for handler in (retrieve_model, delete_model, retrieve_model):
        assert told(handler, world(OPENAI, params={"model": "model"}, lenient=True))[0] == 200
