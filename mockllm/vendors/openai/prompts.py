"""OpenAI's stored prompts, which a request of the Responses API may name: nobody stores any here, all ids are good.

An id is taken as that of a stored prompt where it has the form of one.
"""

from mockllm.ask import Ask
from mockllm.errors import Failure
from mockllm.vendors.kinds import World
from mockllm.vendors.openai.cache_options import recall as remembered
from mockllm.vendors.openai.refused import not_found
from mockllm.vendors.stored import conversation_of
from mockllm.wire.tolerant import mapping, string

__all__ = ["recall"]

PREFIX = "pmpt_"


def recall(ask: Ask, world: World) -> Ask | Failure:
    """The ask with what the session remembers of it in front; of what is not there a conversation is told first."""
    name = string(mapping(ask.body.get("prompt")).get("id"))
    if not name or name.startswith(PREFIX) or world.options.lenient:
        return remembered(ask, world)
    found = remembered(ask, world) if conversation_of(ask) is not None else ask
    return found if isinstance(found, Failure) else not_found(f"Prompt with id '{name}' not found.")
