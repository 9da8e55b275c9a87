"""Queries that name a thing more than once."""

from msgspec.structs import replace

from mockllm.vendors.openai.models import find
from mockllm.vendors.queries import values
from tests.vendors.worlds import vendor, world


def test_every_value_is_found_with_and_without_brackets() -> None:
    plain = world(vendor(find))
    where = replace(plain, raw=replace(plain.raw, target="/v1/x?ids=a&ids%5B%5D=b%20c&other=d"))
    assert values(where, "ids") == ("a", "b c")
    assert values(plain, "ids") == ()
