"""Any name is a model."""

from mockllm.ask import Model
from mockllm.vendors.aiandgpu.models import find
from mockllm.vendors.kinds import Options


def test_any_name_is_a_model() -> None:
    found = find("gemini-2.5-flash", Options())
    assert found is not None
    assert found.id == "gemini-2.5-flash"
    assert find("", Options()) is None


def test_the_users_own_models_come_first() -> None:
    mine = Model("mine", context=9)
    assert find("mine", Options(models={"mine": mine})) is mine
