"""Why a body is no JSON, in the words of the parser that Anthropic uses (orjson).

Specification: https://github.com/ijl/orjson
"""

import json
import math
import re
from collections.abc import Callable, Mapping

from mockllm.vendors.dot_kinds import SHAPE

__all__ = ["why"]

BROKEN = "The request body is not valid JSON"
VALUE = "unexpected character, expected a JSON value"
KEY = "unexpected character, expected a string key"
COMMA = "trailing comma is not allowed"
END = "unexpected end of data"
MARK = "\ufeff"
DEEP = "depth limit exceeded"
LITERALS = {"t": "true", "f": "false", "n": "null"}
PIECE = re.compile(r'"(?:[^"\\]|\\.)*"|[\[\]{}]', re.DOTALL)
NUMBER = re.compile(r"-?\d+(?:\.\d+)?[eE]\+?\d+|-?\d{309,}")
SURROGATES = re.compile(r"\\(?:u(?P<one>[dD][89a-fA-F]\w\w)(?:\\u(?P<two>\w{4}))?|.)", re.DOTALL)
"""An escape; of surrogates the one and what is escaped right after it."""

Place = tuple[str, int]
"""What is wrong, and at which character."""


def _before(text: str, at: int) -> int:
    """The place of the last character before `at` that is no white space."""
    return len(text[:at].rstrip()) - 1


def _value(text: str, at: int) -> Place:
    if text[at] in "]}" and text[_before(text, at)] == ",":
        return COMMA, _before(text, at)
    word = LITERALS.get(text[at])
    if word is not None and not word.startswith(text[at:]):
        return f"invalid literal, expected '{word}'", at
    if word is not None:
        return END, len(text)
    return ("no digit after sign", at + 1) if text[at] == "-" else (VALUE, at)


def _key(text: str, at: int) -> Place:
    last = _before(text, at)
    return (COMMA, last) if text[at] == "}" and text[last] == "," else (KEY, at)


def _separator(text: str, at: int) -> Place:
    within: list[str] = []
    for piece in PIECE.findall(text[:at]):
        if piece in "[{":
            within.append("]" if piece == "[" else "}")
        elif piece in "]}":
            within.pop()
    return f"unexpected character, expected ',' or '{within[-1]}'", at


PYTHON: Mapping[str, Callable[[str, int], Place]] = {
    "Expecting value": _value,
    "Expecting property name enclosed in double quotes": _key,
    "Illegal trailing comma before end of object": lambda _, at: (COMMA, at),
    "Illegal trailing comma before end of array": lambda _, at: (COMMA, at),
    "Expecting ':' delimiter": lambda _, at: ("unexpected character, expected ':' after key", at),
    "Expecting ',' delimiter": _separator,
    "Extra data": lambda _, at: ("unexpected content after document", at),
    "Invalid control character at": lambda _, at: ("unexpected control character in string", at),
    "Unterminated string starting at": lambda text, _: (END, len(text)),
}
"""What Python says of the same mistake."""


def _misread(text: str, error: json.JSONDecodeError) -> Place:
    if error.pos >= len(text.rstrip()) and not error.msg.startswith("Invalid"):
        return END, len(text)
    if error.msg.startswith("Invalid") and "escape" in error.msg:
        return "invalid escaped sequence in string", text.rindex("\\", 0, error.pos + 1)
    return PYTHON[error.msg](text, error.pos) if error.msg in PYTHON else (VALUE, error.pos)


def _beyond(text: str) -> Place | None:
    """What is wrong with a text that Python reads; None where it is JSON, but no object."""
    for found in SURROGATES.finditer(text):
        one, two = (found["one"] or "").lower(), (found["two"] or "").lower()
        if one >= "dc":
            return "invalid high surrogate in string", found.start()
        if one and not two:
            return "no low surrogate in string", found.start()
        if one and not "dc00" <= two <= "dfff":
            return "invalid low surrogate in string", found.start()
    constant = re.search(r'(?<!["\w])-?(NaN|Infinity)', PIECE.sub(lambda found: "_" * len(found[0]), text))
    if constant:
        return VALUE, constant.start()
    infinite = next((found for found in NUMBER.finditer(text) if math.isinf(float(found[0]))), None)
    if infinite:
        return "number is infinity when parsed as double", infinite.start()
    return (DEEP, 0) if text.lstrip().startswith("{") else None


def _where(text: str) -> Place | None:
    if not text.strip():
        return ("input data is empty", 0) if text else ("Input is a zero-length, empty document", 0)
    if text.startswith(MARK):
        return "UTF-8 byte order mark (BOM) is not supported", 0
    try:
        # Python refuses integers of some thousand digits, and takes numbers of any size.
        json.loads(text, parse_int=float)
    except json.JSONDecodeError as error:
        return _misread(text, error)
    except (ValueError, RecursionError):
        return DEEP, 0
    return _beyond(text)


def why(data: bytes) -> str:
    """What is wrong with bytes that are no JSON object, and where."""
    try:
        text = data.decode()
    except UnicodeDecodeError:
        return f"{BROKEN}: str is not valid UTF-8: surrogates not allowed: line 1 column 1 (char 0)"
    place = _where(text)
    if place is None:
        return SHAPE
    said, at = place
    line, column = text.count("\n", 0, at) + 1, at - text.rfind("\n", 0, at)
    return f"{BROKEN}: {said}: line {line} column {column} (char {at})"
