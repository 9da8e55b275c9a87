"""Findings in the words of OpenAI and of services like it: places as `messages[0].content`, and its templates."""

from collections.abc import Callable
from typing import Any

from mockllm.checks.findings import (
    BadSize,
    Finding,
    LongName,
    Mismatch,
    Missing,
    NotOneOf,
    Odd,
    OutOfRange,
    Path,
    Problem,
    Tag,
    Unknown,
    WrongType,
)
from mockllm.errors import Failure

__all__ = ["dotted", "either", "listed", "refused", "say", "say_older", "say_responses", "shortened"]

LONG = 16
"""Echoed words with more characters than this lose their middle."""
ENDS = 3
PAIR = 2


def refused(message: str, param: str | None = None, code: str | None = None) -> Failure:
    """A 400 in the form of a failed check; `code` None is JSON's null."""
    return Failure("invalid_request", message, param=param, code=code)


def dotted(path: Path) -> str:
    """A place as OpenAI writes it: `messages[0].content`."""
    said = ""
    for step in path:
        if isinstance(step, int):
            said += f"[{step}]"
        elif not isinstance(step, Tag):
            said += f".{step}" if said else step
    return said


def shortened(word: str) -> str:
    """A word, or its first and last three characters where it is long."""
    return word if len(word) <= LONG else f"{word[:ENDS]}...{word[-ENDS:]}"


def listed(options: tuple[str, ...], last: str = "and") -> str:
    """Quoted options with commas: `'a', 'b', and 'c'`, of two `'a' and 'b'`."""
    quoted = [f"'{option}'" for option in options]
    if len(quoted) <= PAIR:
        return f" {last} ".join(quoted)
    return f"{', '.join(quoted[:-1])}, {last} {quoted[-1]}"


def either(options: tuple[str, ...]) -> str:
    """What a value that is no string should have been: `one of 'auto' or 'disabled'`."""
    return f"one of {listed(options, 'or')}"


def _got(value: Any) -> str:
    names = {type(None): "null", bool: "a boolean", int: "an integer", float: "a decimal number", str: "a string"}
    return names.get(type(value), "an array" if isinstance(value, list) else "an object")


def _unknown(place: str, found: Unknown) -> Failure:
    hint = f" Did you mean {listed(found.near, 'or')}?" if found.near else ""
    return refused(f"Unknown parameter: '{place}'.{hint}", place, "unknown_parameter")


def _range(place: str, found: OutOfRange) -> Failure:
    sort = "integer" if found.whole else "decimal"
    side, sign, end = ("below minimum", ">=", "below_min") if found.low else ("above maximum", "<=", "above_max")
    message = (
        f"Invalid '{place}': {sort} {side} value. Expected a value {sign} {found.bound}, but got {found.value} instead."
    )
    return refused(message, place, f"{sort}_{end}_value")


def _size(place: str, found: BadSize) -> Failure:
    if found.low:
        message = (
            f"Invalid '{place}': empty {found.of}. Expected {_a(found.of)} with minimum length {found.bound}, "
            f"but got an empty {found.of} instead."
        )
        return refused(message, place, f"empty_{found.of}")
    if found.of == "object":
        message = (
            f"Invalid '{place}': too many properties. Expected an object with at most {found.bound} properties, "
            f"but got an object with {found.size} properties instead."
        )
        return refused(message, place, "object_above_max_properties")
    message = (
        f"Invalid '{place}': {found.of} too long. Expected {_a(found.of)} with maximum length {found.bound}, "
        f"but got {_a(found.of)} with length {found.size} instead."
    )
    return refused(message, place, f"{found.of}_above_max_length")


def _a(noun: str) -> str:
    return f"an {noun}" if noun[0] in "ao" else f"a {noun}"


def _long_name(place: str, found: LongName) -> Failure:
    message = (
        f"Invalid property name in '{place}': '{shortened(found.name)}' is too long. Expected a string with maximum "
        f"length {found.bound}, but got a string with length {len(found.name)} instead."
    )
    return refused(message, f"{place}.{found.name}", "property_name_above_max_length")


def _wrong_type(place: str, found: WrongType) -> Failure:
    message = f"Invalid type for '{place}': expected {found.wanted}, but got {_got(found.value)} instead."
    return refused(message, place, "invalid_type")


def _not_one_of(place: str, found: NotOneOf) -> Failure:
    message = f"Invalid value: '{shortened(found.value)}'. Supported values are: {listed(found.options)}."
    return refused(message, place, "invalid_value")


def _mismatch(place: str, found: Mismatch) -> Failure:
    message = (
        f"Invalid '{place}': string does not match pattern. Expected a string that matches the pattern "
        f"'{found.pattern}'."
    )
    return refused(message, place, "invalid_value")


def _missing(place: str, _: Missing) -> Failure:
    return refused(f"Missing required parameter: '{place}'.", place, "missing_required_parameter")


def _odd(place: str, found: Odd) -> Failure:
    return refused(found.text.replace("{path}", place), None if found.silent else place, found.code)


TEMPLATES: dict[type[Problem], Callable[[str, Any], Failure]] = {
    BadSize: _size,
    LongName: _long_name,
    Mismatch: _mismatch,
    Missing: _missing,
    NotOneOf: _not_one_of,
    Odd: _odd,
    OutOfRange: _range,
    Unknown: _unknown,
    WrongType: _wrong_type,
}


def say(finding: Finding) -> Failure:
    """The failure of Chat Completions and the other endpoints for a finding."""
    return TEMPLATES[type(finding.problem)](dotted(finding.path), finding.problem)


def say_older(finding: Finding) -> Failure:
    """As `say`, in the words for models before gpt-5.6, which name an unknown argument differently."""
    if isinstance(finding.problem, Unknown) and len(finding.path) == 1:
        return refused(f"Unrecognized request argument supplied: {finding.path[0]}")
    return say(finding)


def say_responses(finding: Finding) -> Failure:
    """As `say`, in the words of the Responses API, where a null at the top level reads as an object."""
    problem = finding.problem
    if isinstance(problem, WrongType) and problem.value is None and len(finding.path) == 1:
        return say(Finding(WrongType(problem.wanted, {}), finding.path))
    return say(finding)
