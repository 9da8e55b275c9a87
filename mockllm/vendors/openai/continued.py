"""What a request of the Responses API continues: the conversation before it leaves no call without its output."""

from mockllm.ask import Ask
from mockllm.errors import Failure
from mockllm.vendors import stored
from mockllm.vendors.kinds import World
from mockllm.vendors.openai import prompts
from mockllm.vendors.openai.input_links import continued

__all__ = ["recall"]


def recall(ask: Ask, world: World) -> Ask | Failure:
    """The ask with what the session remembers of it in front; a failure where the two do not fit together."""
    joined = prompts.recall(ask, world)
    if isinstance(joined, Failure) or stored.alone(ask) or world.options.lenient:
        return joined
    return continued(joined) or joined
