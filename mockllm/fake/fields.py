"""Samples for fields by their names and formats, through a Faker provider of our own words."""

import re
from collections.abc import Callable
from functools import cache
from typing import Any

from mockllm.fake.words import FIELDS
from mockllm.stamp import BASE62, HEX, Dice, letters

__all__ = ["text_for"]

ALIASES = {
    "surname": "last_name", "family": "last_name", "given": "first_name", "town": "city", "place": "location",
    "destination": "city", "origin": "city", "mail": "email", "telephone": "phone", "mobile": "phone", "link": "url",
    "uri": "url", "website": "url", "headline": "title", "subject": "title", "colour": "color", "author": "name",
    "person": "name", "user": "name", "address": "street", "organization": "company", "details": "description",
    "joke": "setup", "question": "setup", "answer": "summary", "text": "summary", "reason": "summary",
}  # fmt: skip


def text_for(name: str, dice: Dice, *, formatted: bool = False) -> str:
    """A text for a field of this name, or of this format."""
    if formatted and name in FORMATS:
        return FORMATS[name](dice)
    if name.lower() not in FIELDS and re.search(r"(^|_)(id|uuid|key|token|code)$", name.lower()):
        return letters(dice.number().to_bytes(8, "big"), BASE62, 12)
    key = _key(name)
    if key is not None:
        return _drawn(key, dice)
    if "date" in name.lower() or name.lower().endswith("_at"):
        return _date(dice)
    if "time" in name.lower():
        return _time(dice)[:5]
    return _drawn("word", dice)


def _key(name: str) -> str | None:
    """Which of the word lists a field's name asks for: the last of its words that is known."""
    lowered = re.sub(r"(?<=[a-z0-9])(?=[A-Z])", "_", name).lower().replace("-", "_")
    if lowered in FIELDS:
        return lowered
    for word in reversed(lowered.split("_")):
        key = ALIASES.get(word, word)
        if key in FIELDS:
            return key
    return None


def _drawn(key: str, dice: Dice) -> str:
    generator, provider = _faker()
    generator.seed_instance(dice.number())
    return str(provider.ours(key, dice))


@cache
def _faker() -> tuple[Any, Any]:
    """Faker, made when the first field is sampled: it is slow to import."""
    from faker import Generator  # noqa: PLC0415
    from faker.providers import BaseProvider  # noqa: PLC0415

    class Ours(BaseProvider):  # type: ignore[misc, unused-ignore]
        """Faker's provider of our own words; our dice choose, so that no release of Faker changes them."""

        def ours(self, key: str, dice: Dice) -> str:
            return dice.pick(FIELDS[key])

    generator = Generator()
    provider = Ours(generator)
    generator.add_provider(provider)
    return generator, provider


def _date(dice: Dice) -> str:
    return f"20{dice.between(24, 27)}-{dice.between(1, 12):02}-{dice.between(1, 28):02}"


def _time(dice: Dice) -> str:
    return f"{dice.below(24):02}:{dice.below(60):02}:{dice.below(60):02}"


def _uuid(dice: Dice) -> str:
    text = letters(dice.number().to_bytes(8, "big"), HEX, 30)
    return f"{text[:8]}-{text[8:12]}-4{text[12:15]}-a{text[15:18]}-{text[18:]}"


FORMATS: dict[str, Callable[[Dice], str]] = {
    "date": _date,
    "date-time": lambda dice: f"{_date(dice)}T{_time(dice)}Z",
    "time": lambda dice: f"{_time(dice)}Z",
    "duration": lambda dice: f"P{dice.between(1, 30)}D",
    "email": lambda dice: _drawn("email", dice),
    "idn-email": lambda dice: _drawn("email", dice),
    "hostname": lambda dice: dice.pick(("example.com", "example.org", "example.net")),
    "idn-hostname": lambda dice: dice.pick(("example.com", "example.org", "example.net")),
    "ipv4": lambda dice: f"192.0.2.{dice.between(1, 254)}",
    "ipv6": lambda dice: f"2001:db8::{dice.between(1, 0xFFFF):x}",
    "uri": lambda dice: _drawn("url", dice),
    "iri": lambda dice: _drawn("url", dice),
    "uri-reference": lambda dice: _drawn("url", dice),
    "iri-reference": lambda dice: _drawn("url", dice),
    "uuid": _uuid,
    "json-pointer": lambda dice: f"/{_drawn('word', dice)}",
    "relative-json-pointer": lambda dice: f"{dice.below(3)}/{_drawn('word', dice)}",
    "regex": lambda dice: f"^{_drawn('word', dice)}$",
    "uri-template": lambda dice: f"https://example.com/{{{_drawn('word', dice)}}}",
}
