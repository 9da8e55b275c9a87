"""The life of a response in the background."""

from mockllm.session import Session
from mockllm.stamp import EPOCH
from mockllm.turn import Text, Turn
from mockllm.vendors.kinds import Options, Said
from mockllm.vendors.openai.background import in_background, in_flight, status
from mockllm.vendors.openai.models import find
from mockllm.vendors.stored import RESPONSES, keep
from mockllm.wire import responses
from tests.vendors.worlds import said_to, vendor, world

OPENAI = vendor(find)


def test_how_long_it_takes_is_an_option() -> None:
    session = Session("s")
    options = Options(work=100)
    body = {"model": "gpt-4o", "input": "Hi", "background": True}
    said = said_to(responses, world(OPENAI, body, session=session), Turn((Text("x"),)), keep=keep)
    assert isinstance(said, Said)
    assert in_background(said)
    (kept,) = session.slot(RESPONSES).all()
    states = [status(kept, world(OPENAI, options=options, now=EPOCH + seconds)) for seconds in (19, 21, 99, 100)]
    assert states == ["queued", "in_progress", "in_progress", None]
    assert in_flight(kept, world(OPENAI, options=options, now=EPOCH + 99))
    assert not in_flight(kept, world(OPENAI, options=Options(work=0)))
