"""AIandGPU's models."""

from mockllm.ask import Model
from mockllm.vendors.aiandgpu.models import find
from mockllm.vendors.kinds import Options


def test_any_name_is_a_model() -> None:
    assert find("gemini-2.5-flash", Options()) == Model("gemini-2.5-flash")


def test_no_name_is_none() -> None:
    assert find("", Options()) is None


def test_a_model_that_was_described_is_found_as_it_was() -> None:
    mine = Model("mine", reasoning=True, context=1_000)

    assert find("mine", Options(models={"mine": mine})) is mine
