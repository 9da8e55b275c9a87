"""Pages of OpenAI's lists: `after`, `before`, `limit` and `order` of a query."""

from collections.abc import Sequence

from mockllm.errors import Failure
from mockllm.exchange import Reply
from mockllm.vendors.kinds import World
from mockllm.vendors.openai.refused import above, below, not_found, wrong_type
from mockllm.vendors.openai.replies import Family, json_reply
from mockllm.wire import JsonObject
from mockllm.wire.layout import Layout, pretty
from mockllm.wire.listings import Page, Window, openai_page, page

__all__ = ["listed", "window"]

MOST = 100
USUAL = 20
ORDERS = ("asc", "desc")


def listed(
    world: World,
    entries: Sequence[JsonObject],
    *,
    order: str = "desc",
    layout: Layout = pretty,
    family: Family = "plain",
) -> Reply:
    """The page of `entries` (oldest first) that the query asks for. Lenient, a bad query gets the first page."""
    wanted = window(world, order=order)
    if isinstance(wanted, Failure):
        return world.vendor.refuse(wanted, world)
    found = page(entries, wanted)
    if found is None and not world.options.lenient:
        return world.vendor.refuse(not_found(f"No item found with id '{wanted.after or wanted.before}'."), world)
    return json_reply(world, openai_page(found or Page()), layout=layout, family=family)


def window(world: World, *, order: str = "desc") -> Window | Failure:
    """The window that the query asks for, or why there is none; `order` is the endpoint's usual one."""
    query = world.raw.query
    after, before = query.get("after"), query.get("before")
    asked = query.get("order", order)
    limit = _limit(query.get("limit"))
    if world.options.lenient:
        count = limit if isinstance(limit, int) else USUAL
        return Window(count, after, before, asked == "desc")
    if isinstance(limit, Failure):
        return limit
    if asked not in ORDERS:
        message = f"Invalid value: '{asked}'. Supported values are: 'asc' and 'desc'."
        return Failure("invalid_request", message, "order", code="invalid_value")
    return Window(limit, after, before, asked == "desc")


def _limit(text: str | None) -> int | Failure:
    if text is None:
        return USUAL
    try:
        limit = int(text)
    except ValueError:
        return wrong_type("limit", "an integer", text)
    if limit < 1:
        return below("limit", 1, limit)
    return above("limit", MOST, limit) if limit > MOST else limit
