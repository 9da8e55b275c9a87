"""Words as they are compared."""

import pytest

from mockllm.fake.terms import content, stem, stems, topic


@pytest.mark.parametrize(
    "words",
    [
        ("search", "searches", "searching", "searched"),
        ("city", "cities"),
        ("run", "running", "runs"),
        ("calculate", "calculating", "calculation", "calculates"),
        ("file", "files"),
        ("temperature", "temperatures"),
    ],
)
def test_forms_of_a_word_have_one_stem(words: tuple[str, ...]) -> None:
    assert len({stem(word) for word in words}) == 1


def test_short_words_are_left_alone() -> None:
    assert (stem("bus"), stem("is"), stem("Add")) == ("bus", "is", "add")


def test_an_identifier_has_its_telling_words() -> None:
    assert stems("get_weather_info") == (stem("weather"),)


def test_a_text_has_its_telling_words_as_written() -> None:
    assert list(content("What is the Weather in Paris?").values()) == ["Weather", "Paris"]


def test_a_sum_says_what_is_done() -> None:
    said = content("2 * 3")

    assert {stem("multiply"), stem("calculator")} <= said.keys()
    assert stem("add") not in said
    assert stem("calculator") in content("7 times 6")
    assert stem("calculator") not in content("Answer in 2-3 sentences on 2024-01-15")


def test_the_topic_follows_its_preposition() -> None:
    assert topic("Write a poem about the deep sea. Please!") == "the deep sea"
    assert topic("Who is Ada?") == "Who is Ada"
