from mockllm.errors import NEUTRAL
from mockllm.scenario.words import FAULTS, PART_WORDS, TABLES


def test_every_key_says_what_it_means() -> None:
    assert all(word.about and word.about[0].islower() for words in TABLES.values() for word in words.values())


def test_parts_and_faults_are_words_of_a_reply() -> None:
    assert {*PART_WORDS, *FAULTS} <= set(TABLES["turn"]) & set(TABLES["rule"])


def test_every_neutral_failure_can_be_named() -> None:
    assert TABLES["fail"]["kind"].schema["enum"] == list(NEUTRAL)
