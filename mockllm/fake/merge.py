"""Schemas made plain: references followed, `allOf` and conditions merged into one."""

from collections.abc import Callable, Mapping
from typing import Any
from urllib.parse import unquote

__all__ = ["merged", "resolved"]

MOST_REFS = 32
Schema = Mapping[str, Any]


def resolved(schema: Any, root: Any) -> dict[str, Any]:
    """The schema without `$ref` and `allOf`; what is not a schema allows anything."""
    plain: dict[str, Any] = dict(schema) if isinstance(schema, Mapping) else {}
    for _ in range(MOST_REFS):
        ref = plain.pop("$ref", None)
        if not isinstance(ref, str):
            break
        found = _at(root, ref)
        plain = merged(dict(found), plain, root) if isinstance(found, Mapping) else plain
    plain.pop("$ref", None)  # one that goes round
    every = plain.pop("allOf", None)
    for each in every if isinstance(every, list) else []:
        plain = merged(plain, resolved(each, root), root)
    if isinstance(plain.get("if"), Mapping) and isinstance(plain.get("then"), Mapping):
        plain = (
            merged(
                {k: v for k, v in plain.items() if k not in {"if", "then", "else"}}, resolved(plain["if"], root), root
            )
            | {}
        )
        plain = merged(
            plain, resolved(schema["then"], root) if isinstance(schema, Mapping) and "then" in schema else {}, root
        )
    if plain.get("nullable") is True and isinstance(plain.get("type"), str):
        plain["type"] = [plain["type"], "null"]
    return plain


def merged(one: Schema, other: Schema, root: Any) -> dict[str, Any]:
    """A schema that both allow, where that can be told."""
    plain = dict(one)
    for word, value in other.items():
        if word not in plain:
            plain[word] = value
        elif word in _JOIN:
            plain[word] = _JOIN[word](plain[word], value, root)
        elif word in {"anyOf", "oneOf"} and word in plain:
            plain[word] = [{"allOf": [left, right]} for left in _list(plain[word]) for right in _list(value)]
        else:
            plain[word] = value
    return plain


def _at(root: Any, ref: str) -> Any:
    found = root
    if not ref.startswith("#"):
        return {}
    for step in ref[1:].split("/")[1:]:
        name = unquote(step).replace("~1", "/").replace("~0", "~")
        if isinstance(found, Mapping):
            found = found.get(name, {})
        elif isinstance(found, list) and name.isdecimal() and int(name) < len(found):
            found = found[int(name)]
        else:
            return {}
    return found


def _list(value: Any) -> list[Any]:
    return value if isinstance(value, list) else []


def _types(one: Any, other: Any, _: Any) -> Any:
    left, right = ([each] if isinstance(each, str) else _list(each) for each in (one, other))
    shared = [kind for kind in left if kind in right]
    shared += ["integer"] if not shared and {"integer", "number"} <= {*left, *right} else []
    return shared or other


def _both(one: Any, other: Any, root: Any) -> dict[str, Any]:
    plain = dict(one) if isinstance(one, Mapping) else {}
    for name, schema in other.items() if isinstance(other, Mapping) else ():
        plain[name] = merged(resolved(plain[name], root), resolved(schema, root), root) if name in plain else schema
    return plain


def _schema(one: Any, other: Any, root: Any) -> Any:
    if one is False or other is False:
        return False
    return merged(resolved(one, root), resolved(other, root), root)


def _max(one: Any, other: Any, _: Any) -> Any:
    return max((each for each in (one, other) if isinstance(each, int | float)), default=0)


def _min(one: Any, other: Any, _: Any) -> Any:
    return min((each for each in (one, other) if isinstance(each, int | float)), default=0)


_JOIN: dict[str, Callable[[Any, Any, Any], Any]] = {
    "type": _types,
    "properties": _both,
    "patternProperties": _both,
    "items": _schema,
    "additionalProperties": _schema,
    "required": lambda one, other, _: [*_list(one), *(each for each in _list(other) if each not in _list(one))],
    "enum": lambda one, other, _: [each for each in _list(one) if each in _list(other)],
    "minimum": _max,
    "exclusiveMinimum": _max,
    "minLength": _max,
    "minItems": _max,
    "minProperties": _max,
    "maximum": _min,
    "exclusiveMaximum": _min,
    "maxLength": _min,
    "maxItems": _min,
    "maxProperties": _min,
}
