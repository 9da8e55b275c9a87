"""Findings in the words of Anthropic and of services like it: a dotted place with the tags of unions, a sentence."""

from mockllm.checks.findings import (
    BadSize,
    Finding,
    LongName,
    Mismatch,
    Missing,
    NotOneOf,
    Odd,
    OutOfRange,
    Problem,
    Unknown,
    WrongType,
)
from mockllm.errors import Failure

__all__ = ["refused", "say"]


def refused(message: str) -> Failure:
    """A 400 of type invalid_request_error."""
    return Failure("invalid_request", message)


def _quoted(options: tuple[str, ...]) -> str:
    return ", ".join(f"'{option}'" for option in options)


def _literal(options: tuple[str, ...]) -> str:
    if len(options) == 1:
        return f"Input should be '{options[0]}'"
    return f"Input should be {_quoted(options[:-1])} or '{options[-1]}'"


def _size(found: BadSize) -> str:
    side = "least" if found.low else "most"
    plural = "" if found.bound == 1 else "s"
    if found.of == "string":
        return f"String should have at {side} {found.bound} character{plural}"
    noun = "List" if found.of == "array" else "Dictionary"
    return f"{noun} should have at {side} {found.bound} item{plural} after validation, not {found.size}"


def _choice(found: NotOneOf) -> str:
    if not found.tag:
        return _literal(found.options)
    return (
        f"Input tag '{found.value}' found using 'type' does not match any of the expected tags: "
        f"{_quoted(found.options)}"
    )


def _bound(found: OutOfRange) -> str:
    return f"Input should be {'greater' if found.low else 'less'} than or equal to {found.bound}"


def _sentence(problem: Problem) -> str:
    said = "Extra inputs are not permitted"
    match problem:
        case Missing():
            said = "Field required"
        case WrongType(wanted=text) | Odd(text=text):
            said = text
        case NotOneOf():
            said = _choice(problem)
        case OutOfRange():
            said = _bound(problem)
        case BadSize():
            said = _size(problem)
        case Mismatch(pattern=pattern):
            said = f"String should match pattern '{pattern}'"
        case Unknown() | LongName():
            pass
    return said


def say(finding: Finding) -> Failure:
    """The failure for a finding; a finding without a place is said without a path."""
    place = ".".join(str(step) for step in finding.path)
    sentence = _sentence(finding.problem)
    return refused(f"{place}: {sentence}" if place else sentence)
