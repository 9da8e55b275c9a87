"""Formats: texts of them, and texts that are nearly so."""

import pytest

from mockllm.schema.formats import FORMATS, fits

GOOD = {
    "date": "2026-02-28",
    "time": "23:59:59.5+02:00",
    "date-time": "2026-02-28T10:00:00Z",
    "duration": "P1DT2H",
    "email": "é@example.com",
    "idn-email": "a@b",
    "hostname": "a-b.example",
    "idn-hostname": "bücher.example",
    "ipv4": "192.0.2.1",
    "ipv6": "2001:db8::1",
    "uri": "https://example.com/a?b#c",
    "iri": "https://example.com/é",
    "uri-reference": "/a/b",
    "iri-reference": "é",
    "uuid": "123e4567-e89b-42d3-a456-426614174000",
    "json-pointer": "/a/~0b",
    "relative-json-pointer": "1/a",
    "regex": "a+",
    "json-string": "[1]",
}
BAD = {
    "date": "2026-02-30",
    "time": "25:00:00Z",
    "date-time": "2026-02-28 10:00:00Z",
    "duration": "P",
    "email": "no address",
    "idn-email": "@b",
    "hostname": "-a",
    "idn-hostname": "a b",
    "ipv4": "192.0.2.256",
    "ipv6": "2001:::1",
    "uri": "/a/b",
    "iri": "a b",
    "uri-reference": "a b",
    "iri-reference": "<",
    "uuid": "123e4567",
    "json-pointer": "a",
    "relative-json-pointer": "01",
    "regex": "(",
    "json-string": "[",
}


def test_every_format_has_its_examples() -> None:
    assert FORMATS.keys() == GOOD.keys() == BAD.keys()


@pytest.mark.parametrize("form", FORMATS)
def test_a_format_tells_its_texts_from_others(form: str) -> None:
    assert fits(GOOD[form], form)
    assert not fits(BAD[form], form)


def test_an_unknown_format_says_nothing() -> None:
    assert fits("anything", "phone")
