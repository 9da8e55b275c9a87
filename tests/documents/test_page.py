"""The page of documented fields is current and whole."""

from pathlib import Path

import pytest

from tests.documents.page import DOCUMENTS, PAGE, fields, page


def test_the_page_is_current() -> None:
    assert PAGE.read_text(encoding="utf-8") == page(), "run `python -m tests.documents`"


def test_the_page_knows_every_module() -> None:
    assert {path.stem for path in Path(__file__).parent.glob("test_0*.py")} == set(DOCUMENTS)


@pytest.mark.parametrize("name", sorted(DOCUMENTS))
def test_each_field_has_one_test(name: str) -> None:
    named = [field for field, _ in fields(name)]
    assert len(named) == len(set(named)) > 15
