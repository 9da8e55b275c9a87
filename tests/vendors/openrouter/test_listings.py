"""OpenRouter's models over their endpoints."""

import pytest
from openrouter.components import Model, ModelsCountResponse, ModelsListResponse
from openrouter.operations import ListEndpointsResponse

from mockllm.vendors.openrouter import VENDOR
from mockllm.vendors.openrouter.listed import LISTED, listed
from mockllm.vendors.openrouter.listings import count_models, list_endpoints, list_models, retrieve_model
from tests.vendors.worlds import told, world

HAIKU = {"author": "anthropic", "slug": "claude-haiku-4.5"}


def test_the_list_fits_the_sdk_and_is_counted() -> None:
    status, shown = told(list_models, world(VENDOR))
    assert status == 200
    found = ModelsListResponse.model_validate(shown)
    assert [each.id for each in found.data] == [each.id for each in LISTED]
    _, count = told(count_models, world(VENDOR))
    assert ModelsCountResponse.model_validate(count).data.count == found.total_count == len(LISTED)
    assert shown["links"]["next"] is None


def test_the_list_comes_in_parts() -> None:
    _, shown = told(list_models, world(VENDOR, query={"offset": "2", "limit": "3"}))
    assert [each["id"] for each in shown["data"]] == [each.id for each in LISTED[2:5]]
    assert shown["links"]["next"] == "http://test/v1/models?offset=5&limit=3"


def test_models_are_found_by_what_they_take_and_give() -> None:
    _, shown = told(list_models, world(VENDOR, query={"supported_parameters": "reasoning,tools"}))
    assert {each["id"] for each in shown["data"]} == {each.id for each in LISTED if each.reasons}
    assert told(count_models, world(VENDOR, query={"output_modalities": "image"}))[1]["data"]["count"] == 0


def test_a_bad_part_is_refused_unless_lenient() -> None:
    assert told(list_models, world(VENDOR, query={"limit": "x"}))[0] == 400
    assert told(list_models, world(VENDOR, query={"limit": "x"}, lenient=True))[0] == 200


def test_prices_are_plain_decimals() -> None:
    _, shown = told(retrieve_model, world(VENDOR, params=HAIKU))
    model = Model.model_validate(shown["data"])
    assert (model.pricing.prompt, model.pricing.completion) == ("0.000001", "0.000005")


@pytest.mark.parametrize(
    ("slug", "context"), [("claude-haiku-4.5", 200_000), ("claude-haiku-4.5:online", 200_000), ("unheard-of", 128_000)]
)
def test_any_model_has_an_entry_and_endpoints(slug: str, context: int) -> None:
    name = f"anthropic/{slug}"
    assert (listed(name).id, listed(name).context) == (name, context)
    status, shown = told(list_endpoints, world(VENDOR, params={"author": "anthropic", "slug": slug}))
    assert status == 200
    endpoints = ListEndpointsResponse.model_validate(shown).data.endpoints
    assert [endpoint.provider_name for endpoint in endpoints] == ["Anthropic", "Amazon Bedrock", "Google Vertex"]
    assert {(endpoint.model_id, endpoint.context_length) for endpoint in endpoints} == {(name, context)}
