"""Fields are sampled by name and by format."""

import re

import pytest

from mockllm.fake.fields import Fields, counted, known, split
from mockllm.fake.names import ALIASES
from mockllm.fake.names import FORMATS as FORMATTERS
from mockllm.fake.provider import FieldProvider
from mockllm.schema.formats import FORMATS, fits
from mockllm.stamp import Dice


@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("customerName", ("customer", "name")),
        ("file_path", ("file", "path")),
        ("X-Request-ID", ("x", "request", "id")),
        ("HTTPServer2", ("http", "server", "2")),
        ("名前", ("名前",)),
        ("", ()),
    ],
)
def test_identifiers_fall_into_their_words(name: str, words: tuple[str, ...]) -> None:
    assert split(name) == words


@pytest.mark.parametrize(
    ("name", "like"),
    [
        ("customerEmail", "@example.com"),
        ("homepage_url", "https://"),
        ("phone_number", "+1-202-555-01"),
        ("file", "src/"),
        ("createdAt", "2026-"),
        ("date_of_birth", "2026-"),
        ("access_token", "tok_"),
        ("image_url", "https://example.com/"),
    ],
)
def test_a_name_tells_what_is_drawn(name: str, like: str) -> None:
    assert like in str(Fields(Dice(b"")).named(name))


def test_a_name_that_tells_nothing_draws_nothing() -> None:
    fields = Fields(Dice(b""))

    assert fields.named("zork") is None
    assert fields.formatted("zork") is None
    assert fields.range("zork") is None
    assert (known("zork"), known("first_name"), known("answer_style")) == (False, True, False)
    assert fields.some()


@pytest.mark.parametrize("form", FORMATS)
def test_every_format_is_drawn(form: str) -> None:
    fields = Fields(Dice(b""))

    assert all(fits(str(fields.formatted(form)), form) for _ in range(30))


def test_every_kind_of_field_can_be_drawn() -> None:
    assert {*ALIASES, *FORMATTERS.values()} <= set(vars(FieldProvider))


@pytest.mark.parametrize("name", ["id", "user_id", "userId", "customerId", "order_id", "author_id"])
def test_an_id_is_no_name_of_a_person(name: str) -> None:
    drawn = [str(Fields(Dice(bytes([seed]))).named(name)) for seed in range(20)]

    assert all(re.fullmatch(r"[A-H]\d{4}", each) for each in drawn)


@pytest.mark.parametrize("name", ["price", "percent", "latitude", "quantity", "rating", "unit_price"])
def test_a_text_for_a_number_is_a_number(name: str) -> None:
    low, high = Fields(Dice(b"")).range(name) or (1, 0)

    assert low <= float(str(Fields(Dice(b"")).named(name))) <= high


def test_numbers_have_their_usual_range() -> None:
    assert Fields(Dice(b"")).range("customer_age") == (18, 80)
    assert Fields(Dice(b"")).range("created_at") == (1_767_225_600, 1_798_761_600)


def test_counts_are_whole() -> None:
    assert (counted("guest_count"), counted("created_at"), counted("price")) == (True, True, False)


def test_equal_dice_draw_equal_fields() -> None:
    def drawn(seed: bytes) -> list[str | None]:
        fields = Fields(Dice(seed))
        return [fields.named(name) for name in ("name", "city", "email", "title", "id")]

    assert drawn(b"a") == drawn(b"a") != drawn(b"b")
