"""The source of fakes."""

import subprocess
import sys

from mockllm.ask import Format
from mockllm.errors import Miss
from mockllm.exchange import Answer, Raw
from mockllm.fake.source import FakeSource
from mockllm.session import Session
from mockllm.turn import said
from mockllm.vendors.table import VENDORS
from tests.asks import ask
from tests.vendors.worlds import world

RAW = Raw("POST", "/")


async def test_it_always_has_a_steady_answer_and_says_why() -> None:
    source = FakeSource()
    found = await source.answer(RAW, ask("Say hello"), world(VENDORS[0]))

    assert source.active(Session("s"))
    assert isinstance(found, Answer)
    assert (said(found.turns[0]), found.steady, found.source) == ("Hello!", True, "fake")
    assert found.why == ("fake: wrote text: no tool may be called",)


async def test_what_cannot_be_satisfied_is_a_failure() -> None:
    found = await FakeSource().answer(RAW, ask(format=Format("json_schema", schema=False)), world(VENDORS[0]))

    assert isinstance(found, Answer)
    assert found.failure is not None
    assert found.failure.kind == "invalid_request"


async def test_without_an_ask_there_is_nothing_to_say() -> None:
    assert isinstance(await FakeSource().answer(RAW, None, world(VENDORS[0])), Miss)


def test_a_server_that_starts_loads_no_fakes_and_what_they_need() -> None:
    asked = "import sys, mockllm.api; print(*sys.modules)"
    done = subprocess.run(  # noqa: S603 - our own Python
        [sys.executable, "-c", asked], check=True, capture_output=True, text=True
    )
    loaded = done.stdout.split()

    assert "mockllm.fake.source" in loaded
    assert not {"faker", "regex", "jinja2", "yaml", "mockllm.fake.answer", "mockllm.scenario.compile"} & set(loaded)
