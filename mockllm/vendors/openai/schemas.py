"""What OpenAI asks of a JSON schema: an object at the root, and in strict mode closed objects that require all."""

from collections.abc import Iterator, Mapping
from typing import Any

__all__ = ["fault"]

BRANCHES = ("anyOf", "$defs", "definitions")


def fault(schema: Any, *, strict: bool) -> str | None:
    """What OpenAI would not accept in a schema, in its words, or None. `strict` adds the rules of strict mode."""
    if not isinstance(schema, Mapping):
        return "schema must be a JSON Schema of 'type: \"object\"', got 'type: \"None\"'."
    if not strict and not schema:
        return None
    kind = schema.get("type")
    if kind != "object":
        return f"schema must be a JSON Schema of 'type: \"object\"', got 'type: \"{kind}\"'."
    if not strict:
        return None
    return next((text for place, each in _objects(schema) if (text := _loose(each, place))), None)


def _objects(root: Mapping[str, Any]) -> Iterator[tuple[tuple[str, ...], Mapping[str, Any]]]:
    """The object schemas in a schema, outer ones first, each with its place."""
    waiting: list[tuple[tuple[str, ...], Any]] = [((), root)]
    while waiting:
        place, schema = waiting.pop(0)
        if not isinstance(schema, Mapping):
            continue
        kind = schema.get("type")
        if kind == "object" or (isinstance(kind, list) and "object" in kind):
            yield place, schema
        waiting.extend(_inner(place, schema))


def _inner(place: tuple[str, ...], schema: Mapping[str, Any]) -> Iterator[tuple[tuple[str, ...], Any]]:
    properties = schema.get("properties")
    if isinstance(properties, Mapping):
        yield from (((*place, "properties", name), each) for name, each in properties.items())
    if "items" in schema:
        yield (*place, "items"), schema["items"]
    for branch in BRANCHES:
        inner = schema.get(branch)
        if isinstance(inner, list):
            yield from (((*place, branch, str(index)), each) for index, each in enumerate(inner))
        elif isinstance(inner, Mapping):
            yield from (((*place, branch, name), each) for name, each in inner.items())


def _loose(schema: Mapping[str, Any], place: tuple[str, ...]) -> str | None:
    context = f"In context={place!r}"
    if schema.get("additionalProperties") is not False:
        return f"{context}, 'additionalProperties' is required to be supplied and to be false."
    properties = schema.get("properties")
    required = schema.get("required")
    named = required if isinstance(required, list) else []
    absent = [name for name in properties if name not in named] if isinstance(properties, Mapping) else []
    if absent:
        return (
            f"{context}, 'required' is required to be supplied and to be an array including every key in properties. "
            f"Missing '{absent[0]}'."
        )
    return None
