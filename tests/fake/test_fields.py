"""Samples for fields by their names and formats."""

import datetime as dt
import ipaddress
import re
import uuid

import pytest

from mockllm.fake.fields import text_for
from mockllm.fake.words import FIELDS
from mockllm.stamp import Dice


def texts(name: str, *, formatted: bool = False) -> list[str]:
    return [text_for(name, Dice(bytes([n])), formatted=formatted) for n in range(20)]


@pytest.mark.parametrize(
    ("name", "key"),
    [
        ("city", "city"),
        ("homeTown", "city"),
        ("user_email", "email"),
        ("favourite-colour", "color"),
        ("surname", "last_name"),
        ("zzz", "word"),
        ("country_code", "country_code"),
    ],
)
def test_a_name_asks_for_its_word_list(name: str, key: str) -> None:
    assert set(texts(name)) <= set(FIELDS[key])


@pytest.mark.parametrize(
    ("name", "pattern"),
    [("user_id", "[0-9A-Za-z]{12}"), ("created_at", r"20\d\d-\d\d-\d\d"), ("startTime", r"\d\d:\d\d")],
)
def test_ids_and_times_have_their_form(name: str, pattern: str) -> None:
    assert all(re.fullmatch(pattern, text) for text in texts(name))


def test_formats_are_kept() -> None:
    for text in texts("date", formatted=True):
        dt.date.fromisoformat(text)
    for text in texts("date-time", formatted=True):
        dt.datetime.fromisoformat(text)
    for text in texts("uuid", formatted=True):
        assert uuid.UUID(text).version == 4
    for text in [*texts("ipv4", formatted=True), *texts("ipv6", formatted=True)]:
        ipaddress.ip_address(text)


@pytest.mark.parametrize(
    ("form", "pattern"),
    [
        ("time", r"\d\d:\d\d:\d\dZ"),
        ("duration", r"P\d+D"),
        ("email", r"\w+@example\.\w+"),
        ("hostname", r"example\.\w+"),
        ("uri", r"https://example\.\w+/\w"),
        ("json-pointer", r"/\w+"),
        ("relative-json-pointer", r"\d/\w+"),
        ("regex", r"\^\w+\$"),
        ("uri-template", r"https://example\.com/\{\w+\}"),
    ],
)
def test_each_format(form: str, pattern: str) -> None:
    assert all(re.fullmatch(pattern, text) for text in texts(form, formatted=True))


def test_the_dice_alone_decide() -> None:
    assert texts("city") == texts("city")
