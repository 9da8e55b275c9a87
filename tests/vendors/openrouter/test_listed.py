"""The models that OpenRouter lists."""

from mockllm.vendors.kinds import Options
from mockllm.vendors.openrouter.listed import LISTED
from mockllm.vendors.openrouter.providers import OTHER, find, provider


def test_every_listed_model_is_served_by_a_provider_of_its_own() -> None:
    assert len({each.id for each in LISTED}) == len(LISTED)
    for each in LISTED:
        assert find(each.id, Options()) is not None
        assert provider(each.id) is not OTHER or each.id.startswith("qwen/")
