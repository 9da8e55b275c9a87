"""What the names of fields say."""

from mockllm.fake.names import ALIASES, COUNTED, GENERIC, NAMED, RANGES


def test_a_name_has_one_meaning() -> None:
    aliases = [alias for each in ALIASES.values() for alias in each]

    assert len(aliases) == len(set(aliases)) == len(NAMED)


def test_ranges_are_ranges() -> None:
    assert all(low < high for low, high in RANGES.values())
    assert COUNTED & set(RANGES)
    assert GENERIC
