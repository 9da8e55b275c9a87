"""Answers that cite the documents and search results of a request: what is cited truly stands there."""

from base64 import b64encode
from typing import Any

import pytest
from anthropic import AsyncAnthropic

from mockllm.fake.source import FakeSource
from mockllm.wire.messages.grammar import faults
from tests.fake.papers import pdf
from tests.server.live import serving

FACTS = (
    "Ruby was created by Yukihiro Matsumoto in 1993. It makes programmers happy!\nRails is a web framework: naïve? 東."
)
ON: Any = {"enabled": True}
MODEL = "claude-haiku-4-5"


def plain(text: str = FACTS, **more: Any) -> Any:
    """A plain text document that may be cited."""
    source = {"type": "text", "media_type": "text/plain", "data": text}
    return {"type": "document", "source": source, "citations": ON, **more}


def custom(*blocks: Any, **more: Any) -> Any:
    """A document in blocks."""
    return {"type": "document", "source": {"type": "content", "content": list(blocks)}, "citations": ON, **more}


def found(*texts: str, **more: Any) -> Any:
    """A search result."""
    content = [{"type": "text", "text": text} for text in texts]
    return {
        "type": "search_result",
        "source": "https://e.com/a",
        "title": "A",
        "content": content,
        "citations": ON,
    } | more


def said(*blocks: Any, question: str = "Who created Ruby, and what of Rails?") -> Any:
    """The messages of a request with these blocks before a question."""
    return [{"role": "user", "content": [*blocks, {"type": "text", "text": question}]}]


async def answered(messages: Any, **more: Any) -> Any:
    """The answer, the same plain and streamed."""
    async with serving([FakeSource()]) as (running, _), sdk(running.url) as client:
        asked: Any = {"model": MODEL, "max_tokens": 500, "messages": messages, **more}
        whole = await client.messages.create(**asked)
        async with client.messages.stream(**asked) as stream:
            streamed = await stream.get_final_message()
        raw = await client.messages.with_raw_response.create(**asked, stream=True)
        body = b"".join([chunk async for chunk in raw.http_response.aiter_bytes()])
    assert [block.to_dict() for block in streamed.content] == [block.to_dict() for block in whole.content]
    assert faults(body) == []
    return whole


def sdk(url: str) -> Any:
    return AsyncAnthropic(base_url=url, api_key="sk-ant-any", max_retries=0, _strict_response_validation=True)


def cited(answer: Any) -> list[Any]:
    """All citations of an answer, each of a text block that says something of it."""
    blocks = [block for block in answer.content if block.citations]
    assert all(block.text.strip() in each.cited_text for block in blocks for each in block.citations)
    return [each for block in blocks for each in block.citations]


async def test_plain_text_is_cited_by_its_characters() -> None:
    places = cited(await answered(said(plain(title="facts.txt"))))

    assert places
    for each in places:
        assert (each.type, each.document_index, each.document_title) == ("char_location", 0, "facts.txt")
        assert FACTS[each.start_char_index : each.end_char_index] == each.cited_text
    assert any("Yukihiro" in each.cited_text for each in places)


async def test_characters_after_those_of_more_than_one_byte_are_counted_as_one() -> None:
    (place,) = cited(await answered(said(plain("東京 naïve 🎉. The tower is red."), question="What is red?")))[:1]

    assert (place.start_char_index, place.end_char_index, place.cited_text) == (12, 29, "The tower is red.")


async def test_pages_of_a_pdf_are_cited_from_one_on() -> None:
    paper = pdf("Ruby was created in 1993.", "Rails is a framework. It is written in Ruby.")
    source = {"type": "base64", "media_type": "application/pdf", "data": b64encode(paper).decode()}

    places = cited(await answered(said({"type": "document", "source": source, "citations": ON}, question="Rails?")))

    assert [(each.type, each.start_page_number, each.end_page_number) for each in places] == [("page_location", 2, 3)]
    assert places[0].cited_text == "Rails is a framework. "
    assert places[0].document_title is None


async def test_blocks_of_a_document_are_cited_whole_and_pictures_count() -> None:
    picture = {"type": "image", "source": {"type": "url", "url": "https://e.com/a.png"}}
    texts = [{"type": "text", "text": "Nothing of it."}, picture, {"type": "text", "text": "Ruby is old. It is nice."}]

    (place,) = cited(await answered(said(custom(*texts), question="How old is Ruby?")))

    assert (place.type, place.start_block_index, place.end_block_index) == ("content_block_location", 2, 3)
    assert place.cited_text == "Ruby is old. It is nice."


async def test_search_results_are_cited_beside_the_question_and_in_results_of_tools() -> None:
    call = {"type": "tool_use", "id": "toolu_1", "name": "search", "input": {}}
    result = {
        "type": "tool_result",
        "tool_use_id": "toolu_1",
        "content": [found("Java", "Ruby is by Matz.", title="B")],
    }
    talk = [
        *said(found("Of nothing.")),
        {"role": "assistant", "content": [call]},
        {"role": "user", "content": [result]},
    ]
    tools = [{"name": "search", "input_schema": {"type": "object"}}]

    (beside,) = cited(await answered(said(found("Of nothing."), found("Of Ruby."))))
    (within,) = cited(await answered(talk, tools=tools))

    assert (beside.type, beside.search_result_index, beside.source) == ("search_result_location", 1, "https://e.com/a")
    assert (within.search_result_index, within.title, within.cited_text) == (1, "B", "Ruby is by Matz.")
    assert (within.start_block_index, within.end_block_index) == (1, 2)


async def test_documents_are_numbered_over_all_messages_and_search_results_apart() -> None:
    talk = [
        *said(plain("Cats sleep.", citations=None), found("Dogs bark.")),
        {"role": "assistant", "content": "Well."},
        *said(plain("Owls hunt at night."), question="What do owls do?"),
    ]

    (place,) = cited(await answered(talk))

    assert (place.document_index, place.cited_text) == (1, "Owls hunt at night.")


@pytest.mark.parametrize(
    "block",
    [
        plain(citations=None),
        plain(citations={"enabled": False}),
        plain(" \n "),
        custom(),
        {"type": "document", "source": {"type": "url", "url": "https://e.com/a.pdf"}, "citations": ON},
        {
            "type": "document",
            "source": {"type": "base64", "media_type": "application/pdf", "data": b64encode(b"%PDF-1.4 x").decode()},
            "citations": ON,
        },
    ],
)
async def test_nothing_is_cited_that_may_not_or_cannot_be(block: Any) -> None:
    answer = await answered(said(block))

    assert cited(answer) == []
    assert answer.content[0].text


async def test_results_of_tools_that_cannot_be_cited_are_told_all_the_same() -> None:
    call = {"type": "tool_use", "id": "toolu_1", "name": "look", "input": {}}
    result = {"type": "tool_result", "tool_use_id": "toolu_1", "content": "It is 12:00."}
    talk = [*said(plain()), {"role": "assistant", "content": [call]}, {"role": "user", "content": [result]}]

    answer = await answered(talk, tools=[{"name": "look", "input_schema": {"type": "object"}}])

    assert cited(answer) == []
    assert "12:00" in answer.content[0].text


async def test_answer_that_is_cut_keeps_what_it_cites() -> None:
    answer = await answered(said(plain()), max_tokens=3)

    assert answer.stop_reason == "max_tokens"
    assert answer.usage.output_tokens == 3
    assert cited(answer)
