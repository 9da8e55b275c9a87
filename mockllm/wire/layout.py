"""How JSON is laid out as bytes. Every layout keeps key order and is exact about escapes, white space and numbers.

The services write a small number as 1.5e-6, and some of them as 0.0000015: those that print as JavaScript and Go do
stay plain down to a millionth, the others only down to a hundred-thousandth.
"""

import json
import re
from collections.abc import Callable
from decimal import Decimal
from typing import Any

from msgspec.json import Encoder
from msgspec.json import format as indented

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

_encode = Encoder().encode
# A string is matched whole, so that nothing inside it is taken for a number.
_POWER = re.compile(r'"(?:[^"\\]|\\.)*"|-?\d(?:\.\d+)?e-?\d+')
_WHOLE = re.compile(r'"(?:[^"\\]|\\.)*"|-?\d+\.0(?!\d)')
_FOREIGN = re.compile(r"[^\x00-\x7f]+")
_POWERS = re.compile(rb"e(?:-6|1[6-9]|20)")
"""The powers of ten that JavaScript and Go do not write."""


def compact(value: Any) -> bytes:
    """Compact JSON with raw non-ASCII characters."""
    try:
        return _encode(value)
    except UnicodeEncodeError:
        # A lone surrogate can reach us through a \ud800 escape in a request.
        return _encode(json.loads(utf8(json.dumps(value, ensure_ascii=False))))


def text(value: Any) -> str:
    """Compact JSON with raw non-ASCII characters, as text."""
    return compact(value).decode()


def script_text(value: Any) -> str:
    """Compact JSON as JavaScript writes it, as text: 1.0 is 1 and 0.0000015 stays plain."""
    return _WHOLE.sub(_short, _plain(compact(value)).decode())


def script(value: Any) -> bytes:
    """Compact JSON as JavaScript writes it."""
    return script_text(value).encode()


def pretty(value: Any) -> bytes:
    """Two spaces of indent, raw non-ASCII characters, no newline at the end."""
    return indented(compact(value), indent=2)


def pretty_line(value: Any) -> bytes:
    """Two spaces of indent, raw non-ASCII characters, a newline at the end; 0.0000015 stays plain."""
    return _plain(indented(compact(value), indent=2)) + b"\n"


def ascii_pretty(value: Any) -> bytes:
    r"""Two spaces of indent, non-ASCII characters as \u escapes, no newline at the end."""
    data = pretty(value)
    return data if data.isascii() else _FOREIGN.sub(_escaped, data.decode()).encode()


def four(value: Any) -> bytes:
    """Four spaces of indent, raw non-ASCII characters, a newline at the end."""
    return indented(compact(value), indent=4) + b"\n"


def utf8(text: str) -> bytes:
    """The bytes of a text. A lone surrogate leaves as the replacement character."""
    try:
        return text.encode("utf-8")
    except UnicodeEncodeError:
        return text.encode("utf-16", "surrogatepass").decode("utf-16", "replace").encode("utf-8")


def _plain(data: bytes) -> bytes:
    """JSON whose numbers have no power of ten from a millionth up to 1e21."""
    if _POWERS.search(data) is None:
        return data
    return _POWER.sub(_number, data.decode()).encode()


def _number(match: re.Match[str]) -> str:
    found = match.group()
    plain = not found.startswith('"') and 1e-6 <= abs(float(found)) < 1e21
    return f"{Decimal(found):f}" if plain else found


def _short(match: re.Match[str]) -> str:
    found = match.group()
    return found if found.startswith('"') else found.removesuffix(".0")


def _escaped(match: re.Match[str]) -> str:
    return json.dumps(match.group())[1:-1]
