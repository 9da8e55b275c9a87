"""The word lists that fakes are made of."""

import pytest

from mockllm.fake.words import COMMON, FIELDS, OPENINGS, SENTENCES, THOUGHTS


@pytest.mark.parametrize("sentence", [*OPENINGS, *SENTENCES, *THOUGHTS])
def test_a_sentence_can_be_about_anything_and_ends(sentence: str) -> None:
    said = sentence.format(topic="tides")

    assert said[0].isupper()
    assert said.endswith(".")
    assert "{" not in said


@pytest.mark.parametrize("name", FIELDS)
def test_a_field_has_several_samples(name: str) -> None:
    assert len(set(FIELDS[name])) == len(FIELDS[name]) >= 2


def test_addresses_are_nobodys() -> None:
    assert all("@example." in each for each in FIELDS["email"])
    assert all("//example." in each for each in FIELDS["url"])
    assert all(" 555 01" in each for each in FIELDS["phone"])


def test_common_words_are_written_as_they_are_compared() -> None:
    assert all(word == word.lower() for word in COMMON)
