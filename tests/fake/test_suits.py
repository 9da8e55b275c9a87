"""How well a mention suits a field."""

import pytest

from mockllm.fake.mentions import mentions
from mockllm.fake.slots import slots
from mockllm.fake.suits import score, wants_clause
from tests.fake.asks import members

STRING = {"type": "string"}


def points(text: str, name: str, *, place: int = 0, eager: bool = True) -> int:
    schema = members(**{name: STRING})
    (slot,) = slots(schema, schema)
    mention = mentions(text)[place]
    return score(slot, mention, mention.text, STRING, eager=eager)


@pytest.mark.parametrize(
    ("text", "better", "worse"),
    [
        ("Paris", "city", "customer"),
        ("Alice", "customer", "city"),
        ("AB-12", "sku", "customer"),
        ("Acme Corp", "vendor", "author"),
        ("city Paris", "city", "country"),
        ("to Paris", "destination", "origin"),
        ("a@example.org", "email", "name"),
        ("'x y'", "title", "city"),
    ],
)
def test_the_name_of_a_field_and_the_words_around_decide(text: str, better: str, worse: str) -> None:
    assert points(text, better) > points(text, worse)


def test_a_strange_field_takes_names_only_in_calls() -> None:
    assert points("Zorblax", "zork") > 0
    assert points("Zorblax", "zork", eager=False) == 0


def test_messages_want_clauses() -> None:
    schema = members(message=STRING, city=STRING)

    assert [wants_clause(slot) for slot in slots(schema, schema)] == [True, False]
