"""OpenRouter's Messages."""

from types import MappingProxyType

from mockllm.ask import Headers, Model
from mockllm.turn import Text, Turn, Usage
from mockllm.vendors.kinds import Said
from mockllm.vendors.openrouter.message import message, message_stream
from mockllm.vendors.openrouter.routing import HEADER
from mockllm.wire import messages
from tests.vendors.worlds import stamp_of

MODEL = "anthropic/claude-sonnet-4.5"


def said(headers: Headers = MappingProxyType({})) -> Said:
    ask = messages.parse({"model": MODEL, "max_tokens": 9}, headers, "openrouter", Model(MODEL))
    return Said(ask, (Turn((Text("Hello."),), usage=Usage(1_000, 100)),), stamp_of("message"))


def test_a_message_names_its_provider_and_its_cost() -> None:
    answer = said()
    body = message(answer, messages.body(answer.ask, answer.turns, answer.stamp))
    assert (body["provider"], body["usage"]["cost"]) == ("Anthropic", 0.0045)


def test_so_does_a_stream() -> None:
    answer = said()
    events = list(message_stream(answer, messages.events(answer.ask, answer.turns, answer.stamp)))
    assert events[0].data is None
    named = {event.name: event.data for event in events if isinstance(event.data, dict)}
    assert named["message_start"]["message"]["provider"] == "Anthropic"
    assert named["message_delta"]["usage"]["cost"] == 0.0045


def test_the_route_is_told_on_demand() -> None:
    told = said({HEADER: "enabled"})
    body = message(told, messages.body(told.ask, told.turns, told.stamp))
    events = message_stream(told, messages.events(told.ask, told.turns, told.stamp))
    end = next(event.data for event in events if event.name == "message_delta")
    assert isinstance(end, dict)
    assert body["openrouter_metadata"] == end["openrouter_metadata"]
    assert end["openrouter_metadata"]["summary"] == "available=3, selected=Anthropic"
