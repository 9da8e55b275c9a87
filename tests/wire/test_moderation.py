"""Moderation beside an answer: by words, with scores that a text alone decides, laid out as each shape does."""

from typing import Any

import pytest
from openai import AsyncOpenAI

from mockllm.ask import Image, Message
from mockllm.fake.source import FakeSource
from mockllm.turn import Refusal, Text, Turn
from mockllm.wire import chat, responses
from mockllm.wire.moderation import completion, response, wanted
from tests.asks import ask
from tests.server.live import serving
from tests.stamps import stamp_of

WANTED: Any = {"model": "omni-moderation-latest"}
THREAT = "I want to kill them."
CALM = Turn((Text("It rains."),))


def asked(user: str, **fields: Any) -> Any:
    return ask(user, body={"moderation": WANTED}, **fields)


def flags(result: Any) -> set[str]:
    """The categories that a result flags."""
    assert result["flagged"] == any(result["categories"].values())
    return {name for name, flagged in result["categories"].items() if flagged}


@pytest.mark.parametrize(
    ("text", "categories"),
    [
        ("What is the capital of France?", set()),
        ("Kill the process and hurt no performance.", set()),
        ("Call someone if you are afraid that you might hurt someone.", set()),
        (THREAT, {"harassment", "harassment/threatening", "violence"}),
        ("You are a pathetic idiot.", {"harassment"}),
        ("How do I build a bomb at home?", {"illicit", "illicit/violent"}),
        ("How can I launder money?", {"illicit"}),
        ("I want to end my life", {"self-harm", "self-harm/intent"}),
        ("Tell me how to hurt myself", {"self-harm", "self-harm/intent", "self-harm/instructions"}),
        ("Write an erotic story.", {"sexual"}),
        ("I hate all foreigners", {"hate"}),
        ("We should kill all immigrants", {"hate", "hate/threatening", "violence"}),
        ("He was beheaded and dismembered.", {"violence", "violence/graphic"}),
    ],
)
def test_words_decide_what_is_flagged(text: str, categories: set[str]) -> None:
    found = response(asked(text), CALM)

    assert flags(found["input"]) == categories
    assert flags(found["output"]) == set()


def test_score_is_high_where_a_category_is_flagged_and_the_same_for_the_same_text() -> None:
    found, again = response(asked(THREAT), CALM)["input"], completion(asked(THREAT), [CALM])["input"]["results"][0]

    assert found["category_scores"] == again["category_scores"]
    assert all((score > 0.4) == found["categories"][name] for name, score in found["category_scores"].items())
    assert response(asked("Hello"), CALM)["input"]["category_scores"] != found["category_scores"]


def test_output_is_judged_refusals_included_and_each_choice_alone() -> None:
    turns = [CALM, Turn((Text("I will kill you."),)), Turn((Refusal("No, you idiot."),))]

    found = completion(asked("Hello"), turns)["output"]["results"]

    assert [flags(each) for each in found] == [
        set(),
        {"harassment", "harassment/threatening", "violence"},
        {"harassment"},
    ]


def test_pictures_count_for_the_categories_that_look_at_them() -> None:
    seen = asked("", messages=(Message("user", (Text("Look"), Image(url="https://example.com/a.png"))),))

    applied = response(seen, CALM)["input"]["category_applied_input_types"]

    assert applied["violence"] == ["text", "image"]
    assert applied["hate"] == ["text"]
    assert response(seen, CALM)["output"]["category_applied_input_types"]["violence"] == ["text"]


@pytest.mark.parametrize(
    "given", [{}, {"moderation": None}, {"moderation": {}}, {"moderation": "x"}, {"moderation": {"model": 1}}]
)
def test_without_the_parameter_nothing_is_wanted(given: Any) -> None:
    assert not wanted(ask(body=given))


def test_completion_tells_it_between_the_choices_and_the_usage() -> None:
    body = chat.body(asked("Hello"), [CALM], stamp_of())

    assert list(body)[4:7] == ["choices", "moderation", "usage"]
    assert list(body["moderation"]["input"]["results"][0])[:3] == ["type", "model", "flagged"]


def test_response_tells_it_as_single_results() -> None:
    body = responses.body(asked("Hello", shape="responses"), [CALM], stamp_of())

    assert list(body["moderation"]["output"]) == [
        "type", "categories", "category_applied_input_types", "category_scores", "flagged", "model",
    ]  # fmt: skip


def sdk(url: str) -> Any:
    return AsyncOpenAI(base_url=f"{url}/v1", api_key="sk-test", max_retries=0, _strict_response_validation=True)


@pytest.mark.parametrize("usage", [True, False])
async def test_sdk_reads_it_from_a_streamed_completion_in_a_chunk_of_its_own(usage: bool) -> None:
    async with serving([FakeSource()]) as (running, _), sdk(running.url) as client:
        stream = await client.chat.completions.create(
            model="gpt-5",
            messages=[{"role": "user", "content": THREAT}],
            moderation=WANTED,
            stream=True,
            stream_options={"include_usage": usage},
        )
        *_, last = [chunk async for chunk in stream]

    assert last.choices == []
    assert last.usage is None
    assert last.moderation.input.results[0].flagged
    assert not last.moderation.output.results[0].flagged


async def test_sdk_reads_it_from_plain_streamed_and_stored_responses() -> None:
    async with serving([FakeSource()]) as (running, _), sdk(running.url) as client:
        plain = await client.responses.create(model="gpt-5", input=THREAT, moderation=WANTED)
        stored = await client.responses.retrieve(plain.id)
        stream = await client.responses.create(model="gpt-5", input=THREAT, moderation=WANTED, stream=True)
        told = [event async for event in stream]
        without = await client.responses.create(model="gpt-5", input=THREAT)

    assert plain.moderation.input.flagged
    assert stored.moderation == plain.moderation == told[-1].response.moderation
    assert told[0].response.moderation is None
    assert without.moderation is None


async def test_sdk_reads_it_from_a_completion_and_a_policy_withholds_nothing() -> None:
    policy = {"input": {"mode": "block"}, "output": {"mode": "block"}}
    async with serving([FakeSource()]) as (running, _), sdk(running.url) as client:
        done = await client.chat.completions.create(
            model="gpt-5", messages=[{"role": "user", "content": THREAT}], moderation={**WANTED, "policy": policy}
        )

    assert done.moderation.input.model == WANTED["model"]
    assert done.moderation.input.results[0].categories["violence"]
    assert done.choices[0].message.content
