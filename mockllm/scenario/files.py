"""Scenario files to one script, their tool definitions included."""

from collections.abc import Iterable
from pathlib import Path
from typing import Any

from mockllm.errors import MockLLMError
from mockllm.scenario.compile import compile as compiled
from mockllm.scenario.compile import survey
from mockllm.scenario.document import files, read, read_json
from mockllm.scenario.places import Places, ScenarioError
from mockllm.scenario.schema import Problem
from mockllm.scenario.script import Script

__all__ = ["load", "named", "one", "surveyed", "with_tools"]


def load(paths: Iterable[Path]) -> Script:
    """The script of all the files, in order; a folder stands for all in it. Raises MockLLMError."""
    script = Script()
    for path in paths:
        for file in files(path):
            more = one(file)
            twice = script.declared & more.declared
            if twice:
                raise MockLLMError(f"{file}: the lane {min(twice)!r} is declared in another file already; rename it")
            script = script.plus(more)
    return script


def one(path: Path) -> Script:
    """The script of one file. Raises MockLLMError with the first mistake, which says how many more there are."""
    document, places = read(path)
    try:
        return compiled(with_tools(document, places, path), places)
    except ScenarioError as error:
        wrong = surveyed(path)[2]
        if len(wrong) < 2:
            raise
        more = f"(and {len(wrong) - 1} more; run `mockllm scenario check {path}`)"
        raise MockLLMError(f"{wrong[0]} {more}") from error


def surveyed(path: Path) -> tuple[Script, Places, list[ScenarioError]]:
    """The sound turns and rules of a file, its places, and every mistake in it, in their order.

    Raises MockLLMError where it is not YAML or holds no scenario at all.
    """
    wrong: list[ScenarioError] = []
    document, places = read(path, wrong)
    try:
        document = with_tools(document, places, path)
    except MockLLMError as error:
        wrong.append(error if isinstance(error, ScenarioError) else ScenarioError(Problem((), str(error)), Places()))
        document = {key: value for key, value in document.items() if key != "tools"}
    read_wrong = {error.problem.path for error in wrong}
    script, found = survey(document, places)
    wrong += [error for error in found if error.problem.path not in read_wrong]
    return script, places, sorted(wrong, key=lambda error: places.order(error.problem.path))


def with_tools(document: Any, places: Places, path: Path) -> Any:
    """The document with its version checked and its file of tools read in. Raises MockLLMError."""
    if not isinstance(document, dict):
        return document
    if "mockllm" not in document:
        raise ScenarioError(Problem((), "a scenario starts with 'mockllm: 1'"), places)
    name = document.get("tools")
    if not isinstance(name, str):
        return document
    tools = path.parent / name
    try:
        text = tools.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        reason = error.strerror if isinstance(error, OSError) else "it is not UTF-8"
        raise ScenarioError(Problem(("tools",), f"{tools} cannot be read: {reason}"), places) from error
    found = read_json(text, str(tools))
    if not isinstance(found, list) or not all(isinstance(each, dict) for each in found):
        raise MockLLMError(f"{tools}:1:1: must be a list of tool definitions")
    return {**document, "tools": found}


def named(paths: Iterable[Path]) -> list[Path]:
    """Every file that the paths stand for, what their tools name included: those to watch. Raises MockLLMError."""
    found: list[Path] = []
    for path in paths:
        for file in files(path):
            found.append(file)
            document, _ = read(file)
            if isinstance(document, dict) and isinstance(document.get("tools"), str):
                found.append(file.parent / document["tools"])
    return found
