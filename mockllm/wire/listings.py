"""Lists that are given out a page at a time, in the two vendors' shapes.

Specification: https://platform.openai.com/docs/api-reference/chat/list,
https://platform.claude.com/docs/en/api/models-list
"""

from collections.abc import Sequence

from msgspec import Struct

from mockllm.wire import JsonObject

__all__ = ["Page", "Window", "anthropic_page", "openai_page", "page"]


class Window(Struct, frozen=True):
    """Which part of a list is asked for: at most `limit` entries right after, or right before, the one of that id."""

    limit: int = 20
    after: str | None = None
    before: str | None = None
    newest_first: bool = False


class Page(Struct, frozen=True):
    """A part of a list, and whether there is more beyond it."""

    entries: tuple[JsonObject, ...] = ()
    more: bool = False


def page(entries: Sequence[JsonObject], window: Window) -> Page | None:
    """The page of `entries` (oldest first, each with an `id`) in a window; None where its cursor is of none."""
    ordered = tuple(reversed(entries)) if window.newest_first else tuple(entries)
    cursor = window.after if window.after is not None else window.before
    if cursor is None:
        return Page(ordered[: window.limit], len(ordered) > window.limit)
    place = next((number for number, entry in enumerate(ordered) if entry["id"] == cursor), None)
    if place is None:
        return None
    if window.after is None:
        start = max(0, place - window.limit)
        return Page(ordered[start:place], start > 0)
    rest = ordered[place + 1 :]
    return Page(rest[: window.limit], len(rest) > window.limit)


def openai_page(found: Page) -> JsonObject:
    """A page as OpenAI's list object."""
    first, last = _ends(found)
    return {
        "object": "list",
        "data": list(found.entries),
        "first_id": first,
        "last_id": last,
        "has_more": found.more,
    }


def anthropic_page(found: Page) -> JsonObject:
    """A page as Anthropic's list object."""
    first, last = _ends(found)
    return {"data": list(found.entries), "has_more": found.more, "first_id": first, "last_id": last}


def _ends(found: Page) -> tuple[str | None, str | None]:
    if not found.entries:
        return None, None
    return found.entries[0]["id"], found.entries[-1]["id"]
