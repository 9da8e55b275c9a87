"""How JSON is laid out as bytes. Every layout keeps key order and is exact about escapes, white space and numbers.

Python writes a small number as 1.5e-06. The services write 1.5e-6, and some of them 0.0000015: those that print as
JavaScript and Go do stay plain down to a millionth, the others only down to a hundred-thousandth.
"""

import json
import re
from collections.abc import Callable
from decimal import Decimal
from json.encoder import encode_basestring, encode_basestring_ascii
from math import isfinite
from typing import Any

__all__ = [
    "Layout",
    "ascii_pretty",
    "compact",
    "four",
    "pretty",
    "pretty_line",
    "script",
    "script_text",
    "text",
    "utf8",
]

Layout = Callable[[Any], bytes]

_COMPACT = json.JSONEncoder(ensure_ascii=False, separators=(",", ":"), check_circular=False)
# A string is matched whole, so that nothing inside it is taken for a number.
_POWER = re.compile(r'"(?:[^"\\]|\\.)*"|-?\d(?:\.\d+)?e[-+]\d+')
_MAYBE = re.compile(r"\de[-+]\d")
_WHOLE = re.compile(r'"(?:[^"\\]|\\.)*"|-?\d+\.0(?!\d)')

_SCALARS: dict[type, Callable[[Any, Callable[[str], str]], str]] = {
    str: lambda value, string: string(value),
    int: lambda value, _: str(value),
    bool: lambda value, _: "true" if value else "false",
    float: lambda value, _: repr(value) if isfinite(value) else _COMPACT.encode(value),
    type(None): lambda _, __: "null",
}


def text(value: Any) -> str:
    """Compact JSON with raw non-ASCII characters, as text."""
    return _powers(_COMPACT.encode(value), 1e-5, 1e16)


def compact(value: Any) -> bytes:
    """Compact JSON with raw non-ASCII characters."""
    return utf8(text(value))


def script_text(value: Any) -> str:
    """Compact JSON as JavaScript writes it, as text: 1.0 is 1 and 0.0000015 stays plain."""
    return _WHOLE.sub(_short, _powers(_COMPACT.encode(value), 1e-6, 1e21))


def script(value: Any) -> bytes:
    """Compact JSON as JavaScript writes it."""
    return utf8(script_text(value))


def pretty(value: Any) -> bytes:
    """Two spaces of indent, raw non-ASCII characters, no newline at the end."""
    return utf8(_powers(_indented(value, "  ", encode_basestring), 1e-5, 1e16))


def pretty_line(value: Any) -> bytes:
    """Two spaces of indent, raw non-ASCII characters, a newline at the end; 0.0000015 stays plain."""
    return utf8(_powers(_indented(value, "  ", encode_basestring), 1e-6, 1e21) + "\n")


def ascii_pretty(value: Any) -> bytes:
    r"""Two spaces of indent, non-ASCII characters as \u escapes, no newline at the end."""
    return utf8(_powers(_indented(value, "  ", encode_basestring_ascii), 1e-5, 1e16))


def four(value: Any) -> bytes:
    """Four spaces of indent, raw non-ASCII characters, a newline at the end."""
    return utf8(_powers(_indented(value, "    ", encode_basestring), 1e-5, 1e16) + "\n")


def utf8(text: str) -> bytes:
    """The bytes of a text. A lone surrogate leaves as the replacement character."""
    # It can reach us through a \ud800 escape in a request.
    try:
        return text.encode("utf-8")
    except UnicodeEncodeError:
        return text.encode("utf-16", "surrogatepass").decode("utf-16", "replace").encode("utf-8")


def _indented(value: Any, step: str, string: Callable[[str], str], start: str = "\n") -> str:
    """Indented JSON. The standard encoder does this in Python code too, and ten times slower."""
    inner = start + step
    if isinstance(value, dict) and value:
        members = []
        for name, each in value.items():
            scalar = _SCALARS.get(type(each))
            shown = _indented(each, step, string, inner) if scalar is None else scalar(each, string)
            members.append(f"{inner}{string(name)}: {shown}")
        return f"{{{','.join(members)}{start}}}"
    if isinstance(value, list | tuple) and value:
        return f"[{','.join([inner + _indented(each, step, string, inner) for each in value])}{start}]"
    if isinstance(value, dict | list | tuple):
        return "{}" if isinstance(value, dict) else "[]"
    return string(value) if isinstance(value, str) else _COMPACT.encode(value)


def _powers(json_text: str, low: float, high: float) -> str:
    """JSON whose numbers have no power of ten from `low` up to `high`, and beyond one without leading zeros."""
    if ("e-" not in json_text and "e+" not in json_text) or _MAYBE.search(json_text) is None:
        return json_text

    def number(match: re.Match[str]) -> str:
        found = match.group()
        if found.startswith('"'):
            return found
        if low <= abs(float(found)) < high:
            return format(Decimal(found), "f")
        digits, _, power = found.partition("e")
        return f"{digits}e{int(power)}"

    return _POWER.sub(number, json_text)


def _short(match: re.Match[str]) -> str:
    found = match.group()
    return found if found.startswith('"') else found.removesuffix(".0")
