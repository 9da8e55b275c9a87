"""The list of OpenAI's models is in order and known to the table of families."""

from mockllm.vendors.kinds import Options
from mockllm.vendors.openai.listed import LISTED
from mockllm.vendors.openai.models import find


def test_no_model_is_listed_twice() -> None:
    assert len({each.id for each in LISTED}) == len(LISTED)


def test_every_listed_model_is_known() -> None:
    assert [each.id for each in LISTED if find(each.id, Options()) is None] == []
