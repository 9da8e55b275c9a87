"""The models that OpenRouter lists."""

from mockllm.vendors.kinds import Options
from mockllm.vendors.openrouter.listed import LISTED
from mockllm.vendors.openrouter.providers import OTHERS, find, provider


def test_models_are_listed_newest_first_and_each_has_a_provider() -> None:
    assert len({each.id for each in LISTED}) == len(LISTED)
    assert [each.created for each in LISTED] == sorted((each.created for each in LISTED), reverse=True)
    for each in LISTED:
        assert find(each.id, Options()) is not None
        assert provider(each.id) is not OTHERS[0] or each.id.startswith("qwen/")
