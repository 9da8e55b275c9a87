"""Document 000: AIandGPU's Responses, field by field."""

from typing import Any

import pytest

from mockllm.ask import File, Image, Model
from mockllm.vendors.kinds import Options
from tests.documents.desk import Answered, Desk, field

FREE = "Tell me something about rivers"
WEATHER = {
    "type": "function",
    "name": "get_weather",
    "description": "The weather in a city",
    "parameters": {"type": "object", "properties": {"city": {"type": "string"}}, "required": ["city"]},
}


@pytest.fixture
def desk() -> Desk:
    return Desk("/aiandgpu/v1/responses", {"model": "gpt-5.4", "input": "Say 'hello there'"})


def text(answered: Answered) -> str:
    assert answered.status == 200, answered.body
    return "".join(
        part["text"] for item in answered.body["output"] if item["type"] == "message" for part in item["content"]
    )


def refused(answered: Answered) -> tuple[int, Any, Any]:
    error = answered.body["error"]
    return answered.status, error["type"], error["param"]


@field("Authorization")
async def test_authorization() -> None:
    desk = Desk("/aiandgpu/v1/responses", {"model": "m", "input": "Hi"}, options=Options(keys=("sk-right",)))
    assert (await desk.post()).status == 401
    assert (await desk.post({"authorization": "Bearer sk-wrong"})).body["error"]["code"] == "invalid_api_key"
    assert (await desk.post({"authorization": "Bearer sk-right"})).status == 200


@field("model")
async def test_model(desk: Desk) -> None:
    assert (await desk.post(model="anyone/any-model")).body["model"] == "anyone/any-model"
    assert refused(await desk.post(model=None)) == (400, "invalid_request_error", "model")


@field("input")
async def test_input(desk: Desk) -> None:
    assert text(await desk.post()) == "hello there"
    assert text(await desk.post(input=[{"role": "user", "content": "Say 'good bye'"}])) == "good bye"
    assert refused(await desk.post(input=None))[::2] == (400, "input")
    assert refused(await desk.post(input=7))[::2] == (400, "input")


@field("input.role")
async def test_input_role(desk: Desk) -> None:
    roles = ("system", "developer", "user", "assistant")
    answered = await desk.post(input=[{"role": role, "content": f"I am {role}"} for role in roles])
    assert [message.role for message in answered.ask.messages] == ["system", "system", "user", "assistant"]
    assert refused(await desk.post(input=[{"role": "tool", "content": "Hi"}]))[0] == 400


@field("input.content")
async def test_input_content(desk: Desk) -> None:
    blocks = [{"type": "input_text", "text": "Say 'one"}, {"type": "input_text", "text": "two'"}]
    assert (await desk.post(input=[{"role": "user", "content": blocks}])).body["usage"]["input_tokens"] > 5
    assert text(await desk.post(input=[{"role": "user", "content": "Say 'as text'"}])) == "as text"
    assert refused(await desk.post(input=[{"role": "user", "content": 7}]))[0] == 400


@field("content.type")
async def test_content_type(desk: Desk) -> None:
    blocks: list[Any] = [
        {"type": "input_text", "text": "Hi"},
        {"type": "input_image", "image_url": "https://example.com/a.png"},
        {"type": "input_file", "filename": "a.pdf", "file_url": "https://example.com/a.pdf"},
    ]
    answered = await desk.post(input=[{"role": "user", "content": blocks}])
    assert [type(part).__name__ for part in answered.ask.messages[0].parts] == ["Text", "Image", "File"]
    assert refused(await desk.post(input=[{"role": "user", "content": [{"type": "input_video"}]}]))[0] == 400


@field("content.text")
async def test_content_text(desk: Desk) -> None:
    blocks = [{"type": "input_text", "text": "Say 'from a block'"}]
    assert text(await desk.post(input=[{"role": "user", "content": blocks}])) == "from a block"
    assert refused(await desk.post(input=[{"role": "user", "content": [{"type": "input_text"}]}]))[0] == 400


@field("content.image_url")
async def test_content_image_url(desk: Desk) -> None:
    block = {"type": "input_image", "image_url": "https://example.com/a.png"}
    seen = await desk.post(input=[{"role": "user", "content": [{"type": "input_text", "text": "Hi"}, block]}])
    alone = await desk.post(input=[{"role": "user", "content": [{"type": "input_text", "text": "Hi"}]}])
    assert seen.ask.messages[0].parts[1] == Image(url="https://example.com/a.png")
    assert seen.body["usage"]["input_tokens"] > alone.body["usage"]["input_tokens"]
    assert refused(await desk.post(input=[{"role": "user", "content": [{"type": "input_image"}]}]))[0] == 400


@field("content.filename")
async def test_content_filename(desk: Desk) -> None:
    block = {"type": "input_file", "filename": "plan.pdf", "file_url": "https://example.com/1"}
    answered = await desk.post(input=[{"role": "user", "content": [block]}])
    part = answered.ask.messages[0].parts[0]
    assert isinstance(part, File)
    assert part.name == "plan.pdf"
    asked = [{"role": "user", "content": [block]}]
    assert await desk.heeds(text, "$.input[0].content[0].filename", "plan.pdf", input=asked)


