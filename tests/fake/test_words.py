"""The word lists: enough words, none twice, all of them clean."""

import pytest

from mockllm.fake import words

LISTS = [name for name in words.__all__ if isinstance(getattr(words, name), tuple)]
SETS = [name for name in words.__all__ if isinstance(getattr(words, name), frozenset)]


@pytest.mark.parametrize("name", LISTS)
def test_a_list_has_several_words_and_none_twice(name: str) -> None:
    found = getattr(words, name)

    assert len(found) >= 4
    assert len(set(found)) == len(found)
    assert all(word == word.strip() and word for word in found)


@pytest.mark.parametrize("name", SETS)
def test_the_words_that_are_compared_are_in_lower_case(name: str) -> None:
    assert all(word == word.lower() for word in getattr(words, name))
