"""Sums that a prompt asks for, such as `7 x 6` or `what is 5-3?`; dates, ranges, sizes and phone numbers are none."""

import re
from collections.abc import Iterator

__all__ = ["sums"]

_NUMBER = r"\({0,9}-?\d+(?:\.\d+)*\){0,9}"
"""A number and the brackets around it: few, or a text of nothing but brackets takes long."""
_RUN = re.compile(rf"(?<![\w.]){_NUMBER}(?:\s*(?:\*\*|[-+*/^×÷x])\s*{_NUMBER})+(?!\w)")
_REACHES = re.compile(r"[-+*/^×÷x]\s*\(*-?\d")
_PLAIN = re.compile(r"[+*^×÷]")
"""What stands between numbers in sums alone."""
REACH = 16
_ASKED = re.compile(r"\b(?:is|are|what's|calculate|compute|evaluate|solve|equals)\W*$", re.IGNORECASE)
_ENDED = re.compile(r"\s*(?:[=?!)]|\.(?!\d)|$)")


def sums(text: str) -> Iterator[str]:
    """The sums of a text, as written; with `-`, `/` and `x` alone only what is asked for, and has nothing after it."""
    if _REACHES.search(text) is None:
        return
    for run in _RUN.finditer(text):
        if _PLAIN.search(run[0]) or (_asked(text, run.start()) and _ENDED.match(text, run.end())):
            yield run[0]


def _asked(text: str, start: int) -> bool:
    before = text[max(0, start - REACH) : start]
    return _ASKED.search(before) is not None or (start <= REACH and not before.strip())
