"""The models that OpenRouter lists."""

from mockllm.vendors.kinds import Options
from mockllm.vendors.openrouter.listed import LISTED, listed
from mockllm.vendors.openrouter.providers import OFFERS, find


def test_models_are_listed_newest_first_and_each_has_a_provider() -> None:
    assert len({each.id for each in LISTED}) == len(LISTED)
    assert [each.created for each in LISTED] == sorted((each.created for each in LISTED), reverse=True)
    for each in LISTED:
        assert find(each.id, Options()) is not None
        assert each.id.partition("/")[0] in OFFERS or each.id.startswith("qwen/")


def test_a_variant_has_the_entry_of_its_model() -> None:
    plain, free = listed("openai/gpt-4o"), listed("openai/gpt-4o:free")

    assert (free.id, free.name) == ("openai/gpt-4o:free", "OpenAI: GPT-4o (free)")
    assert (free.created, free.context, free.inputs) == (plain.created, plain.context, plain.inputs)


def test_a_model_that_is_not_listed_gets_a_plain_entry() -> None:
    assert (listed("who/knows").name, listed("who/knows").inputs) == ("who/knows", ("text",))
