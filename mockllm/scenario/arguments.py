"""Whether a scripted tool call is one that the tools on offer allow.

Schemas are JSON Schema 2020-12 or whatever their `$schema` names; references are never fetched.
"""

import json
from collections.abc import Mapping
from functools import lru_cache
from typing import Any

from mockllm.ask import Tool
from mockllm.turn import ToolCall

__all__ = ["declared", "refusals"]


def declared(definitions: list[Any]) -> dict[str, Tool]:
    """The tools of a list of definitions in any shape, by name. Raises ValueError for one without a name."""
    found: dict[str, Tool] = {}
    for definition in definitions:
        inner = definition.get("function", definition)
        name = inner.get("name") if isinstance(inner, dict) else None
        if not isinstance(name, str):
            raise ValueError("a tool definition needs a name")  # noqa: TRY004 - it is the document that is wrong
        schema = inner.get("parameters", inner.get("input_schema"))
        kind = "custom" if definition.get("type") == "custom" and schema is None else "function"
        found[name] = Tool(
            name, str(inner.get("description", "")), schema, "custom" if kind == "custom" else "function"
        )
    return found


def refusals(call: ToolCall, offered: Mapping[str, Tool]) -> list[str]:
    """Why a call does not fit the tools on offer, a sentence each; none if it does."""
    tool = offered.get(call.name)
    if tool is None:
        names = ", ".join(offered) or "none"
        return [f"calls the tool {call.name}, which the request does not offer (offered: {names})"]
    if tool.kind == "custom" or tool.schema is None:
        return []
    try:
        arguments = json.loads(call.arguments)
    except ValueError:
        return [f"calls {call.name} with arguments that are not JSON: {call.arguments[:80]!r}"]
    return [f"calls {call.name} with arguments that its schema refuses: {each}" for each in _refused(tool, arguments)]


def _refused(tool: Tool, arguments: Any) -> list[str]:
    import jsonschema  # noqa: PLC0415 - only scripted calls need it
    from referencing.exceptions import Unresolvable  # noqa: PLC0415

    try:
        validator = _validator(json.dumps(tool.schema, sort_keys=True))
        errors = sorted(validator.iter_errors(arguments), key=lambda error: error.json_path)
    except (jsonschema.SchemaError, Unresolvable, RecursionError, TypeError) as error:
        # The schema is the request's, and its own checks speak of it; here it only cannot vouch for the call.
        return [f"the schema itself is broken: {str(error).splitlines()[0][:200]}"]
    return [f"{error.json_path}: {error.message[:200]}" for error in errors[:3]]


@lru_cache(maxsize=256)
def _validator(schema: str) -> Any:
    from jsonschema.validators import Draft202012Validator, validator_for  # noqa: PLC0415 - only scripted calls need it
    from referencing import Registry  # noqa: PLC0415

    parsed = json.loads(schema)
    kind = validator_for(parsed, default=Draft202012Validator)
    kind.check_schema(parsed)
    # An empty registry: a reference to elsewhere is an error, not a download.
    return kind(parsed, registry=Registry())
