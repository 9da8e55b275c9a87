"""How a vendor's table of models is read: aliases first, then families by pattern, the first that fits."""

import re
from collections.abc import Mapping

from msgspec import Struct, field
from msgspec.structs import replace

from mockllm.ask import Model
from mockllm.checks import UNLISTED
from mockllm.vendors.kinds import Options

__all__ = ["Catalogue", "Family", "family"]

SEEN = 1_000
"""How many looked-up names are remembered."""


class Family(Struct, frozen=True):
    """Models that behave alike: `pattern` fits a whole name, `card` is what they share (its id is not used)."""

    pattern: str
    card: Model


def family(pattern: str, card: Model) -> Family:
    """A family whose names match the regular expression `pattern` as a whole."""
    return Family(pattern, card)


class Catalogue(Struct):
    """A vendor's models. `tuned` matches a fine-tuned name; its group `base` is the model that it was made from."""

    families: tuple[Family, ...]
    aliases: Mapping[str, str] = field(default_factory=dict)
    tuned: re.Pattern[str] | None = None
    _seen: dict[str, Model | None] = field(default_factory=dict)

    @property
    def traits(self) -> frozenset[str]:
        """Every trait that one of its models has."""
        return frozenset(trait for each in self.families for trait in each.card.traits)

    def known(self, name: str) -> Model | None:
        """The model of this name under its canonical id, or None where no family has it."""
        if name not in self._seen:
            if len(self._seen) >= SEEN:
                self._seen.clear()
            self._seen[name] = self._look_up(name)
        return self._seen[name]

    def find(self, name: str, options: Options) -> Model | None:
        """As `known`, but with the models of the options; lenient options, or such that allow any, know every name."""
        model = options.models.get(name) or self.known(name)
        if model is None and (options.lenient or "model" in options.allow):
            return Model(name, traits=frozenset({UNLISTED}))
        return model

    def _look_up(self, name: str) -> Model | None:
        tuned = self.tuned.fullmatch(name) if self.tuned else None
        if tuned:
            base = self.known(tuned["base"])
            return replace(base, id=name) if base else None
        for each in self.families:
            if re.fullmatch(each.pattern, name):
                return replace(each.card, id=self.aliases.get(name, name))
        return None
