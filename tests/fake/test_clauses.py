"""The parts of sentences that are what a message says."""

import pytest

from mockllm.fake.clauses import clauses


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Refund it because it arrived damaged.", [("because", "it arrived damaged")]),
        ("Remind me to buy milk at 5pm", [("remind", "buy milk")]),
        ("Tell Bob Jones that we are late", [("tell", "we are late")]),
        ("A mail saying that all is well; thanks", [("saying", "all is well")]),
        ('A mail saying "all is well"', []),
        ("Classify the following: nice shoes", [("following", "nice shoes")]),
        ("Hello there", []),
    ],
)
def test_a_clause_follows_its_opener(text: str, found: list[tuple[str, str]]) -> None:
    assert [(mention.before[-1], mention.text) for mention in clauses(text)] == found
