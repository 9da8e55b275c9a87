"""The request schemas of the vendors' published specifications, found where the person has them."""

import json
import os
from collections.abc import Callable, Mapping, Sequence
from functools import cache
from pathlib import Path
from typing import Any

import pytest
import yaml
from hypothesis import strategies as st
from hypothesis.strategies import SearchStrategy

__all__ = ["ANYTHING", "Schema", "described", "drawn_from", "request_schema"]

Schema = dict[str, Any]
DEPTH = 5
"""How many references deep a schema is followed; what lies deeper may be anything."""

KEPT = frozenset("type properties required items enum const minimum maximum".split())
LISTS = {"anyOf": "anyOf", "oneOf": "anyOf", "allOf": "allOf"}

ANYTHING: SearchStrategy[Any] = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False, allow_infinity=False) | st.text(max_size=9),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=9), inner, max_size=3),
    max_leaves=6,
)


def folder() -> Path:
    """Where the specifications are; without them the test is skipped."""
    traffic = os.environ.get("MOCKLLM_TRAFFIC")
    named = os.environ.get("MOCKLLM_SPECS") or (str(Path(traffic).parent / "specs") if traffic else "")
    if not named or not Path(named).is_dir():
        pytest.skip("there are no specifications: MOCKLLM_SPECS names no folder, and none is beside MOCKLLM_TRAFFIC")
    return Path(named)


@cache
def document(name: str) -> Any:
    """A specification, read."""
    text = (folder() / name).read_text(encoding="utf-8")
    if name.endswith(".json"):
        return json.loads(text)
    return yaml.load(text, getattr(yaml, "CSafeLoader", yaml.SafeLoader))  # noqa: S506 - both are safe


@cache
def request_schema(name: str, where: str) -> Schema:
    """The properties of the requests of an endpoint (a path), or those of a schema by name."""
    root = document(name)
    if where.startswith("/"):
        start = root["paths"][where]["post"]["requestBody"]["content"]["application/json"]["schema"]
    else:
        root = start = root["schemas"][where]
    return _properties(_inlined(start, root, 0))


def described(name: str, paths: Mapping[str, str], models: Sequence[str]) -> str:
    """A specification as OpenAPI in JSON, every model in it one of `models`.

    One that has schemas but no paths gets `paths`: where a request is sent, and the name of its schema.
    """
    root = document(name)
    if "paths" not in root:
        root = {
            "openapi": "3.1.0",
            "info": {"title": name, "version": "1"},
            "paths": {path: {"post": _operation(schema)} for path, schema in paths.items()},
            "components": {"schemas": {each: _moved(schema, each) for each, schema in root["schemas"].items()}},
        }
    return json.dumps(_steered(root, models), default=str)


def _operation(schema: str) -> Schema:
    content = {"application/json": {"schema": {"$ref": f"#/components/schemas/{schema}"}}}
    return {"requestBody": {"required": True, "content": content}, "responses": {"200": {"description": "An answer."}}}


def _moved(value: Any, name: str) -> Any:
    """A schema whose references hold where it stands under its name."""
    match value:
        case {"$ref": str(reference), **others}:
            return {**_moved(others, name), "$ref": reference.replace("#/", f"#/components/schemas/{name}/")}
        case dict():
            return {key: _moved(each, name) for key, each in value.items()}
        case list():
            return [_moved(each, name) for each in value]
        case _:
            return value


def _steered(value: Any, models: Sequence[str]) -> Any:
    match value:
        case {"properties": {"model": _, **others}, **rest}:
            model = {"type": "string", "enum": list(models)}
            return {**_steered(rest, models), "properties": {**_steered(others, models), "model": model}}
        case dict():
            return {key: _steered(each, models) for key, each in value.items()}
        case list():
            return [_steered(each, models) for each in value]
        case _:
            return value


def _properties(schema: Schema) -> Schema:
    found: Schema = dict(schema.get("properties", {}))
    for each in (*schema.get("allOf", ()), *schema.get("anyOf", ())):
        found |= _properties(each)
    return found


def _inlined(schema: Any, root: Any, depth: int) -> Schema:
    """The schema without references and without words that only annotate."""
    if not isinstance(schema, Mapping):
        return {}
    if "$ref" in schema:
        return _inlined(_at(root, schema["$ref"]), root, depth + 1) if depth < DEPTH else {}
    plain: Schema = {}
    for word, value in schema.items():
        if word in LISTS:
            plain[LISTS[word]] = [_inlined(each, root, depth) for each in value]
        elif word == "properties":
            plain[word] = {name: _inlined(each, root, depth) for name, each in value.items()}
        elif word == "items":
            plain[word] = _inlined(value, root, depth)
        elif word in KEPT:
            plain[word] = value
    return {"anyOf": [plain, {"type": "null"}]} if schema.get("nullable") else plain


def _at(root: Any, reference: str) -> Any:
    for step in reference.removeprefix("#/").split("/"):
        root = root[step.replace("~1", "/").replace("~0", "~")]
    return root


def drawn_from(schema: Schema) -> SearchStrategy[Any]:
    """Values of an inlined schema, near enough: lengths, patterns and combinations are not heeded."""
    if "anyOf" in schema:
        return st.one_of([drawn_from(each) for each in schema["anyOf"]])
    if "allOf" in schema:
        return _object({**schema, "properties": _properties(schema)})
    if "const" in schema:
        return st.just(schema["const"])
    if "enum" in schema:
        return st.sampled_from(schema["enum"])
    kinds = schema.get("type", "object" if "properties" in schema else None)
    if isinstance(kinds, list):
        return st.one_of([drawn_from({**schema, "type": kind}) for kind in kinds])
    return PLAIN[kinds](schema) if kinds in PLAIN else ANYTHING


def _object(schema: Schema) -> SearchStrategy[Any]:
    known = {name: drawn_from(each) for name, each in schema.get("properties", {}).items()}
    if not known:
        return st.dictionaries(st.text(max_size=9), ANYTHING, max_size=3)
    needed = {name: known.pop(name) for name in schema.get("required", ()) if name in known}
    return st.fixed_dictionaries(needed, optional=known)


PLAIN: dict[str, Callable[[Schema], SearchStrategy[Any]]] = {
    "object": _object,
    "array": lambda schema: st.lists(drawn_from(schema.get("items", {})), max_size=3),
    "string": lambda _: st.text(max_size=20),
    "integer": lambda schema: st.integers(schema.get("minimum"), schema.get("maximum")),
    "number": lambda _: st.floats(-3, 3) | st.integers(-3, 300),
    "boolean": lambda _: st.booleans(),
    "null": lambda _: st.none(),
}
