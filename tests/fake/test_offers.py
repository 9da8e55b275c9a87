"""The prompt that offers nothing."""

from mockllm.fake.offers import NoClaims


def test_nothing_is_offered() -> None:
    nothing = NoClaims()

    assert list(nothing.find(("city",), {})) == nothing.several(("city",)) == []
    assert not nothing.wants(("city",))
    assert nothing.count(("city",)) == 0
