"""The JSON object of a request body, read as strictly as the services read it.

Specification: RFC 8259, without what Python takes beyond it: other encodings, NaN and infinities, half surrogates.
"""

import json
import math
import re
from typing import Any, NoReturn

__all__ = ["DEEPEST", "payload"]

DEEPEST = 250
"""How many brackets may lie in each other; more is no request, and too deep for whatever comes after."""
LONGEST = 309
"""An integer of so many digits is none that a double can hold."""
SURROGATE = re.compile(r"\\u[dD][89a-fA-F]")
ESCAPE = re.compile(
    r"\\(?:u[dD][89abAB][0-9a-fA-F]{2}\\u[dD][c-fC-F][0-9a-fA-F]{2}|u(?P<lone>[dD][89a-fA-F][0-9a-fA-F]{2})|.)"
)
"""An escape, or the two of a pair of surrogates."""


def _refused(word: str) -> NoReturn:
    raise ValueError(word)


def _finite(digits: str) -> float:
    number = float(digits)
    return number if math.isfinite(number) else _refused(digits)


def _countable(digits: str) -> int:
    return int(digits) if len(digits) < LONGEST else _refused(digits)


_STRICT = json.JSONDecoder(parse_constant=_refused, parse_float=_finite, parse_int=_countable)


def _halved(text: str) -> bool:
    return SURROGATE.search(text) is not None and any(found["lone"] for found in ESCAPE.finditer(text))


def _deep(body: dict[str, Any]) -> bool:
    level: list[Any] = [body]
    for _ in range(DEEPEST):
        each_inside = (inner for each in level for inner in (each.values() if isinstance(each, dict) else each))
        level = [inner for inner in each_inside if isinstance(inner, dict | list)]
        if not level:
            return False
    return True


def payload(data: bytes) -> dict[str, Any] | None:
    """The object that bytes hold, or None where they hold none."""
    try:
        text = data.decode()
        body = _STRICT.decode(text)
    except (ValueError, RecursionError):
        return None
    if not isinstance(body, dict) or _halved(text):
        return None
    return None if text.count("[") + text.count("{") > DEEPEST and _deep(body) else body
