"""Strings that a schema allows: by format, pattern, field name, examples, and of the length asked for."""

from collections.abc import Iterator
from typing import Any

from mockllm.fake.fields import Fields
from mockllm.fake.pattern import parse
from mockllm.fake.pen import write
from mockllm.schema.words import items_of, size
from mockllm.stamp import Dice

__all__ = ["texts"]

MOST_LENGTH = 100_000
MOST_SERIAL = 1_000
STRETCH = (0, 6, 12, 24)
SHORTEST = {
    "email": "a@b.co",
    "idn-email": "a@b.co",
    "uri": "http://a.b",
    "iri": "http://a.b",
    "uri-reference": "a",
    "iri-reference": "a",
    "hostname": "a.co",
    "idn-hostname": "a.co",
    "ipv4": "1.1.1.1",
    "ipv6": "::1",
    "duration": "P1D",
}
"""Formats whose usual texts may be longer than a schema lets them be."""


def texts(
    schema: dict[str, Any], name: str, fields: Fields, dice: Dice, *, sparing: bool, crowd: int = 0
) -> Iterator[str]:
    """Texts to try, the most natural first; not all of them fit. `crowd` is how many were found before."""
    if sparing and isinstance(schema.get("default"), str):
        yield schema["default"]
    least, most = size(schema, "minLength") or 0, size(schema, "maxLength")
    if least > MOST_LENGTH:
        return
    matched = isinstance(schema.get("pattern"), str)
    for text in _natural(schema, name, fields):
        yield text if matched or "format" in schema else _fit(text, least, most, fields)
    if matched:
        yield from _matching(schema["pattern"], dice, least, most)
    for _ in range(4):
        yield _fit(fields.some(), least, most, fields)
    for place in range(12):
        yield _fit("abcdefghijkl"[place], least, most, fields)
    for place in range(1 + crowd, MOST_SERIAL + crowd):
        yield _fit(f"{place}{fields.some() if most is None else ''}", least, most, fields)


def _natural(schema: dict[str, Any], name: str, fields: Fields) -> Iterator[str]:
    form = schema.get("format")
    if isinstance(form, str) and (made := fields.formatted(form)) is not None:
        yield made
        yield from (str(fields.formatted(form)) for _ in range(20 if "pattern" in schema else 1))
        yield from (SHORTEST[form],) if "maxLength" in schema and form in SHORTEST else ()
    named = fields.named(name)
    if named is not None:
        yield named
    yield from [each for each in [*items_of(schema, "examples"), schema.get("default")] if isinstance(each, str)][:4]
    if named is not None:
        yield from (str(fields.named(name)) for _ in range(3))


def _fit(text: str, least: int, most: int | None, fields: Fields) -> str:
    if len(text) < least:
        parts = [text] if text else []
        length = len(text)
        while length < least:
            parts.append(fields.some())
            length += len(parts[-1]) + 1
        text = " ".join(parts)[: max(least, most or 0)]
        text = text if most is not None else " ".join(parts)
    return text if most is None or len(text) <= most else (text[:most].rstrip() or text[:most]).ljust(least, "x")


def _matching(pattern: str, dice: Dice, least: int, most: int | None) -> Iterator[str]:
    node = parse(pattern)
    if node is None:
        return
    for attempt in range(12):
        wide = attempt % 3 == 2
        spare = max(least, STRETCH[attempt % len(STRETCH)])
        text = write(node, dice, spare=spare, wide=wide, greedy=least > 0 and attempt % 2 == 0)
        if len(text) < least:
            text += "a" * (least - len(text))
        if most is not None and len(text) > most and attempt % 2:
            text = write(node, dice, spare=0, wide=wide)
        yield text
