"""The models file of `mockllm serve --models`: names with what is known of each.

my-model: {context: 32000, max_output: 4096, reasoning: true, traits: [structured]}
other-model:
"""

from pathlib import Path
from typing import Any

import yaml

from mockllm.ask import Model
from mockllm.errors import MockLLMError

__all__ = ["read"]

SIZES = ("context", "max_output")


def read(name: str) -> dict[str, Model]:
    """The models of a file by name. Raises MockLLMError for what is no such file."""
    try:
        told = yaml.safe_load(Path(name).read_text(encoding="utf-8"))
    except (OSError, UnicodeDecodeError) as error:
        raise MockLLMError(f"--models {name}: it cannot be read: {getattr(error, 'strerror', error)}.") from error
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        line = f":{mark.line + 1}" if mark is not None else ""
        problem = getattr(error, "problem", None) or " ".join(str(error).split())
        raise MockLLMError(f"--models {name}{line}: it is neither YAML nor JSON: {problem}.") from error
    if not isinstance(told, dict):
        raise MockLLMError(f"--models {name}: it must map names of models to what is known of them.")
    return {_name(name, model): _model(name, model, fields) for model, fields in told.items()}


def _name(file: str, model: Any) -> str:
    if not isinstance(model, str):
        raise MockLLMError(f"--models {file}: {model!r} is no name; put it in quotes.")
    return model


def _model(file: str, name: str, fields: Any) -> Model:
    known = fields if fields is not None else {}
    if not isinstance(known, dict):
        raise MockLLMError(f"--models {file}: {name}: its fields must be a mapping, such as {{context: 32000}}.")
    wrong = next((key for key, value in known.items() if not _fits(key, value)), None)
    if wrong is not None:
        raise MockLLMError(
            f"--models {file}: {name}: {wrong}: {known[wrong]!r} does not fit; there are context and max_output "
            "(positive integers), reasoning (true or false) and traits (a list of words)."
        )
    traits = frozenset(known.get("traits", ()))
    sizes = {key: known[key] for key in SIZES if key in known}
    return Model(name, reasoning=known.get("reasoning", False), traits=traits, **sizes)


def _fits(key: Any, value: Any) -> bool:
    if key in SIZES:
        return isinstance(value, int) and not isinstance(value, bool) and value > 0
    if key == "reasoning":
        return isinstance(value, bool)
    return key == "traits" and isinstance(value, list) and all(isinstance(each, str) for each in value)
