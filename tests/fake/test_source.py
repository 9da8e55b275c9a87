"""The source: an answer to every ask, with its reason."""

from typing import cast

from mockllm.ask import Ask, Format
from mockllm.errors import Miss
from mockllm.exchange import Answer, Raw, Recording
from mockllm.fake import decide
from mockllm.fake.source import FakeSource
from mockllm.session import Session
from mockllm.vendors.kinds import World
from tests.fake.asks import STAMP, asked, function

SESSION = Session("default")


async def answered(ask: Ask | None) -> Answer | Recording | Miss:
    world = World(cast("object", None), SESSION, Raw("POST", "/v1/x"), STAMP, 0.0, cast("object", None))  # type: ignore[arg-type]
    return await FakeSource().answer(Raw("POST", "/v1/x"), ask, world)


async def test_an_ask_gets_the_turns_that_were_decided_and_why() -> None:
    ask = asked("Any weather?", function("get_weather", location={"type": "string"}))

    assert await answered(ask) == Answer(
        turns=cast("tuple[object, ...]", decide(ask, STAMP)),  # type: ignore[arg-type]
        source="fake",
        why=("fake: called get_weather: the user's message says 'weather'",),
        steady=True,
    )


async def test_a_schema_without_values_is_answered_with_a_failure() -> None:
    answer = await answered(asked("Hi", format=Format("json_schema", False)))

    assert isinstance(answer, Answer)
    assert answer.failure is not None
    assert answer.failure.kind == "invalid_request"
    assert answer.turns == ()


async def test_what_is_no_ask_is_a_miss_that_says_so() -> None:
    assert await answered(None) == Miss(("fake: POST /v1/x is no request that a model answers",))


def test_it_is_always_there_and_looks_at_asks_only() -> None:
    source = FakeSource()

    assert source.active(SESSION)
    assert (source.name, source.raw) == ("fake", False)
