"""Document 002: AIandGPU's Chat Completions, field by field."""

import json
from typing import Any

import pytest

from mockllm.ask import Image, text_of
from mockllm.vendors.kinds import Options
from tests.documents.desk import Answered, Desk, field

PATH = "/aiandgpu/v1/chat/completions"
PARAMETERS: dict[str, Any] = {
    "type": "object",
    "properties": {
        "location": {"type": "string", "description": "City name"},
        "unit": {"type": "string", "enum": ["celsius", "fahrenheit"]},
    },
    "required": ["location", "unit"],
}


def tool(**change: Any) -> dict[str, Any]:
    function = {"name": "get_weather", "description": "The weather", "parameters": PARAMETERS, **change}
    return {"type": "function", "function": {key: each for key, each in function.items() if each is not None}}


def user(content: Any) -> list[dict[str, Any]]:
    return [{"role": "user", "content": content}]


FREE = user("Tell me something about rivers")
WEATHER = user("What is the weather in Paris in fahrenheit?")


@pytest.fixture
def desk() -> Desk:
    return Desk(PATH, {"model": "gemini-2.5-flash", "messages": user("Say 'hello there'")})


def message(answered: Answered) -> Any:
    assert answered.status == 200, answered.body
    return answered.body["choices"][0]["message"]


def said(answered: Answered) -> str:
    return str(message(answered)["content"])


def refused(answered: Answered) -> tuple[int, Any]:
    error = answered.body["error"]
    assert error["type"] == "invalid_request_error"
    return answered.status, error["param"]


@field("Authorization")
async def test_authorization() -> None:
    desk = Desk(PATH, {"model": "m", "messages": user("Hi")}, options=Options(keys=("sk-right",)))
    assert (await desk.post({"authorization": "Bearer sk-wrong"})).status == 401
    assert (await desk.post({"authorization": "Bearer sk-right"})).status == 200


@field("model")
async def test_model(desk: Desk) -> None:
    assert (await desk.post(model="gemini-2.5-flash")).body["model"] == "gemini-2.5-flash"
    assert (await desk.post(model="half of a pair: \ud800")).status == 400  # it has no UTF-8
    assert refused(await desk.post(model=None)) == (400, "model")


@field("messages")
async def test_messages(desk: Desk) -> None:
    talk = [*user("Hi"), {"role": "assistant", "content": "Hello"}, *user("Say 'again'")]
    assert message(await desk.post(messages=talk))["content"] == "again"
    assert refused(await desk.post(messages=None)) == (400, "messages")


@field("messages.role")
async def test_messages_role(desk: Desk) -> None:
    talk = [{"role": role, "content": role} for role in ("system", "user", "assistant", "user")]
    roles = [each.role for each in (await desk.post(messages=talk)).ask.messages]
    assert roles == ["system", "user", "assistant", "user"]
    assert refused(await desk.post(messages=[{"role": "robot", "content": "Hi"}])) == (400, "messages[0].role")


@field("messages.content")
async def test_messages_content(desk: Desk) -> None:
    assert message(await desk.post(messages=user("Say 'plain'")))["content"] == "plain"
    assert message(await desk.post(messages=user([{"type": "text", "text": "Say 'block'"}])))["content"] == "block"
    assert refused(await desk.post(messages=user(7))) == (400, "messages[0].content")


@field("messages.content.type")
async def test_messages_content_type(desk: Desk) -> None:
    blocks = [{"type": "text", "text": "Hi"}, {"type": "image_url", "image_url": {"url": "https://example.com/a.png"}}]
    answered = await desk.post(messages=user(blocks))
    assert answered.ask.messages[0].parts[1] == Image(url="https://example.com/a.png")
    assert refused(await desk.post(messages=user([{"type": "smell"}])))[0] == 400


@field("messages.content.text")
async def test_messages_content_text(desk: Desk) -> None:
    answered = await desk.post(messages=user([{"type": "text", "text": "Say 'words'"}]))
    assert text_of(answered.ask.messages[0]) == "Say 'words'"
    assert refused(await desk.post(messages=user([{"type": "text"}])))[0] == 400


@field("max_tokens")
async def test_max_tokens(desk: Desk) -> None:
    body = (await desk.post(max_tokens=1)).body
    assert (body["choices"][0]["finish_reason"], body["usage"]["completion_tokens"]) == ("length", 1)
    assert refused(await desk.post(max_tokens=0)) == (400, "max_tokens")


@field("temperature")
async def test_temperature(desk: Desk) -> None:
    assert (await desk.post(temperature=1.5)).ask.sampling == {"temperature": 1.5}
    desk.body["messages"] = FREE
    assert await desk.varies(said, {"temperature": 0.1}, {"temperature": 1.9})
    assert refused(await desk.post(temperature=2.5)) == (400, "temperature")


@field("top_p")
async def test_top_p(desk: Desk) -> None:
    assert (await desk.post(top_p=0.5)).ask.sampling == {"top_p": 0.5}
    desk.body["messages"] = FREE
    assert await desk.varies(said, {"top_p": 0.1}, {"top_p": 0.9})
    assert refused(await desk.post(top_p=1.5)) == (400, "top_p")


