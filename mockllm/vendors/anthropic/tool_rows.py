"""What the Messages API asks of tools beyond their fields: schemas, names, the choice among them, cache breakpoints."""

from collections.abc import Iterator, Mapping
from typing import Any

from mockllm.ask import Body
from mockllm.checks import About, Check
from mockllm.checks.meta import objects, well_formed
from mockllm.errors import Failure
from mockllm.vendors.anthropic.turns import cached
from mockllm.vendors.dots import refused

__all__ = ["TOOLS"]

MOST_BREAKPOINTS = 4
BAD_SCHEMA = (
    "JSON schema is invalid. It must match JSON Schema draft 2020-12 (https://json-schema.org/draft/2020-12). "
    "Learn more about tool use at https://docs.claude.com/en/docs/tool-use."
)
LOOSE = "For 'object' type, 'additionalProperties' must be explicitly set to false"


def _custom(body: Body) -> Iterator[tuple[int, Mapping[str, Any]]]:
    for index, tool in enumerate(body.get("tools") or ()):
        if tool.get("type") in {None, "custom"}:
            yield index, tool


def _schemas(body: Body, _: About) -> Failure | None:
    for index, tool in _custom(body):
        if not well_formed(tool["input_schema"]):
            return refused(f"tools.{index}.custom.input_schema: {BAD_SCHEMA}")
        if tool.get("strict") and _loose(tool["input_schema"]):
            return refused(f"tools.{index}.custom: {LOOSE}")
    return None


def _loose(schema: Any) -> bool:
    return any(each.get("additionalProperties") is not False for each in objects(schema))


def _format(body: Body, _: About) -> Failure | None:
    config = body.get("output_config") or {}
    place, wanted = "output_config.format", config.get("format")
    if wanted is None:
        place, wanted = "output_format", body.get("output_format")
    if wanted is None:
        return None
    if not well_formed(wanted["schema"]):
        return refused(f"{place}.schema: Invalid schema: it must match JSON Schema draft 2020-12")
    return refused(f"{place}.schema: {LOOSE}") if _loose(wanted["schema"]) else None


def _names(body: Body, _: About) -> Failure | None:
    names = [tool["name"] for tool in body.get("tools") or () if "name" in tool]
    return None if len(set(names)) == len(names) else refused("tools: Tool names must be unique.")


def _choice(body: Body, _: About) -> Failure | None:
    choice = body.get("tool_choice")
    if not choice:
        return None
    if not body.get("tools") and not body.get("mcp_servers"):
        return refused("tool_choice may only be specified while providing tools")
    if choice["type"] == "tool" and choice["name"] not in {tool.get("name") for tool in body.get("tools") or ()}:
        return refused(f"Tool '{choice['name']}' not found in provided tools")
    return None


def _deferred(body: Body, _: About) -> Failure | None:
    tools = body.get("tools") or ()
    if tools and all(tool.get("defer_loading") for tool in tools):
        return refused("At least one tool must have defer_loading=false. All tools cannot be deferred.")
    return None


def _domains(body: Body, _: About) -> Failure | None:
    for index, tool in enumerate(body.get("tools") or ()):
        if tool.get("allowed_domains") and tool.get("blocked_domains"):
            return refused(f"tools.{index}.{tool['type']}: Cannot specify both allowed_domains and blocked_domains")
    return None


def _breakpoints(body: Body, _: About) -> Failure | None:
    marks = list(cached(body))
    found = len(marks) + bool(body.get("cache_control"))
    if found > MOST_BREAKPOINTS:
        return refused(f"A maximum of {MOST_BREAKPOINTS} blocks with cache_control may be provided. Found {found}.")
    short = False
    for place, cache in marks:
        if cache.get("ttl") == "1h" and short:
            return refused(
                f"{'.'.join(map(str, place))}.cache_control.ttl: a ttl='1h' cache_control block must not come after a "
                "ttl='5m' cache_control block. Note that blocks are processed in the following order: `tools`, "
                "`system`, `messages`."
            )
        short = short or cache.get("ttl") != "1h"
    return None


TOOLS: tuple[Check, ...] = (_schemas, _names, _choice, _deferred, _domains, _format, _breakpoints)
"""In this order."""
