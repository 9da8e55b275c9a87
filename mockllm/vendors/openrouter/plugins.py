"""OpenRouter's plugins as far as an answer shows them: web sources, parsed files."""

from collections.abc import Mapping
from typing import Any

from mockllm.ask import Ask, Body, File
from mockllm.stamp import HEX, Dice, letters
from mockllm.turn import Turn, said
from mockllm.wire import JsonObject
from mockllm.wire.layout import utf8
from mockllm.wire.tolerant import integer, items, string, strings

__all__ = ["annotations", "enabled", "searches"]

USUAL = 5
MOST = 20
SITES = ("example.com", "example.org", "example.net")
TOPICS = ("overview", "guide", "news", "reference", "background", "report", "analysis")


def enabled(body: Body) -> dict[str, Mapping[str, Any]]:
    """The plugins that are switched on, by id; a model's `:online` is the web plugin."""
    found = {string(each.get("id")): each for each in items(body.get("plugins")) if each.get("enabled") is not False}
    if string(body.get("model")).endswith(":online"):
        found.setdefault("web", {"id": "web"})
    return found


def searches(ask: Ask) -> int:
    """How many web searches an answer takes."""
    return int("web" in enabled(ask.body))


def annotations(ask: Ask, turn: Turn, dice: Dice) -> list[JsonObject]:
    """What the plugins note beside a message: the sources of a web search, the files that were parsed."""
    plugins = enabled(ask.body)
    found: list[JsonObject] = []
    if "web" in plugins and said(turn):
        found += _sources(plugins["web"], said(turn), dice)
    if "file-parser" in plugins:
        files = [part for message in ask.messages for part in message.parts if isinstance(part, File)]
        found += [_parsed(each) for each in files]
    return found


def _sources(plugin: Mapping[str, Any], text: str, dice: Dice) -> list[JsonObject]:
    given = integer(plugin.get("max_results"))
    sites = strings(plugin.get("include_domains")) or SITES
    kept = [site for site in sites if site not in strings(plugin.get("exclude_domains"))] or list(sites)
    return [
        _source(kept[number % len(kept)], text, dice)
        for number in range(min(USUAL if given is None else max(0, given), MOST))
    ]


def _source(site: str, text: str, dice: Dice) -> JsonObject:
    topic = dice.pick(TOPICS)
    noted = {
        "url": f"https://{site}/{topic}/{dice.below(10_000)}",
        "title": f"{topic.capitalize()} | {site}",
        "content": text[:200],
        "start_index": 0,
        "end_index": len(text),
    }
    return {"type": "url_citation", "url_citation": noted}


def _parsed(file: File) -> JsonObject:
    name, data = file.name or "file", file.data or file.url or ""
    content = [{"type": "text", "text": f'<file name="{name}">'}, {"type": "text", "text": "</file>"}]
    return {"type": "file", "file": {"hash": letters(utf8(data), HEX, 64), "name": name, "content": content}}
