"""Values sampled by the name of a field, through a Faker provider of our own lists.

Nothing of Faker's own lists or random numbers is used, and our dice decide: an upgrade of Faker changes no byte.
"""

import math
import re
from functools import lru_cache
from typing import TYPE_CHECKING

from mockllm.fake.names import COUNTED, FORMATS, GENERIC, NAMED, RANGES
from mockllm.stamp import Dice

if TYPE_CHECKING:
    from mockllm.fake.provider import FieldProvider

__all__ = ["Fields", "counted", "known", "split"]

_TOKEN = re.compile(r"[A-Z]+(?![a-z])|[A-Z]?[a-z]+|[0-9]+|[^\W\d_A-Za-z]+")


@lru_cache(maxsize=4096)
def split(name: str) -> tuple[str, ...]:
    """The words of an identifier, in lower case: snake, kebab and camel case are told apart."""
    return tuple(each.lower() for each in _TOKEN.findall(name))


def known(name: str) -> bool:
    """Whether a field of that name tells what its texts are like."""
    return _method(name) is not None


def counted(name: str) -> bool:
    """Whether a number of that name is whole."""
    return any(part in COUNTED for part in split(name)[-1:])


@lru_cache(maxsize=4096)
def _method(name: str) -> str | None:
    parts = split(name)
    for start in range(len(parts) - 1):
        if (method := NAMED.get("_".join(parts[start:]))) is not None:
            return method
    if len(parts) > 1 and parts[-1] in GENERIC and parts[-2] in NAMED:
        return NAMED[parts[-2]]
    return NAMED.get(parts[-1]) if parts else None


class Fields:
    """Samples fields; Faker is loaded when the first one is."""

    def __init__(self, dice: Dice) -> None:
        self._dice = dice
        self._provider: FieldProvider | None = None

    def named(self, name: str) -> str | None:
        """A text that suits a field of that name; None where the name tells nothing."""
        method = _method(name)
        if method is not None:
            return self._draw(method)
        usual = self.range(name)
        return None if usual is None else str(self._dice.between(math.ceil(usual[0]), math.floor(usual[1])))

    def formatted(self, form: str) -> str | None:
        """A text of a format of JSON Schema; None where it is not known."""
        method = FORMATS.get(form)
        return None if method is None else self._draw(method)

    def some(self) -> str:
        """Any short text."""
        return self._draw("phrase")

    def range(self, name: str) -> tuple[float, float] | None:
        """From where to where a number of that name usually is."""
        return next((RANGES[part] for part in reversed(split(name)) if part in RANGES), None)

    def _draw(self, method: str) -> str:
        if self._provider is None:
            self._provider = _provider(self._dice)
        return str(getattr(self._provider, method)())


def _provider(dice: Dice) -> "FieldProvider":
    from faker import Generator  # noqa: PLC0415 - Faker takes long to load, and most answers need no field

    from mockllm.fake.provider import FieldProvider  # noqa: PLC0415 - it loads Faker

    return FieldProvider(Generator(), dice)
