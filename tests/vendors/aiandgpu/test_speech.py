"""How AIandGPU's streams are written and how they break."""

import json

import pytest

from mockllm.ask import Model
from mockllm.errors import Failure
from mockllm.turn import Text, Turn
from mockllm.vendors.aiandgpu import VENDOR
from mockllm.vendors.aiandgpu.speech import encode, failed, headers
from mockllm.vendors.kinds import Said
from mockllm.wire import Event, Shape, chat, messages, responses
from tests.vendors.worlds import STAMP


def said(shape: Shape) -> Said:
    ask = shape.parse({"model": "m", "stream": True}, {}, VENDOR.name, Model("m"))
    return Said(ask, (Turn((Text("Hello."),)),), STAMP)


def test_events_have_their_names_and_no_padding() -> None:
    event = Event({"type": "x", "delta": "a", "obfuscation": ""}, "x")
    assert encode(event, 0, said(responses)) == b'event: x\ndata: {"type":"x","delta":"a"}\n\n'
    assert encode(Event("[DONE]"), 0, said(chat)) == b"data: [DONE]\n\n"
    assert encode(Event(None, text="wait"), 0, said(chat)) == b": wait\n\n"


def test_only_a_stream_is_not_kept_by_caches() -> None:
    assert dict(headers(said(chat), True))["cache-control"] == "no-cache"
    assert "cache-control" not in dict(headers(said(chat), False))


@pytest.mark.parametrize(
    ("shape", "names"), [(chat, [None]), (messages, ["error"]), (responses, ["error", "response.failed"])]
)
def test_each_shape_breaks_in_its_own_words(shape: Shape, names: list[str | None]) -> None:
    events = list(failed(Failure("overloaded"), said(shape), []))
    assert [event.name for event in events] == names
    assert "Overloaded" in json.dumps([event.data for event in events])
