"""Pages of Anthropic's lists: `after_id`, `before_id` and `limit` of a query."""

from collections.abc import Sequence

from mockllm.errors import Failure
from mockllm.exchange import Reply
from mockllm.vendors.anthropic.replies import json_reply
from mockllm.vendors.kinds import World
from mockllm.wire import JsonObject
from mockllm.wire.listings import Page, Window, anthropic_page, page

__all__ = ["limit_of", "listed"]

MOST = 1_000
USUAL = 20


def listed(world: World, entries: Sequence[JsonObject]) -> Reply:
    """The page of `entries` (oldest first), newest first. Lenient, a bad query gets the first page."""
    query = world.raw.query
    after, before = query.get("after_id"), query.get("before_id")
    limit = limit_of(world)
    if isinstance(limit, Failure):
        return world.vendor.refuse(limit, world)
    if after and before and not world.options.lenient:
        failure = Failure("invalid_request", "Only one of `after_id` and `before_id` may be given.")
        return world.vendor.refuse(failure, world)
    found = page(entries, Window(limit, after, before, newest_first=True))
    if found is None and not world.options.lenient:
        failure = Failure("invalid_request", f"{'after_id' if after else 'before_id'}: {after or before} not found")
        return world.vendor.refuse(failure, world)
    return json_reply(world, anthropic_page(found or Page()))


def limit_of(world: World) -> int | Failure:
    """How many entries a page may have, or what is wrong with the limit that is asked for."""
    text = world.raw.query.get("limit")
    if text is None:
        return USUAL
    try:
        limit = int(text)
    except ValueError:
        message = "limit: Input should be a valid integer, unable to parse string as an integer"
        return USUAL if world.options.lenient else Failure("invalid_request", message)
    if limit < 1 and not world.options.lenient:
        return Failure("invalid_request", "limit: Input should be greater than or equal to 1")
    if limit > MOST and not world.options.lenient:
        return Failure("invalid_request", f"limit: Input should be less than or equal to {MOST}")
    return min(max(limit, 0), MOST)
