"""The formats of JSON Schema, as checks of a text. Unknown formats say nothing."""

import ipaddress
import json
import re
from collections.abc import Callable
from datetime import date, time

__all__ = ["FORMATS", "fits"]

_DURATION = r"P(?!$)(\d+Y)?(\d+M)?(\d+W)?(\d+D)?(T(?=\d)(\d+H)?(\d+M)?(\d+S)?)?"
_HOSTNAME = r"(?=.{1,253}\Z)[A-Za-z0-9]([A-Za-z0-9-]{0,61}[A-Za-z0-9])?(\.[A-Za-z0-9]([A-Za-z0-9-]{0,61}[A-Za-z0-9])?)*"
_EMAIL = r"[^@\s\"<>()]+@[^@\s\"<>()]+"
_URI = r"[A-Za-z][A-Za-z0-9+.-]*:[^\s<>\"{}|\\^`]*"
_TIME = re.compile(r"(\d{2}:\d{2}:\d{2})(\.\d+)?([Zz]|[+-]\d{2}:\d{2})")
_POINTER = r"(/([^~/]|~[01])*)*"


def _whole(pattern: str) -> Callable[[str], bool]:
    compiled = re.compile(pattern)
    return lambda text: compiled.fullmatch(text) is not None


def _parses(parse: Callable[[str], object]) -> Callable[[str], bool]:
    def check(text: str) -> bool:
        try:
            parse(text)
        except (ValueError, re.error, RecursionError, OverflowError):
            return False
        return True

    return check


def _date(text: str) -> bool:
    return re.fullmatch(r"\d{4}-\d{2}-\d{2}", text, re.ASCII) is not None and _parses(date.fromisoformat)(text)


def _time(text: str) -> bool:
    match = _TIME.fullmatch(text)
    if match is None:
        return False
    zone = match[3].upper()
    return _parses(time.fromisoformat)(match[1]) and (zone == "Z" or _parses(time.fromisoformat)(zone[1:]))


def _date_time(text: str) -> bool:
    day, mark, clock = text.partition("T") if "T" in text else text.partition("t")
    return bool(mark) and _date(day) and _time(clock)


FORMATS: dict[str, Callable[[str], bool]] = {
    "date": _date,
    "time": _time,
    "date-time": _date_time,
    "duration": _whole(_DURATION),
    "email": _whole(_EMAIL),
    "idn-email": _whole(_EMAIL),
    "hostname": _whole(_HOSTNAME),
    "idn-hostname": _whole(r"[^\s@/]+"),
    "ipv4": _parses(ipaddress.IPv4Address),
    "ipv6": _parses(ipaddress.IPv6Address),
    "uri": _whole(_URI),
    "iri": _whole(_URI),
    "uri-reference": _whole(r"[^\s<>\"{}|\\^`]*"),
    "iri-reference": _whole(r"[^\s<>\"{}|\\^`]*"),
    "uuid": _whole(r"[0-9A-Fa-f]{8}-([0-9A-Fa-f]{4}-){3}[0-9A-Fa-f]{12}"),
    "json-pointer": _whole(_POINTER),
    "relative-json-pointer": _whole(r"(0|[1-9]\d*)(#|" + _POINTER + ")"),
    "regex": _parses(re.compile),
    "json-string": _parses(json.loads),
}
"""Whether a text is of the format, by its name."""


def fits(text: str, form: str) -> bool:
    """Whether a text is of the format named `form`."""
    check = FORMATS.get(form)
    return check is None or check(text)
