"""The kinds of names."""

import pytest

from mockllm.fake.forms import FORMS, sort


@pytest.mark.parametrize(
    ("said", "kind"),
    [
        ("AAPL", "symbol"),
        ("Acme Corp", "company"),
        ("Lyon", "place"),
        ("Springfield, IL", "place"),
        ("Ada Byron", "person"),
        ("Zorblax", "name"),
        ("東京", "name"),
    ],
)
def test_a_name_is_of_a_kind(said: str, kind: str) -> None:
    assert sort(said) == kind


def test_no_form_matches_nothing() -> None:
    assert not [kind for kind, form in FORMS if form.search("")]
