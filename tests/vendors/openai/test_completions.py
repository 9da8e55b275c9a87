"""What OpenAI's legacy completions refuse, and how they are sent."""

from typing import Any

import pytest
from msgspec.structs import replace

from mockllm.ask import Model
from mockllm.checks import About, first
from mockllm.turn import Text, Turn, Usage
from mockllm.vendors.kinds import Options, Said
from mockllm.vendors.openai.completions import ROWS, SPEECH
from mockllm.vendors.openai.models import find
from mockllm.wire import Event, completions
from mockllm.wire.event import encoded
from tests.vendors.worlds import STAMP, vendor, world

GOOD = {"model": "gpt-3.5-turbo-instruct", "prompt": "Hi"}


def _refusal(body: dict[str, Any]) -> str | None:
    name = body.get("model")
    model = find(name, Options()) if isinstance(name, str) else None
    failure = first(ROWS, body, About({}, model))
    return failure.message if failure else None


@pytest.mark.parametrize("body", [{}, {"n": 2, "best_of": 3}, {"best_of": 2, "stream": True, "n": 2}])
def test_good_requests_pass(body: dict[str, Any]) -> None:
    assert _refusal({**GOOD, **body}) is None


@pytest.mark.parametrize(
    ("body", "message"),
    [
        (
            {"n": 3, "best_of": 2},
            "You requested that the server return more choices than it will generate (n=3, best_of=2).",
        ),
        ({"n": 1, "best_of": 2, "stream": True}, "Results cannot be streamed with best_of greater than n."),
    ],
)
def test_fewer_candidates_than_choices_are_refused(body: dict[str, Any], message: str) -> None:
    assert _refusal({**GOOD, **body}) == message


def test_lenient_an_echo_has_no_logprobs_because_the_sdk_has_no_place_for_them() -> None:
    ask = completions.parse({**GOOD, "echo": True, "logprobs": 0}, {}, "openai", Model("m"))
    openai = vendor(find)
    assert SPEECH.recall(ask, world(openai)) == ask
    assert SPEECH.recall(ask, world(openai, lenient=True)) == replace(ask, logprobs=None)


def test_chunks_are_compact_and_the_stream_names_no_charset() -> None:
    ask = completions.parse(GOOD, {}, "openai", find("davinci-002", Options()) or pytest.fail("no model"))
    said = Said(ask, (Turn((Text("x"),), usage=Usage(1, 1)),), STAMP)
    written = list(encoded([Event({"text": "é"}), Event("[DONE]")], SPEECH.ink(said)))
    assert written == ['data: {"text":"é"}\n\n'.encode(), b"data: [DONE]\n\n"]
    assert dict(SPEECH.headers(said, True))["content-type"] == "text/event-stream"
    assert dict(SPEECH.headers(said, False))["openai-model"] == "davinci:2023-07-21-v2"
