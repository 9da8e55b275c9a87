"""Made-up answers for ids that nobody was given: in lenient mode any id exists."""

from mockllm.ask import Body, Model
from mockllm.stamp import BASE62
from mockllm.turn import Text, Turn, Usage
from mockllm.vendors.kinds import Said, World
from mockllm.vendors.stored import Kept
from mockllm.wire import JsonObject, Shape, chat, responses

__all__ = ["sample_chat", "sample_message", "sample_response"]

MODEL = "gpt-4o"
ANSWER = Turn((Text("Hello! How can I help you today?"),), usage=Usage(8, 9))


def sample_response(world: World, id_: str) -> Kept:
    """A stored response of that id."""
    asked = {"model": MODEL, "input": "Hello!", "stream": True}
    # What is drawn first stays: the response gets the id that it was asked for by.
    world.stamp.draw("resp/", lambda _: id_)
    return _kept(world, responses, asked)


def sample_chat(world: World, id_: str) -> Kept:
    """A stored chat completion of that id."""
    world.stamp.draw("chat", lambda _: id_)
    # The SDK's type for a stored message knows no other role.
    asked = {"model": MODEL, "messages": [{"role": "assistant", "content": "Hello!"}], "store": True}
    return _kept(world, chat, asked)


def sample_message(world: World, id_: str) -> JsonObject:
    """A conversation item of that id."""
    return {
        "id": id_ or world.stamp.id("sample", "msg_", BASE62, 24),
        "type": "message",
        "status": "completed",
        "content": [{"type": "input_text", "text": "Hello!"}],
        "role": "user",
    }


def _kept(world: World, shape: Shape, asked: Body) -> Kept:
    model = world.vendor.model(MODEL, world.options) or Model(MODEL)
    ask = shape.parse(asked, world.raw.headers, world.vendor.name, model)
    return Kept(Said(ask, (ANSWER,), world.stamp), world.now)
