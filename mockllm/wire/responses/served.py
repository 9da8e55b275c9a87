"""The tools that the service runs, as a response repeats them: with defaults, and without what is secret.

Specification: https://platform.openai.com/docs/guides/tools
"""

from collections.abc import Mapping
from typing import Any
from urllib.parse import urlsplit

from mockllm.wire.event import JsonObject

__all__ = ["ordered", "served"]

ANYWHERE: JsonObject = {"type": "approximate", "city": None, "country": None, "region": None, "timezone": None}
HOME: JsonObject = {**ANYWHERE, "country": "US"}
"""Where someone is taken to search from who does not tell."""
RANKING: JsonObject = {"ranker": "auto", "score_threshold": 0.0}
SEARCH: JsonObject = {"search_context_size": "medium", "user_location": HOME}
DEFAULTS: Mapping[str, JsonObject] = {
    "file_search": {"filters": None, "max_num_results": 20, "ranking_options": RANKING},
    "image_generation": {
        "background": "auto",
        "moderation": "auto",
        "n": 1,
        "output_compression": 100,
        "output_format": "png",
        "quality": "auto",
        "size": "auto",
    },
    "mcp": {
        "allowed_tools": None,
        "headers": None,
        "require_approval": "always",
        "server_description": None,
        "server_url": None,
    },
    "tool_search": {"description": None, "parameters": None},
    "web_search": {**SEARCH, "return_token_budget": "default", "search_content_types": ["text"]},
    "web_search_preview": SEARCH,
}
"""What a tool has that the request does not say, by its type."""
WITHIN: Mapping[str, JsonObject] = {"ranking_options": RANKING, "user_location": ANYWHERE}
"""What members of a tool have that say less."""
FREE = frozenset({"headers", "parameters"})
"""Members that are shown as they were sent."""
HIDDEN = "<redacted>"


def served(tool: Mapping[str, Any]) -> JsonObject:
    """A tool with its defaults."""
    said = {key: _filled(key, value) for key, value in tool.items() if value is not None}
    shown = {**DEFAULTS.get(str(tool.get("type")), {}), **said}
    return ordered(_veiled(shown) if tool.get("type") == "mcp" else shown)


def ordered(value: Mapping[str, Any]) -> JsonObject:
    """An object as the service writes it, those within it alike: the type first, the other members by name."""
    names = sorted(value, key=lambda name: (name != "type", name))
    return {name: value[name] if name in FREE else _inner(value[name]) for name in names}


def _inner(value: Any) -> Any:
    if isinstance(value, list):
        return [_inner(each) for each in value]
    return ordered(value) if isinstance(value, Mapping) else value


def _filled(key: str, value: Any) -> Any:
    return {**WITHIN[key], **value} if key in WITHIN and isinstance(value, Mapping) else value


def _veiled(tool: Mapping[str, Any]) -> JsonObject:
    """A remote server without its path and what it is shown as credentials."""
    told = dict(tool)
    if "authorization" in told:
        told["authorization"] = HIDDEN
    if isinstance(told["headers"], Mapping):
        told["headers"] = dict.fromkeys(told["headers"], HIDDEN)
    if isinstance(told["server_url"], str):
        told["server_url"] = _host(told["server_url"])
    return told


def _host(url: str) -> str:
    try:
        parts = urlsplit(url)
    except ValueError:
        return HIDDEN
    host = f"{parts.scheme}://{parts.netloc.rpartition('@')[2]}"
    beyond = parts.path.strip("/") or parts.query or parts.fragment
    return f"{host}/{HIDDEN}" if beyond else host
