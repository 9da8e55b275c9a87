"""Scenario files as plain data, each value with its line and column.

Follows YAML 1.1 as PyYAML reads it, restricted to what JSON can say; JSON files are read by the same rules.
"""

import json
import math
from pathlib import Path as FilePath
from typing import Any

import yaml

from mockllm.errors import MockLLMError
from mockllm.scenario.places import Mark, Places, ScenarioError
from mockllm.scenario.schema import Path, Problem

__all__ = ["MOST_NODES", "files", "parse", "read", "read_json"]

MOST_NODES = 200_000
"""How many values a document may have, aliases written out."""

SUFFIXES = (".yaml", ".yml", ".json")
PLAIN = tuple(f"tag:yaml.org,2002:{kind}" for kind in ("null", "bool", "int", "float"))


def files(path: FilePath) -> list[FilePath]:
    """The scenario files that a path stands for: itself, or all in a folder, by name. Raises MockLLMError."""
    if not path.is_dir():
        return [path]
    found = sorted(each for each in path.iterdir() if each.suffix in SUFFIXES and each.is_file())
    scenarios = [each for each in found if each.suffix != ".json" or _is_scenario(each)]
    if not scenarios:
        raise MockLLMError(f"{path}: the folder holds no scenario; add a .yaml file")
    return scenarios


def _is_scenario(path: FilePath) -> bool:
    # A folder of scenarios may also hold the tool definitions that they name.
    return '"mockllm"' in path.read_text(encoding="utf-8", errors="replace")[:4096]


def read(path: FilePath, wrong: list[ScenarioError] | None = None) -> tuple[Any, Places]:
    """The document in a file, and its places. Raises MockLLMError where it cannot be read or is not YAML.

    Keys and values that JSON cannot say go into `wrong` where that is given, and are left out.
    """
    try:
        text = path.read_text(encoding="utf-8")
    except OSError as error:
        raise MockLLMError(f"{path}: cannot be read: {error.strerror}") from error
    except UnicodeDecodeError as error:
        raise MockLLMError(f"{path}: is not UTF-8 at byte {error.start}; save it as UTF-8") from error
    return parse(text, str(path), wrong)


def parse(text: str, name: str, wrong: list[ScenarioError] | None = None) -> tuple[Any, Places]:
    """The document in a text, and its places; `name` is the file's. Raises MockLLMError where it is not YAML."""
    try:
        loader = yaml.SafeLoader(text)
        root = loader.get_single_node()
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        place = f"{name}:{mark.line + 1}:{mark.column + 1}" if mark else name
        raise MockLLMError(f"{place}: not YAML: {error.problem}") from error
    except yaml.YAMLError as error:
        raise MockLLMError(f"{name}: not YAML: {' '.join(str(error).split())}") from error
    except RecursionError as error:
        raise MockLLMError(f"{name}: is nested too deeply") from error
    if root is None:
        raise MockLLMError(f"{name}:1:1: the file is empty; start with 'mockllm: 1'")
    builder = _Builder(loader, name, wrong)
    value = builder.build(root, (), None)
    return value, Places(name, builder.marks)


class _Builder:
    """Builds plain data of YAML nodes and keeps their marks."""

    def __init__(self, loader: yaml.SafeLoader, name: str, wrong: list[ScenarioError] | None) -> None:
        self.loader = loader
        self.name = name
        self.wrong = wrong
        self.marks: dict[Path, Mark] = {}
        self.open: set[int] = set()
        self.seen: set[int] = set()

    def build(self, node: yaml.Node, path: Path, key: yaml.Node | None) -> Any:
        self.marks[path] = Mark(_place(node), _place(key) if key else None)
        if len(self.marks) > MOST_NODES:
            raise MockLLMError(f"{self.name}: has more than {MOST_NODES:,} values, aliases written out")
        if id(node) in self.open:
            return self.mistake(path, "an alias holds itself")
        self.open.add(id(node))
        try:
            return self.build_kind(node, path)
        finally:
            self.open.discard(id(node))

    def build_kind(self, node: yaml.Node, path: Path) -> Any:
        if isinstance(node, yaml.MappingNode):
            return self.mapping(node, path)
        if isinstance(node, yaml.SequenceNode):
            return [self.build(item, (*path, number), None) for number, item in enumerate(node.value)]
        return self.scalar(node, path)

    def mapping(self, node: yaml.MappingNode, path: Path) -> dict[str, Any]:
        if id(node) not in self.seen:
            # Merging writes the merged pairs into the node, so an alias finds it done.
            self.seen.add(id(node))
            self.once(node, path)
            try:
                self.loader.flatten_mapping(node)
            except yaml.MarkedYAMLError as error:
                self.mistake(path, f"not YAML: {error.problem}")
        return {_joined(key.value): self.build(value, (*path, _joined(key.value)), key) for key, value in node.value}

    def once(self, node: yaml.MappingNode, path: Path) -> None:
        """Every key is a word and stands once."""
        names: set[str] = set()
        kept = []
        for key, value in node.value:
            if not isinstance(key, yaml.ScalarNode):
                self.mistake(path, "a key must be a word")
                continue
            if key.value in names:
                self.marks[(*path, key.value)] = Mark(_place(value), _place(key))
                self.mistake((*path, key.value), f"the key {key.value!r} stands twice", at_key=True)
                continue
            names.add(key.value)
            kept.append((key, value))
        node.value = kept

    def scalar(self, node: yaml.Node, path: Path) -> Any:
        if node.tag not in PLAIN:
            # Dates, and whatever else YAML guesses, stay the words that were written.
            return _joined(node.value)
        try:
            value = self.loader.construct_object(node)
        except (ValueError, yaml.YAMLError):
            return self.mistake(path, f"{node.value!r} is not a number")
        if isinstance(value, float) and not math.isfinite(value):
            return self.mistake(path, f"{node.value} is no number that JSON can say")
        return value

    def mistake(self, path: Path, reason: str, *, at_key: bool = False) -> None:
        """Keep a mistake, or end the reading by it where nobody keeps them."""
        error = ScenarioError(Problem(path, reason, at_key), Places(self.name, dict(self.marks)))
        if self.wrong is None:
            raise error
        self.wrong.append(error)


def _joined(text: str) -> str:
    r"""A text whose surrogate pairs, as JSON's \u escapes write them, are the characters that they mean."""
    try:
        text.encode()
    except UnicodeEncodeError:
        return text.encode("utf-16", "surrogatepass").decode("utf-16", "replace")
    return text


def _place(node: yaml.Node) -> tuple[int, int]:
    return node.start_mark.line + 1, node.start_mark.column + 1


def read_json(text: str, name: str) -> Any:
    """A JSON file's value. Raises MockLLMError with line and column where it is not JSON."""
    try:
        return json.loads(text)
    except json.JSONDecodeError as error:
        raise MockLLMError(f"{name}:{error.lineno}:{error.colno}: not JSON: {error.msg}") from error
