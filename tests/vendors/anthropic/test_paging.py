"""How many entries a page of an Anthropic list has."""

from mockllm.vendors.anthropic.models import find
from mockllm.vendors.anthropic.paging import limit_of
from tests.vendors.worlds import vendor, world

ANTHROPIC = vendor(find, "anthropic")


def test_twenty_is_usual() -> None:
    assert limit_of(world(ANTHROPIC)) == 20


def test_lenient_a_limit_is_made_to_fit() -> None:
    limits = [limit_of(world(ANTHROPIC, query={"limit": text}, lenient=True)) for text in ("0", "5", "9999", "x")]
    assert limits == [0, 5, 1000, 20]
