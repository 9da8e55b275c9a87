"""What a session meters: whose usage and whose headers win."""

from mockllm.engine.metered import let_through, limited, used
from mockllm.errors import Failure
from mockllm.exchange import Answer, Raw
from mockllm.ratelimit import Rate
from mockllm.session import Session
from mockllm.stamp import Stamp
from mockllm.turn import Text, Turn, Usage
from mockllm.vendors.kinds import Options, Speech, World
from mockllm.vendors.openai import CHAT, VENDOR
from tests.asks import ask

LONG = ask("word " * 1_500, input_tokens=1_508)
SAID = Answer((Turn((Text("Hi."),)),))


def world(rate: Rate | None = None) -> World:
    return World(VENDOR, Session("s"), Raw("POST", "/"), Stamp(b"", b""), 0.0, Options(rate=rate))


def cached(speech: Speech, answer: Answer, where: World) -> int:
    found = used(speech, LONG, answer, where)[0].usage
    assert found is not None
    return found.cached


def test_usage_of_a_fake_tells_the_cache_and_that_of_a_script_itself() -> None:
    where = world()
    scripted = Answer((Turn((Text("Hi."),), usage=Usage(7, cached=5)),), source="script")

    assert [cached(CHAT, SAID, where), cached(CHAT, SAID, where), cached(CHAT, scripted, where)] == [0, 1_408, 5]


def test_without_a_rate_nothing_changes() -> None:
    where = world()

    assert let_through(LONG, where) is LONG
    assert limited(SAID, Usage(), LONG, where) is SAID


def test_with_a_rate_the_second_is_refused() -> None:
    where = world(Rate(1))

    assert let_through(LONG, where) is LONG
    assert isinstance(let_through(LONG, where), Failure)
    assert ("x-ratelimit-remaining-requests", "0") in limited(SAID, Usage(), LONG, where).headers
