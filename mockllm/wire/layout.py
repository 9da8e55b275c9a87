"""How JSON is laid out as bytes. Every layout keeps key order and is exact about escapes and white space."""

import json
from collections.abc import Callable
from typing import Any

__all__ = ["Layout", "ascii_pretty", "compact", "four", "pretty", "pretty_line", "text", "utf8"]

Layout = Callable[[Any], bytes]

_COMPACT = json.JSONEncoder(ensure_ascii=False, separators=(",", ":"), check_circular=False)
_PRETTY = json.JSONEncoder(ensure_ascii=False, indent=2, check_circular=False)
_ASCII = json.JSONEncoder(ensure_ascii=True, indent=2, check_circular=False)
_FOUR = json.JSONEncoder(ensure_ascii=False, indent=4, check_circular=False)


def text(value: Any) -> str:
    """Compact JSON with raw non-ASCII characters, as text."""
    return _COMPACT.encode(value)


def compact(value: Any) -> bytes:
    """Compact JSON with raw non-ASCII characters."""
    return utf8(_COMPACT.encode(value))


def pretty(value: Any) -> bytes:
    """Two spaces of indent, raw non-ASCII characters, no newline at the end."""
    return utf8(_PRETTY.encode(value))


def pretty_line(value: Any) -> bytes:
    """Two spaces of indent, raw non-ASCII characters, a newline at the end."""
    return utf8(_PRETTY.encode(value) + "\n")


def ascii_pretty(value: Any) -> bytes:
    r"""Two spaces of indent, non-ASCII characters as \u escapes, no newline at the end."""
    return utf8(_ASCII.encode(value))


def four(value: Any) -> bytes:
    """Four spaces of indent, raw non-ASCII characters, a newline at the end."""
    return utf8(_FOUR.encode(value) + "\n")


def utf8(text: str) -> bytes:
    """The bytes of a text. A lone surrogate leaves as the replacement character."""
    # It can reach us through a \ud800 escape in a request.
    try:
        return text.encode("utf-8")
    except UnicodeEncodeError:
        return text.encode("utf-16", "surrogatepass").decode("utf-16", "replace").encode("utf-8")
