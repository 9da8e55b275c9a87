"""Plain characters that every match of a regular expression holds: to look for them first is ten times as fast."""

import re
from collections.abc import Iterator

__all__ = ["literal"]

_TOKEN = re.compile(
    r"(?P<escaped>\\[^A-Za-z0-9])"
    r"|(?P<escape>\\(?:[pPxuUNk]\{[^}]*\}|[gk]<[^>]*>|x[0-9A-Fa-f]{2}|u[0-9A-Fa-f]{4}|.))"
    r"|(?P<set>\[\^?\]?(?:\\.|[^\]\\\[])*\])"
    r"|(?P<open>\()"
    r"|(?P<close>\))"
    r"|(?P<either>\|)"
    r"|(?P<times>[*+?]|\{[^}]*\})"
    r"|(?P<edge>[\^$.])"
    r"|(?P<plain>.)",
    re.DOTALL,
)
_INLINE = re.compile(r"\(\?[a-zA-Z-]*[a-zA-Z][a-zA-Z-]*[:)]|\[[^\]]*\[")
_AT_LEAST_ONCE = re.compile(r"\+|\{[1-9]")
_COUNT = re.compile(r"\{\d*,?\d*\}")
_STRANGE = frozenset("{}&#")


def literal(expression: str, letters: str) -> str:
    """The longest text that every match of the expression is sure to hold; empty where none is plain to see.

    `letters` are the flags; with `i` it is in lower case, as the text must be where it is looked for. Only what stands
    outside of groups counts; what looks unusual gives nothing.
    """
    if set(letters) - set("ims") or _INLINE.search(expression):
        return ""
    try:
        found = max(_runs(expression), key=len, default="")
    except ValueError:
        return ""
    if "i" not in letters:
        return found
    return found.lower() if found.isascii() else ""


def _runs(expression: str) -> Iterator[str]:
    """Runs of plain characters outside of groups. Raises ValueError where there is a choice between several texts."""
    run, depth = "", 0
    for token in _TOKEN.finditer(expression):
        kind, said = str(token.lastgroup), token[0]
        if kind == "open":
            depth += 1
        elif kind == "close":
            depth -= 1
        elif depth:
            continue
        if kind == "either" or said in _STRANGE or (said[0] == "{" and not _COUNT.fullmatch(said)):
            raise ValueError(expression)
        if kind in {"plain", "escaped"} and not depth:
            run += said[-1]
            continue
        if kind == "times":
            # The last character may be missing, or come again.
            yield run if _AT_LEAST_ONCE.match(said) else run[:-1]
        else:
            yield run
        run = ""
    yield run
