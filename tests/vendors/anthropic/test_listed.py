"""The list of Anthropic's models is newest first and without repetition."""

from mockllm.vendors.anthropic.listed import NAMES


def test_no_model_is_listed_twice() -> None:
    assert len({each.id for each in NAMES}) == len(NAMES)


def test_the_list_is_newest_first() -> None:
    days = [each.created_at for each in NAMES]
    assert days == sorted(days, reverse=True)


def test_a_line_is_part_of_the_name() -> None:
    assert [each.id for each in NAMES if f"-{each.line}-" not in f"{each.id}-"] == []
