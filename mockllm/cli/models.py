"""The models file of `mockllm serve --models`: names with what is known of each.

my-model: {context: 32000, max_output: 4096, reasoning: true, traits: [structured]}
other-model:
"""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import yaml
from msgspec import Struct, field

from mockllm.ask import Model
from mockllm.errors import MockLLMError
from mockllm.scenario.schema import suggest
from mockllm.vendors.table import VENDORS

__all__ = ["known_traits", "read"]

SIZES = ("context", "max_output")


class _File(Struct, frozen=True):
    """A models file: its name, and the line of each value in it, by path."""

    name: str
    lines: dict[tuple[Any, ...], int] = field(default_factory=dict)

    def wrong(self, path: tuple[Any, ...], why: str) -> MockLLMError:
        """The error of a value."""
        line = next((self.lines[path[:n]] for n in range(len(path), 0, -1) if path[:n] in self.lines), 1)
        return MockLLMError(f"--models {self.name}:{line}: {why}")


def known_traits() -> frozenset[str]:
    """The words that some vendor heeds of a model."""
    return frozenset(trait for vendor in VENDORS for trait in vendor.traits)


def read(name: str) -> dict[str, Model]:
    """The models of a file by name. Raises MockLLMError for what is no such file."""
    try:
        text = Path(name).read_text(encoding="utf-8")
        told = yaml.safe_load(text)
    except (OSError, UnicodeDecodeError) as error:
        raise MockLLMError(f"--models {name}: it cannot be read: {getattr(error, 'strerror', error)}.") from error
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        line = f":{mark.line + 1}" if mark is not None else ""
        problem = getattr(error, "problem", None) or " ".join(str(error).split())
        raise MockLLMError(f"--models {name}{line}: it is neither YAML nor JSON: {problem}.") from error
    if not isinstance(told, dict):
        raise MockLLMError(f"--models {name}: it must map names of models to what is known of them.")
    file = _File(name, dict(_lines(yaml.compose(text), ())))
    return {_name(file, model): _model(file, model, fields) for model, fields in told.items()}


def _lines(node: yaml.Node | None, path: tuple[Any, ...]) -> Iterator[tuple[tuple[Any, ...], int]]:
    """Each path below a node, its keys as they are written, and its line from 1."""
    if node is None:
        return
    if path:
        yield path, node.start_mark.line + 1
    if isinstance(node, yaml.MappingNode):
        for key, value in node.value:
            yield (*path, key.value), key.start_mark.line + 1
            yield from _lines(value, (*path, key.value)) if isinstance(value, yaml.CollectionNode) else ()
    elif isinstance(node, yaml.SequenceNode):
        for number, value in enumerate(node.value):
            yield from _lines(value, (*path, number))


def _name(file: _File, model: Any) -> str:
    if not isinstance(model, str):
        raise file.wrong((str(model),), f"{model!r} is no name; put it in quotes.")
    return model


def _model(file: _File, name: str, fields: Any) -> Model:
    known = fields if fields is not None else {}
    if not isinstance(known, dict):
        raise file.wrong((name,), f"{name}: its fields must be a mapping, such as {{context: 32000}}.")
    wrong = next((key for key, value in known.items() if not _fits(key, value)), None)
    if wrong is not None:
        raise file.wrong(
            (name, wrong),
            f"{name}: {wrong}: {known[wrong]!r} does not fit; there are context and max_output "
            "(positive integers), reasoning (true or false) and traits (a list of words).",
        )
    traits = frozenset(known.get("traits", ()))
    for number, trait in enumerate(known.get("traits", ())):
        there = sorted(known_traits())
        if trait not in there:
            meant = suggest(trait, there) or f"; known are {', '.join(there)}."
            raise file.wrong((name, "traits", number), f"{name}: traits: there is no {trait!r}{meant}")
    sizes = {key: known[key] for key in SIZES if key in known}
    return Model(name, reasoning=known.get("reasoning", False), traits=traits, **sizes)


def _fits(key: Any, value: Any) -> bool:
    if key in SIZES:
        return isinstance(value, int) and not isinstance(value, bool) and value > 0
    if key == "reasoning":
        return isinstance(value, bool)
    return key == "traits" and isinstance(value, list) and all(isinstance(each, str) for each in value)
