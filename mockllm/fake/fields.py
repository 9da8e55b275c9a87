"""Values sampled by the name of a field, through a Faker provider of our own lists.

Nothing of Faker's own lists or random numbers is used, and our dice decide: an upgrade of Faker changes no byte.
"""

import re
from collections.abc import Sequence
from functools import lru_cache
from typing import TYPE_CHECKING

from mockllm.stamp import Dice

if TYPE_CHECKING:
    from mockllm.fake.provider import FieldProvider

__all__ = ["GENERIC", "Fields", "known", "split"]

_TOKEN = re.compile(r"[A-Z]+(?![a-z])|[A-Z]?[a-z]+|[0-9]+|[^\W\d_A-Za-z]+")
_FORMATS = {
    "date": "date",
    "time": "time",
    "date-time": "timestamp",
    "duration": "duration",
    "email": "email",
    "idn-email": "email",
    "hostname": "hostname",
    "idn-hostname": "hostname",
    "ipv4": "ip",
    "ipv6": "ipv6",
    "uri": "url",
    "iri": "url",
    "uri-reference": "url",
    "iri-reference": "url",
    "uuid": "uuid",
    "json-pointer": "pointer",
    "relative-json-pointer": "one",
    "regex": "regex",
    "json-string": "one",
}
_ALIASES: dict[str, Sequence[str]] = {
    "name": tuple("name person author user customer recipient sender contact owner assignee".split()),
    "first_name": ("first_name", "firstname", "given_name"),
    "last_name": ("last_name", "lastname", "surname", "family_name"),
    "username": ("username", "user_name", "login", "handle", "nickname"),
    "email": ("email", "mail", "emails"),
    "phone": ("phone", "telephone", "mobile", "tel"),
    "city": ("city", "town", "location", "place", "destination", "origin", "region", "area", "cities", "locations"),
    "country": ("country", "nation", "nationality", "countries"),
    "country_code": ("country_code",),
    "street": ("street", "address"),
    "postcode": ("zip", "zipcode", "postcode", "postal"),
    "company": ("company", "organization", "organisation", "employer", "brand", "vendor", "supplier", "company_name"),
    "job": ("job", "occupation", "profession", "role", "position", "job_title"),
    "title": ("title", "headline", "subject", "heading"),
    "topic": ("topic", "category", "genre", "tag", "tags", "keyword", "keywords", "topics", "categories", "theme"),
    "sentence": tuple(
        "description text content body message summary comment note notes reason reasoning explanation rationale "
        "answer response analysis overview details feedback review conclusion thought thoughts bio caption instruction "
        "instructions step steps sentence paragraph abstract justification definition".split()
    ),
    "setup": ("setup", "question", "joke", "riddle"),
    "punchline": ("punchline",),
    "phrase": ("query", "search", "q", "term", "label", "phrase", "goal", "task", "product", "item", "product_name"),
    "word": ("word", "words", "noun", "value", "slug", "key"),
    "currency": ("currency", "currency_code"),
    "language": ("language", "lang", "locale", "languages"),
    "color": ("color", "colour", "colors", "colours"),
    "date": ("date", "day", "birthday", "dob", "deadline", "due", "birthdate"),
    "time": ("time", "hour"),
    "timestamp": ("timestamp", "datetime", "created", "updated", "created_at", "updated_at"),
    "timezone": ("timezone", "tz", "time_zone"),
    "url": ("url", "uri", "link", "website", "href", "homepage", "urls", "image", "avatar"),
    "hostname": ("host", "hostname", "domain"),
    "ip": ("ip", "ip_address"),
    "uuid": ("uuid", "guid"),
    "code_id": ("id", "identifier", "reference", "sku", "ticket", "number"),
    "path": ("path", "file", "filename", "filepath", "file_name", "files", "paths"),
    "folder": ("directory", "folder", "dir", "cwd"),
    "command": ("command", "cmd", "shell"),
    "code": ("code", "script", "source", "snippet"),
    "expression": ("expression", "formula", "equation", "calculation"),
    "unit": ("unit", "units"),
    "status": ("status", "state"),
    "version": ("version",),
    "symbol": ("symbol", "ticker", "stock"),
    "model": ("model",),
    "sql": ("sql", "statement"),
    "regex": ("pattern", "regex"),
}
_NAMED = {alias: method for method, aliases in _ALIASES.items() for alias in aliases}
GENERIC = frozenset(("address", "name", "number", "code", "text", "value", "string", "field"))
"""Last words of a name that say less than the one before."""
_RANGES: dict[str, tuple[float, float]] = {
    "age": (18, 80),
    "year": (1990, 2026),
    "month": (1, 12),
    "day": (1, 28),
    "hour": (0, 23),
    "minute": (0, 59),
    "quantity": (1, 10),
    "count": (1, 20),
    "limit": (5, 20),
    "page": (1, 5),
    "rating": (1, 5),
    "score": (0, 1),
    "confidence": (0.5, 1),
    "probability": (0, 1),
    "latitude": (-60, 60),
    "lat": (-60, 60),
    "longitude": (-170, 170),
    "lon": (-170, 170),
    "lng": (-170, 170),
    "price": (5, 500),
    "amount": (5, 500),
    "cost": (5, 500),
    "total": (5, 500),
    "temperature": (-5, 30),
    "percent": (0, 100),
    "percentage": (0, 100),
    "humidity": (20, 90),
    "population": (10_000, 5_000_000),
}


@lru_cache(maxsize=4096)
def split(name: str) -> tuple[str, ...]:
    """The words of an identifier, in lower case: snake, kebab and camel case are told apart."""
    return tuple(each.lower() for each in _TOKEN.findall(name))


def known(name: str) -> bool:
    """Whether a field of that name tells what its texts are like."""
    return _method(name) is not None


@lru_cache(maxsize=4096)
def _method(name: str) -> str | None:
    parts = split(name)
    for start in range(len(parts) - 1):
        if (method := _NAMED.get("_".join(parts[start:]))) is not None:
            return method
    if len(parts) > 1 and parts[-1] in GENERIC and parts[-2] in _NAMED:
        return _NAMED[parts[-2]]
    return _NAMED.get(parts[-1]) if parts else None


class Fields:
    """Samples fields; Faker is loaded when the first one is."""

    def __init__(self, dice: Dice) -> None:
        self._dice = dice
        self._provider: FieldProvider | None = None

    def named(self, name: str) -> str | None:
        """A text that suits a field of that name; None where the name tells nothing."""
        method = _method(name)
        return None if method is None else self._draw(method)

    def formatted(self, form: str) -> str | None:
        """A text of a format of JSON Schema; None where it is not known."""
        method = _FORMATS.get(form)
        return None if method is None else self._draw(method)

    def some(self) -> str:
        """Any short text."""
        return self._draw("phrase")

    def range(self, name: str) -> tuple[float, float] | None:
        """From where to where a number of that name usually is."""
        return next((_RANGES[part] for part in reversed(split(name)) if part in _RANGES), None)

    def _draw(self, method: str) -> str:
        if self._provider is None:
            self._provider = _provider(self._dice)
        return str(getattr(self._provider, method)())


def _provider(dice: Dice) -> "FieldProvider":
    from faker import Generator  # noqa: PLC0415 - Faker takes long to load, and most answers need no field

    from mockllm.fake.provider import FieldProvider  # noqa: PLC0415 - it loads Faker

    return FieldProvider(Generator(), dice)
