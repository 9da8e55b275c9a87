"""What a prompt says of a field in so many words."""

import pytest

from mockllm.fake.labels import forms, labelled


@pytest.mark.parametrize(
    ("text", "name", "values"),
    [
        ("city: Paris", "city", ["Paris"]),
        ("name: Bob Jones\nage: 3", "name", ["Bob Jones"]),
        ("* **Due Date**: next week\n* x", "due_date", ["next week"]),
        ("age = 41, ok", "age", ["41"]),
        ("the city is Lyon and more", "city", ["Lyon"]),
        ("What city is it?", "city", []),
        ("x == 3", "x", []),
        ("capacity: 4", "city", []),
        ('title: "a: b", else', "title", ["a: b"]),
        ("colour: dark green, of course", "colour", ["dark green"]),
        ("city:", "city", []),
    ],
)
def test_a_label_gives_its_value(text: str, name: str, values: list[str]) -> None:
    assert [mention.text for mention in labelled(text, name, frozenset())] == values


def test_a_field_is_called_by_its_words_or_by_the_last_where_no_other_is() -> None:
    assert forms("customer_name", frozenset()) == ("customer_name", "customer name", "name", "customer")
    assert forms("customer_name", frozenset(("name", "customer"))) == ("customer_name", "customer name")
