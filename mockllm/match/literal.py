"""Plain texts of which every match of a regular expression holds one: to look for them first is far faster."""

import re
from collections.abc import Iterable

__all__ = ["DIGITS", "literals"]

DIGITS = tuple("0123456789")
"""The digits of ASCII; a text with other letters may hold others, too."""

_TOKEN = re.compile(
    r"(?P<escaped>\\[^A-Za-z0-9])"
    r"|(?P<escape>\\(?:[pPxuUNk]\{[^}]*\}|[gk]<[^>]*>|x[0-9A-Fa-f]{2}|u[0-9A-Fa-f]{4}|.))"
    r"|(?P<set>\[\^?\]?(?:\\.|[^\]\\\[])*\])"
    r"|(?P<open>\((?:\?:|\?P?<[A-Za-z_]\w*>|(?![?*])))"
    r"|(?P<opaque>\()"
    r"|(?P<close>\))"
    r"|(?P<either>\|)"
    r"|(?P<times>(?:[*+?]|\{\d*,?\d*\})[?+]?)"
    r"|(?P<edge>[\^$.&#])"
    r"|(?P<strange>[{}])"
    r"|(?P<plain>.)",
    re.DOTALL,
)
_INLINE = re.compile(r"\(\?[a-zA-Z-]*[a-zA-Z][a-zA-Z-]*[:)]|\[[^\]]*\[")
_AT_LEAST_ONCE = re.compile(r"\+|\{[1-9]")
_MEMBER = re.compile(r"(?P<range>\w-\w)|\\(?P<escaped>[^A-Za-z0-9])|(?P<plain>[^\\&~|-])", re.ASCII)
_MOST = 16
"""So many texts at most are looked for."""

Held = tuple[str, ...]
"""Texts one of which must be there; none is no knowledge."""


def literals(expression: str, letters: str) -> Held:
    """Texts of which every match of the expression is sure to hold one; none where that is not plain to see.

    `letters` are the flags; with `i` they are in lower case, as the text must be where they are looked for. What looks
    unusual gives nothing. Where all `DIGITS` are among them, that holds for texts in ASCII alone.
    """
    if set(letters) - set("ims") or _INLINE.search(expression):
        return ()
    try:
        found = _Reader(expression).whole()
    except (ValueError, RecursionError):
        return ()
    if "i" not in letters:
        return found
    return tuple(each.lower() for each in found) if "".join(found).isascii() else ()


class _Reader:
    """Reads an expression from left to right. Raises ValueError where it is too strange."""

    def __init__(self, expression: str) -> None:
        self._tokens = [(str(token.lastgroup), token[0]) for token in _TOKEN.finditer(expression)]
        self._at = 0

    def whole(self) -> Held:
        """What the whole expression holds."""
        found = self._either()
        if self._at < len(self._tokens):
            raise ValueError("a bracket is closed that was not opened")
        return found

    def _next(self) -> str:
        """The kind of the next token; empty at the end."""
        return self._tokens[self._at][0] if self._at < len(self._tokens) else ""

    def _either(self) -> Held:
        found = [self._sequence()]
        while self._next() == "either":
            self._at += 1
            found.append(self._sequence())
        if not all(found):
            return ()
        return _few(dict.fromkeys(text for held in found for text in held))

    def _sequence(self) -> Held:
        """The best of what the parts of a sequence hold, runs of plain characters among them."""
        best: Held = ()
        run = ""
        while (kind := self._next()) not in {"", "either", "close"}:
            said = self._tokens[self._at][1]
            self._at += 1
            held = self._atom(kind, said)
            times = self._times()
            if kind in {"plain", "escaped"} and times is None:
                run += said[-1]
                continue
            # A character that may be missing is no part of the run, and one that may come again is its end.
            sure = times is not False
            whole = run + held[0] if kind in {"plain", "escaped"} and sure else run
            best = _better(best, (whole,) if whole else ())
            best = _better(best, held if sure else ())
            run = ""
        return _better(best, (run,) if run else ())

    def _atom(self, kind: str, said: str) -> Held:
        match kind:
            case "plain" | "escaped":
                return (said[-1],)
            case "set":
                return _members(said)
            case "escape" if said == r"\d":
                return DIGITS
            case "open":
                held = self._either()
                self._close()
                return held
            case "opaque":
                self._skip()
                return ()
            case "strange" | "times":
                raise ValueError(said)
            case _:
                return ()

    def _times(self) -> bool | None:
        """Whether what came before is there at least once; None where it is there exactly once."""
        if self._next() != "times":
            return None
        said = self._tokens[self._at][1]
        self._at += 1
        return _AT_LEAST_ONCE.match(said) is not None

    def _close(self) -> None:
        if self._next() != "close":
            raise ValueError("a bracket is not closed")
        self._at += 1

    def _skip(self) -> None:
        """Pass over a group of a kind of its own."""
        depth = 1
        while depth:
            kind = self._next()
            if not kind:
                raise ValueError("a bracket is not closed")
            depth += (kind in {"open", "opaque"}) - (kind == "close")
            self._at += 1


def _members(said: str) -> Held:
    """The characters of a set where they are few; none of one that says what is not in it, or says it in classes."""
    body = said[1:-1]
    if body.startswith("^"):
        return ()
    found: list[str] = []
    at = 0
    while at < len(body):
        token = _MEMBER.match(body, at)
        if token is None:
            return ()
        at = token.end()
        if token["range"]:
            low, high = ord(token["range"][0]), ord(token["range"][-1])
            found += [chr(number) for number in range(low, min(high, low + _MOST) + 1)]
        else:
            found.append(token["escaped"] or token["plain"])
    return _few(dict.fromkeys(found))


def _few(texts: Iterable[str]) -> Held:
    held = tuple(texts)
    return held if len(held) <= _MOST else ()


def _better(one: Held, other: Held) -> Held:
    """Which of two is the rarer: the longer one, then that of fewer texts, then the first."""
    return max(one, other, key=lambda held: (min(map(len, held), default=0), -len(held)))
