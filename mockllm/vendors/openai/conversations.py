"""Conversations and their items.

Specification: https://platform.openai.com/docs/api-reference/conversations
"""

from mockllm.errors import Failure
from mockllm.exchange import Reply
from mockllm.vendors.kinds import Route, World
from mockllm.vendors.openai.paging import listed
from mockllm.vendors.openai.refused import metadata_fault, missing, not_found, wrong_type
from mockllm.vendors.openai.replies import json_reply
from mockllm.vendors.openai.samples import sample_message
from mockllm.vendors.stored import CONVERSATIONS, Conversation
from mockllm.wire import JsonObject
from mockllm.wire.layout import ascii_pretty
from mockllm.wire.listings import Page, openai_page
from mockllm.wire.responses.ids import item_id
from mockllm.wire.responses.items import kept_items
from mockllm.wire.tolerant import mapping

__all__ = [
    "ROUTES",
    "add_items",
    "create_conversation",
    "delete_conversation",
    "delete_item",
    "list_items",
    "retrieve_conversation",
    "retrieve_item",
    "update_conversation",
]

MOST_AT_ONCE = 20


def create_conversation(world: World) -> Reply:
    """Begin a conversation, with items if there are some."""
    refused = metadata_fault(world.body) or _bad_items(world, required=False)
    if refused is not None and not world.options.lenient:
        return world.vendor.refuse(refused, world)
    name = item_id(world.stamp, "conv", "", stored=True)
    made = Conversation(name, world.stamp.at(), dict(mapping(world.body.get("metadata"))))
    made.add(kept_items(world.body.get("items"), world.stamp))
    world.session.slot(CONVERSATIONS).put(name, made, len(world.raw.body))
    return _reply(world, _entry(made))


def retrieve_conversation(world: World) -> Reply:
    """A conversation without its items."""
    found = _find(world)
    return _reply(world, _entry(found)) if found else _missing(world)


def update_conversation(world: World) -> Reply:
    """Put other metadata in place of a conversation's."""
    found = _find(world)
    if found is None:
        return _missing(world)
    refused = metadata_fault(world.body)
    if refused is not None and not world.options.lenient:
        return world.vendor.refuse(refused, world)
    found.metadata = dict(mapping(world.body.get("metadata")))
    return _reply(world, _entry(found))


def delete_conversation(world: World) -> Reply:
    """Forget a conversation."""
    found = _find(world)
    if found is None:
        return _missing(world)
    world.session.slot(CONVERSATIONS).take(found.id)
    return _reply(world, {"id": found.id, "object": "conversation.deleted", "deleted": True})


def add_items(world: World) -> Reply:
    """Add items to the end of a conversation; they are answered with their ids."""
    found = _find(world)
    if found is None:
        return _missing(world)
    refused = _bad_items(world, required=True)
    if refused is not None:
        return world.vendor.refuse(refused, world)
    fresh = kept_items(world.body["items"], world.stamp)
    found.add(fresh)
    return _reply(world, openai_page(Page(tuple(fresh))))


def list_items(world: World) -> Reply:
    """The items of a conversation, the latest first."""
    found = _find(world)
    if found is None:
        return _missing(world)
    return listed(world, found.items, layout=ascii_pretty, family="responses")


def retrieve_item(world: World) -> Reply:
    """One item."""
    found = _find(world)
    item = _item(found, world) if found else None
    if item is None:
        return _missing(world) if found is None else _missing_item(world)
    return _reply(world, item)


def delete_item(world: World) -> Reply:
    """Take an item out of a conversation, which is answered."""
    found = _find(world)
    item = _item(found, world) if found else None
    if found is None or item is None:
        return _missing(world) if found is None else _missing_item(world)
    found.items = [each for each in found.items if each["id"] != item["id"]]
    return _reply(world, _entry(found))


def _find(world: World) -> Conversation | None:
    name, shelf = world.params["conversation"], world.session.slot(CONVERSATIONS)
    found = shelf.get(name)
    if found is None and world.options.lenient:
        found = Conversation(name, world.stamp.at())
        shelf.put(name, found)
    return found


def _item(found: Conversation, world: World) -> JsonObject | None:
    name = world.params["item"]
    item = next((each for each in found.items if each["id"] == name), None)
    return sample_message(world, name) if item is None and world.options.lenient else item


def _entry(found: Conversation) -> JsonObject:
    return {
        "id": found.id,
        "object": "conversation",
        "created_at": found.created,
        "metadata": found.metadata,
    }


def _reply(world: World, body: JsonObject) -> Reply:
    return json_reply(world, body, layout=ascii_pretty, family="responses")


def _missing(world: World) -> Reply:
    failure = not_found(f"Conversation with id '{world.params['conversation']}' not found.")
    return world.vendor.refuse(failure, world)


def _missing_item(world: World) -> Reply:
    name, conversation = world.params["item"], world.params["conversation"]
    failure = not_found(f"Item with id '{name}' not found in conversation '{conversation}'.")
    return world.vendor.refuse(failure, world)


def _bad_items(world: World, *, required: bool) -> Failure | None:
    value = world.body.get("items")
    if value is None:
        return missing("items") if required else None
    if not isinstance(value, list):
        return wrong_type("items", "an array of input items", value)
    if len(value) > MOST_AT_ONCE:
        message = (
            f"Invalid 'items': array too long. Expected an array with maximum length {MOST_AT_ONCE}, "
            f"but got an array with length {len(value)} instead."
        )
        return Failure("invalid_request", message, "items", code="array_above_max_length")
    for number, each in enumerate(value):
        if not isinstance(each, dict):
            return wrong_type(f"items[{number}]", "an input item", each)
    return None


ROOT = "/v1/conversations"
ONE = f"{ROOT}/{{conversation}}"
ITEM = f"{ONE}/items/{{item}}"
ROUTES = (
    Route("POST", ROOT, "conversations.create", create_conversation),
    Route("GET", ONE, "conversations.retrieve", retrieve_conversation, reads_json=False),
    Route("POST", ONE, "conversations.update", update_conversation),
    Route("DELETE", ONE, "conversations.delete", delete_conversation, reads_json=False),
    Route("POST", f"{ONE}/items", "conversations.items.create", add_items),
    Route("GET", f"{ONE}/items", "conversations.items.list", list_items, reads_json=False),
    Route("GET", ITEM, "conversations.items.retrieve", retrieve_item, reads_json=False),
    Route("DELETE", ITEM, "conversations.items.delete", delete_item, reads_json=False),
)
