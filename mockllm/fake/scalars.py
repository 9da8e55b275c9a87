"""Numbers and texts for a schema: from the prompt where it offers one, else sampled."""

import datetime as dt
import math
from collections.abc import Mapping
from typing import Any

from mockllm.fake import patterns
from mockllm.fake.fields import text_for
from mockllm.fake.hints import Hints
from mockllm.stamp import Dice
from mockllm.wire.tolerant import integer

__all__ = ["Scalars", "UnsatisfiableError"]

Schema = Mapping[str, Any]


class UnsatisfiableError(ValueError):
    """No value was found; the text says where and why."""


class Scalars:
    """The hints of one prompt, each given out once; `skip` leaves out so many of each kind."""

    def __init__(self, dice: Dice, hints: Hints, skip: int) -> None:
        self.dice = dice
        self.hints = hints
        self.skip = skip
        self.used: dict[str, int] = {}

    def take(self, kind: str, offered: tuple[str, ...]) -> str | None:
        """The next hint of a kind that was not taken yet."""
        at = self.used.get(kind, self.skip)
        if at >= len(offered):
            return None
        self.used[kind] = at + 1
        return offered[at]

    def number(self, plain: Schema, kind: str, name: str, where: str) -> Any:
        """A number of the prompt where one fits, else one within the bounds."""
        low, high = _bounds(plain, kind)
        step = plain.get("multipleOf")
        step = step if isinstance(step, int | float) and step > 0 else None
        while (hint := self.take("number", self.hints.numbers)) is not None:
            value: int | float = float(hint) if "." in hint else int(hint)
            whole = isinstance(value, int) or value.is_integer()
            if low <= value <= high and (kind == "number" or whole) and _stepped(value, step):
                return int(value) if kind == "integer" else value
        return self._drawn(low, high, step, kind, name, where)

    def _drawn(self, low: float, high: float, step: float | None, kind: str, name: str, where: str) -> Any:
        if low > high:
            raise UnsatisfiableError(f"{where or '/'}: no number is allowed")
        if low == -math.inf:
            low = min(0, high - 100) if high != math.inf else (2_000 if "year" in name else 0)
        if high == math.inf:
            high = low + (30 if "year" in name else 100)
        if step is not None:
            first, last = math.ceil(low / step), math.floor(high / step)
            if first > last:
                raise UnsatisfiableError(f"{where or '/'}: no multiple of {step} is allowed")
            value = self.dice.between(first, last) * step
            return int(value) if float(value).is_integer() else round(value, 10)
        if kind == "integer":
            if math.ceil(low) > math.floor(high):
                raise UnsatisfiableError(f"{where or '/'}: no integer is allowed")
            return self.dice.between(math.ceil(low), math.floor(high))
        value = round(low + self.dice.unit() * (high - low), 2)
        return min(max(value, low), high)

    def string(self, plain: Schema, name: str, where: str) -> str:
        """A text of the prompt where one fits, else one for the field's name, format or pattern."""
        least, most = (integer(plain.get("minLength")) or 0), plain.get("maxLength")
        top = most if isinstance(most, int) else 10_000
        pattern = plain.get("pattern") if isinstance(plain.get("pattern"), str) else None
        form = plain.get("format") if isinstance(plain.get("format"), str) else None
        for offered in self._offers(name, form):
            if least <= len(offered) <= top and (pattern is None or patterns.searches(pattern, offered)):
                return offered
        if pattern is not None:
            return self._patterned(pattern, least, top, where)
        text = text_for(form or name, self.dice, formatted=form is not None)
        if form is None and len(text) < least:
            text = (text + " " + "and so on " * (least // 10 + 1))[: max(least, 1)].ljust(least, ".")
        if not least <= len(text) <= top:
            if form is not None and form in _FIXED:
                raise UnsatisfiableError(f"{where or '/'}: no {form} is that long")
            text = text[:top].ljust(least, "x")
        return text

    def _patterned(self, pattern: str, least: int, top: int, where: str) -> str:
        for _ in range(60):
            text = patterns.matching(pattern, self.dice, least)
            if least <= len(text) <= top and patterns.searches(pattern, text):
                return text
        raise UnsatisfiableError(f"{where or '/'}: no text matches {pattern} and its length")

    def _offers(self, name: str, form: str | None) -> list[str]:
        """What the prompt has for a string of this name and format, the likeliest first."""
        kinds: dict[str | None, tuple[tuple[str, tuple[str, ...]], ...]] = {
            "email": (("email", self.hints.emails),),
            "uri": (("url", self.hints.urls),),
            "date": (("date", tuple(filter(_is_date, self.hints.dates))),),
            None: self._free(name),
        }
        found = []
        for kind, offered in kinds.get(form, ()):
            hint = self.take(kind, offered)
            if hint is not None:
                found.append(hint)
        return found

    def _free(self, name: str) -> tuple[tuple[str, tuple[str, ...]], ...]:
        lowered = name.lower()
        hints = self.hints
        special = (
            (("email",), (("email", hints.emails),)),
            (("url", "uri", "link"), (("url", hints.urls),)),
            (("date", "day"), (("date", hints.dates), ("quoted", hints.quoted))),
            (("path", "file"), (("path", hints.paths), ("quoted", hints.quoted))),
            (
                ("query", "question", "prompt", "text", "message", "content"),
                (("quoted", hints.quoted), ("whole", (hints.text,))),
            ),
        )
        for words, offered in special:
            if any(word in lowered for word in words):
                return offered
        return (("quoted", hints.quoted), ("name", hints.names))


_FIXED = frozenset({"date", "date-time", "time", "uuid", "ipv4", "ipv6"})


def _is_date(text: str) -> bool:
    try:
        dt.date.fromisoformat(text)
    except ValueError:
        return False
    return True


def _bounds(plain: Schema, kind: str) -> tuple[float, float]:
    low, high = -math.inf, math.inf
    gap = 1 if kind == "integer" else 0.01
    for word, exclusive in (("minimum", False), ("exclusiveMinimum", True)):
        bound = plain.get(word)
        if isinstance(bound, int | float) and not isinstance(bound, bool):
            low = max(low, _past(bound, gap, kind) if exclusive else bound)
    for word, exclusive in (("maximum", False), ("exclusiveMaximum", True)):
        bound = plain.get(word)
        if isinstance(bound, int | float) and not isinstance(bound, bool):
            high = min(high, -_past(-bound, gap, kind) if exclusive else bound)
    if low > high and kind == "number":
        middle = [
            plain.get("exclusiveMinimum", plain.get("minimum")),
            plain.get("exclusiveMaximum", plain.get("maximum")),
        ]
        if all(isinstance(each, int | float) for each in middle) and middle[0] < middle[1]:
            low = high = (middle[0] + middle[1]) / 2
    return low, high


def _past(bound: float, gap: float, kind: str) -> float:
    return math.floor(bound) + 1 if kind == "integer" else bound + gap


def _stepped(value: float, step: float | None) -> bool:
    return step is None or math.isclose(value / step, round(value / step), abs_tol=1e-9)