@field("content.file_url")
async def test_content_file_url(desk: Desk) -> None:
    block = {"type": "input_file", "filename": "plan.pdf", "file_url": "https://example.com/1"}
    words = {"type": "input_text", "text": "Read it"}
    with_file, without = [
        await desk.post(input=[{"role": "user", "content": content}]) for content in ([words, block], [words])
    ]
    part = with_file.ask.messages[0].parts[1]
    assert isinstance(part, File)
    assert part.url == "https://example.com/1"
    assert with_file.body["usage"]["input_tokens"] > without.body["usage"]["input_tokens"]
    assert refused(await desk.post(input=[{"role": "user", "content": [{"type": "input_file"}]}]))[0] == 400


@field("instructions")
async def test_instructions(desk: Desk) -> None:
    answered = await desk.post(instructions="Be brief.")
    assert answered.body["instructions"] == "Be brief."
    assert answered.ask.messages[0].role == "system"
    assert answered.body["usage"]["input_tokens"] > (await desk.post()).body["usage"]["input_tokens"]
    desk.script({"rules": [{"when": {"system": "brief"}, "say": "Aye."}]})
    assert text(await desk.post(instructions="Be brief.")) == "Aye."
    assert refused(await desk.post(instructions=7))[::2] == (400, "instructions")


@field("max_output_tokens")
async def test_max_output_tokens(desk: Desk) -> None:
    body = (await desk.post(max_output_tokens=1)).body
    assert (body["status"], body["incomplete_details"]) == ("incomplete", {"reason": "max_output_tokens"})
    assert body["usage"]["output_tokens"] == 1
    assert refused(await desk.post(max_output_tokens=0))[::2] == (400, "max_output_tokens")


@field("temperature")
async def test_temperature(desk: Desk) -> None:
    assert (await desk.post(temperature=0.5)).body["temperature"] == 0.5
    desk.body["input"] = FREE
    assert await desk.varies(text, {"temperature": 0.1}, {"temperature": 1.9})
    assert refused(await desk.post(temperature=2.1))[::2] == (400, "temperature")
    assert refused(await desk.post(temperature=-0.1))[0] == 400


@field("top_p")
async def test_top_p(desk: Desk) -> None:
    assert (await desk.post(top_p=0.5)).body["top_p"] == 0.5
    desk.body["input"] = FREE
    assert await desk.varies(text, {"top_p": 0.1}, {"top_p": 0.9})
    assert refused(await desk.post(top_p=1.1))[::2] == (400, "top_p")


@field("stream")
async def test_stream(desk: Desk) -> None:
    streamed = await desk.post(stream=True)
    assert streamed.headers["content-type"].startswith("text/event-stream")
    deltas = [each["delta"] for each in streamed.chunks if each["type"] == "response.output_text.delta"]
    assert "".join(deltas) == "hello there"
    assert len(deltas) > 1
    assert refused(await desk.post(stream="yes"))[::2] == (400, "stream")


@field("tools")
async def test_tools(desk: Desk) -> None:
    body = (await desk.post(input="What is the weather in Paris?", tools=[WEATHER])).body
    (call,) = body["output"]
    assert (call["type"], call["name"]) == ("function_call", "get_weather")
    assert "Paris" in call["arguments"]
    assert refused(await desk.post(tools={}))[::2] == (400, "tools")


@field("tool_choice")
async def test_tool_choice(desk: Desk) -> None:
    async def kinds(choice: Any) -> list[str]:
        asked = await desk.post(input="What is the weather in Paris?", tools=[WEATHER], tool_choice=choice)
        return [item["type"] for item in asked.body["output"]]

    assert await kinds("none") == ["message"]
    assert await kinds("auto") == await kinds("required") == ["function_call"]
    assert await kinds({"type": "function", "name": "get_weather"}) == ["function_call"]
    assert (await desk.post(input="Hi", tools=[WEATHER], tool_choice="perhaps")).status == 400


@field("reasoning")
async def test_reasoning(desk: Desk) -> None:
    assert [item["type"] for item in (await desk.post()).body["output"]] == ["message"]
    body = (await desk.post(reasoning={"effort": "high"})).body
    assert [item["type"] for item in body["output"]] == ["reasoning", "message"]
    assert body["usage"]["output_tokens_details"]["reasoning_tokens"] > 0
    assert refused(await desk.post(reasoning={"effort": "boundless"}))[0] == 400


@field("previous_response_id")
async def test_previous_response_id(desk: Desk) -> None:
    first = await desk.post(input="My dog is called Rex.")
    second = await desk.post(input="Hi again", previous_response_id=first.body["id"])
    assert second.body["previous_response_id"] == first.body["id"]
    assert [message.role for message in second.ask.messages] == ["user", "assistant", "user"]
    assert refused(await desk.post(previous_response_id="resp_unknown"))[::2] == (400, "previous_response_id")


@field("truncation")
async def test_truncation() -> None:
    options = Options(models={"small": Model("small", context=60)})
    desk = Desk("/aiandgpu/v1/responses", {"model": "small"}, options=options)
    long = [{"role": "user", "content": f"Message {number} of many that were said"} for number in range(12)]
    full = await desk.post(input=long, truncation="disabled")
    assert (full.status, full.body["error"]["code"]) == (400, "context_length_exceeded")
    cut = await desk.post(input=long, truncation="auto")
    assert cut.status == 200
    assert 0 < len(cut.ask.messages) < 12
    assert cut.body["truncation"] == "auto"
    assert refused(await desk.post(input="Hi", truncation="some"))[0] == 400
