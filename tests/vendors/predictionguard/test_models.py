"""Prediction Guard's models."""

from msgspec.structs import replace

from mockllm.vendors.kinds import Options
from mockllm.vendors.predictionguard import VENDOR
from mockllm.vendors.predictionguard.models import LISTED, find, list_models
from tests.vendors.worlds import told, world


def test_all_are_listed() -> None:
    status, body = told(list_models, world(VENDOR))
    assert (status, [each["id"] for each in body["data"]]) == (200, list(LISTED))


def test_a_capability_narrows_the_list() -> None:
    _, body = told(list_models, world(VENDOR, params={"capability": "embedding-with-image"}))
    assert [each["id"] for each in body["data"]] == ["bridgetower-large-itm-mlm-itc"]
    assert body["data"][0]["capabilities"]["embedding"] is True
    assert body["data"][0]["capabilities"]["chat_completion"] is False


def test_an_unknown_capability_is_refused_unless_lenient() -> None:
    assert told(list_models, world(VENDOR, params={"capability": "flying"})) == (
        400,
        {"error": "unknown capability: flying"},
    )
    assert told(list_models, world(VENDOR, params={"capability": "flying"}, lenient=True))[1]["data"] == []


def test_any_name_is_a_model() -> None:
    assert find("x", Options()) is not None
    assert find("", Options()) is None


def test_the_probe_of_its_client_lists_the_models_of_completions() -> None:
    where = world(VENDOR)
    _, body = told(list_models, replace(where, raw=replace(where.raw, method="GET", path="/completions")))
    assert [each["id"] for each in body["data"]] == [name for name, able in LISTED.items() if "completion" in able]
    assert len(body["data"]) < len(LISTED)