@field("stream")
async def test_stream(desk: Desk) -> None:
    streamed = await desk.post(stream=True)
    deltas = [each["choices"][0]["delta"].get("content") or "" for each in streamed.chunks]
    assert "".join(deltas) == "hello there"
    assert streamed.data.endswith(b"data: [DONE]\n\n")


@field("stop")
async def test_stop(desk: Desk) -> None:
    assert message(await desk.post(stop=" there"))["content"] == "hello"
    assert message(await desk.post(stop=["x", "lo"]))["content"] == "hel"
    assert refused(await desk.post(stop=["a", "b", "c", "d", "e"])) == (400, "stop")


@field("n")
async def test_n(desk: Desk) -> None:
    choices = (await desk.post(n=3)).body["choices"]
    assert [choice["index"] for choice in choices] == [0, 1, 2]
    assert refused(await desk.post(n=0)) == (400, "n")


@field("presence_penalty")
async def test_presence_penalty(desk: Desk) -> None:
    assert (await desk.post(presence_penalty=-2)).ask.sampling == {"presence_penalty": -2}
    desk.body["messages"] = FREE
    assert await desk.varies(said, {"presence_penalty": -1}, {"presence_penalty": 1})
    assert refused(await desk.post(presence_penalty=-2.1)) == (400, "presence_penalty")


@field("frequency_penalty")
async def test_frequency_penalty(desk: Desk) -> None:
    assert (await desk.post(frequency_penalty=2)).ask.sampling == {"frequency_penalty": 2}
    desk.body["messages"] = FREE
    assert await desk.varies(said, {"frequency_penalty": -1}, {"frequency_penalty": 1})
    assert refused(await desk.post(frequency_penalty=2.1)) == (400, "frequency_penalty")


@field("tools")
async def test_tools(desk: Desk) -> None:
    (call,) = message(await desk.post(messages=WEATHER, tools=[tool()]))["tool_calls"]
    assert json.loads(call["function"]["arguments"]) == {"location": "Paris", "unit": "fahrenheit"}
    assert refused(await desk.post(tools="all"))[0] == 400


@field("tool_choice")
async def test_tool_choice(desk: Desk) -> None:
    async def called(choice: Any, messages: Any = WEATHER) -> bool:
        return "tool_calls" in message(await desk.post(messages=messages, tools=[tool()], tool_choice=choice))

    assert not await called("none")
    assert await called("auto")
    assert await called("required", user("Hi"))
    assert await called({"type": "function", "function": {"name": "get_weather"}}, user("Hi"))
    assert refused(await desk.post(tools=[tool()], tool_choice="perhaps"))[0] == 400


@field("user")
async def test_user(desk: Desk) -> None:
    assert (await desk.post(user="u-1")).ask.user == "u-1"
    assert desk.journal()["request"]["user"] == "u-1"
    assert await desk.heeds(said, "$.user", "u-1", user="u-1")
    assert refused(await desk.post(user=1)) == (400, "user")


@field("tools.type")
async def test_tools_type(desk: Desk) -> None:
    (call,) = message(await desk.post(messages=WEATHER, tools=[tool()]))["tool_calls"]
    assert call["type"] == "function"
    assert refused(await desk.post(tools=[{"type": "rocket"}]))[0] == 400


@field("tools.function")
async def test_tools_function(desk: Desk) -> None:
    assert refused(await desk.post(tools=[{"type": "function"}])) == (400, "tools[0].function")


@field("tools.function.name")
async def test_tools_function_name(desk: Desk) -> None:
    (call,) = message(await desk.post(tools=[tool(name="look_up")], tool_choice="required"))["tool_calls"]
    assert call["function"]["name"] == "look_up"
    assert refused(await desk.post(tools=[tool(name=None)])) == (400, "tools[0].function.name")


@field("tools.function.description")
async def test_tools_function_description(desk: Desk) -> None:
    asked = user("Please tell the horoscope")
    described = await desk.post(messages=asked, tools=[tool(name="f1", description="Reads a horoscope")])
    assert "tool_calls" in message(described)
    assert "tool_calls" not in message(await desk.post(messages=asked, tools=[tool(name="f1", description="Adds")]))


@field("tools.function.parameters")
async def test_tools_function_parameters(desk: Desk) -> None:
    schema = {"type": "object", "properties": {"count": {"type": "integer"}}, "required": ["count"]}
    (call,) = message(await desk.post(tools=[tool(parameters=schema)], tool_choice="required"))["tool_calls"]
    assert isinstance(json.loads(call["function"]["arguments"])["count"], int)


@field("tools.function.parameters.location")
async def test_tools_function_parameters_location(desk: Desk) -> None:
    (call,) = message(await desk.post(messages=WEATHER, tools=[tool()]))["tool_calls"]
    assert json.loads(call["function"]["arguments"])["location"] == "Paris"


@field("tools.function.parameters.unit")
async def test_tools_function_parameters_unit(desk: Desk) -> None:
    asked = user("What is the weather in Rome in celsius?")
    (call,) = message(await desk.post(messages=asked, tools=[tool()]))["tool_calls"]
    assert json.loads(call["function"]["arguments"])["unit"] == "celsius"
