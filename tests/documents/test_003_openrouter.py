"""Document 003: OpenRouter's Chat Completions, field by field."""

import base64
import json
from typing import Any

import pytest

from mockllm.exchange import Answer
from mockllm.turn import Reasoning, Text, Turn
from mockllm.vendors.kinds import Options
from tests.documents.desk import Answered, Desk, field

PATH = "/api/v1/chat/completions"
CITY = {"type": "object", "properties": {"city": {"type": "string"}}, "required": ["city"]}


def tool(name: str) -> dict[str, Any]:
    return {"type": "function", "function": {"name": name, "parameters": CITY}}


def user(content: Any) -> list[dict[str, Any]]:
    return [{"role": "user", "content": content}]


@pytest.fixture
def desk() -> Desk:
    return Desk(PATH, {"model": "openai/gpt-4o", "messages": user("Say 'hello there'")})


def message(answered: Answered) -> Any:
    assert answered.status == 200, answered.body
    return answered.body["choices"][0]["message"]


def said(answered: Answered) -> str:
    return str(message(answered)["content"])


FREE = user("Tell me something about rivers")


def refused(answered: Answered) -> int:
    error = answered.body["error"]
    assert error["code"] == answered.status
    return int(answered.status)


async def generation(desk: Desk, answered: Answered) -> Any:
    return (await desk.get("/api/v1/generation", id=answered.body["id"])).body["data"]


@field("Authorization")
async def test_authorization() -> None:
    desk = Desk(PATH, {"messages": user("Hi")}, options=Options(keys=("sk-or-v1-right",)))
    missing = await desk.post()
    assert (missing.status, missing.body["error"]["message"]) == (401, "Missing Authentication header")
    assert (await desk.post({"authorization": "Bearer sk-or-v1-right"})).status == 200


@field("messages")
async def test_messages(desk: Desk) -> None:
    talk = [*user("Hi"), {"role": "assistant", "content": "Hello"}, *user("Say 'again'")]
    assert message(await desk.post(messages=talk))["content"] == "again"
    assert refused(await desk.post(messages=None)) == 400
    assert refused(await desk.post(messages=[])) == 400


@field("provider")
async def test_provider(desk: Desk) -> None:
    async def served(**wanted: Any) -> str:
        return str((await desk.post(provider=wanted)).body["provider"])

    assert (await desk.post()).body["provider"] == "OpenAI"
    assert await served(order=["azure"]) == await served(only=["azure"]) == await served(ignore=["openai"]) == "Azure"
    assert await served(sort="throughput") == "Azure"
    assert await served(sort="price", max_price={"prompt": 1}) == "OpenAI"
    none = await desk.post(provider={"only": ["groq"]})
    message = "No allowed providers are available for the selected model."
    assert (none.status, none.body["error"]["message"]) == (404, message)
    assert await served(zdr=True) == await served(preferred_min_throughput=70) == "Azure"
    for wanted in ({"enforce_distillable_text": True}, {"quantizations": ["int4"]}, {"max_price": {"prompt": 0}}):
        assert refused(await desk.post(provider=wanted)) == 404
    assert refused(await desk.post(provider={"require_parameters": True}, top_k=3)) == 404
    assert refused(await desk.post(provider={"data_collection": "some"})) == 400
    assert refused(await desk.post(provider={"preferred": "azure"})) == 400


@field("plugins")
async def test_plugins(desk: Desk) -> None:
    answered = await desk.post(plugins=[{"id": "web", "max_results": 2, "include_domains": ["news.example"]}])
    sources = [each["url_citation"]["url"] for each in message(answered)["annotations"]]
    assert len(sources) == 2
    assert all(url.startswith("https://news.example/") for url in sources)
    assert answered.body["usage"]["server_tool_use_details"] == {"web_search_requests": 1}
    assert len(message(await desk.post(model="openai/gpt-4o:online"))["annotations"]) == 5
    assert "annotations" not in message(await desk.post(plugins=[{"id": "web", "enabled": False}]))
    file = {"type": "file", "file": {"filename": "a.pdf", "file_data": "data:application/pdf;base64,AAAA"}}
    parsed = message(await desk.post(messages=user([file]), plugins=[{"id": "file-parser"}]))["annotations"]
    assert parsed[0]["file"]["name"] == "a.pdf"
    assert refused(await desk.post(plugins=[{}])) == 400


@field("user")
async def test_user(desk: Desk) -> None:
    answered = await desk.post(user="u-1")
    assert (await generation(desk, answered))["external_user"] == answered.ask.user == "u-1"


@field("session_id")
async def test_session_id(desk: Desk) -> None:
    header = {"x-session-id": "from-header"}
    assert (await generation(desk, await desk.post(header)))["session_id"] == "from-header"
    both = await desk.post(header, session_id="from-body")
    assert (await generation(desk, both))["session_id"] == "from-body"
    assert (await desk.post(session_id="x" * 256)).status == 200
    assert refused(await desk.post(session_id="x" * 257)) == 400


@field("trace")
async def test_trace(desk: Desk) -> None:
    trace = {"trace_id": "t-1", "span_name": "plan", "team": "blue"}
    answered = await desk.post(trace=trace)
    assert (await generation(desk, answered))["trace"] == trace
    assert refused(await desk.post(trace={"trace_id": 1})) == 400


@field("model")
async def test_model(desk: Desk) -> None:
    assert (await desk.post(model="google/gemini-2.5-flash")).body["model"] == "google/gemini-2.5-flash"
    assert (await desk.post(model="openai/gpt-4o:free")).body["usage"]["cost"] == 0
    assert (await desk.post(model=None)).body["model"] == "openai/gpt-4.1-mini"
    unknown = await desk.post(model="gpt-4o")
    assert unknown.body["error"] == {"message": "gpt-4o is not a valid model ID", "code": 400}


@field("models")
async def test_models(desk: Desk) -> None:
    models = ["openai/gpt-4o", "anthropic/claude-sonnet-4.5"]
    first = await desk.post(model=None, models=models)
    assert (first.body["model"], first.body["provider"]) == ("openai/gpt-4o", "OpenAI")
    desk.script({"rules": [{"when": {"model": "openai/*"}, "fail": "overloaded"}]})
    second = await desk.post({"x-openrouter-metadata": "enabled"}, model=None, models=models)
    assert (second.body["model"], second.body["provider"]) == ("anthropic/claude-4.5-sonnet-20250929", "Anthropic")
    routed = second.body["openrouter_metadata"]
    assert (routed["strategy"], routed["attempt"]) == ("fallback", 2)
    assert [each["status"] for each in routed["attempts"]] == [503, 200]
    assert (await desk.post(model=None, models=models[:1])).status == 503


@field("frequency_penalty")
async def test_frequency_penalty(desk: Desk) -> None:
    answered = await desk.post(frequency_penalty=1.5)
    assert (await generation(desk, answered))["parameters"] == answered.ask.sampling == {"frequency_penalty": 1.5}
    desk.body["messages"] = FREE
    assert await desk.varies(said, {"frequency_penalty": -1}, {"frequency_penalty": 1})
    assert refused(await desk.post(frequency_penalty=2.5)) == 400


@field("logit_bias")
async def test_logit_bias(desk: Desk) -> None:
    answered = await desk.post(logit_bias={"50256": -100})
    assert (await generation(desk, answered))["parameters"] == {"logit_bias": {"50256": -100}}
    desk.body["messages"] = FREE
    assert await desk.varies(said, {"logit_bias": {"50256": -100}}, {"logit_bias": {"50256": 100}})
    assert refused(await desk.post(logit_bias={"50256": "never"})) == 400


@field("logprobs")
async def test_logprobs(desk: Desk) -> None:
    listed = (await desk.post(logprobs=True)).body["choices"][0]["logprobs"]["content"]
    assert "".join(each["token"] for each in listed) == "hello there"
    assert (await desk.post()).body["choices"][0]["logprobs"] is None


@field("top_logprobs")
async def test_top_logprobs(desk: Desk) -> None:
    listed = (await desk.post(logprobs=True, top_logprobs=3)).body["choices"][0]["logprobs"]["content"]
    assert {len(each["top_logprobs"]) for each in listed} == {3}
    assert refused(await desk.post(logprobs=True, top_logprobs=21)) == 400


@field("max_completion_tokens")
async def test_max_completion_tokens(desk: Desk) -> None:
    body = (await desk.post(max_completion_tokens=1)).body
    assert (body["choices"][0]["finish_reason"], body["usage"]["completion_tokens"]) == ("length", 1)
    assert refused(await desk.post(max_completion_tokens=0)) == 400


@field("max_tokens")
async def test_max_tokens(desk: Desk) -> None:
    assert (await desk.post(max_tokens=1)).body["choices"][0]["finish_reason"] == "length"
    assert (await desk.post(max_tokens=1, max_completion_tokens=50)).body["choices"][0]["finish_reason"] == "stop"


@field("metadata")
async def test_metadata(desk: Desk) -> None:
    answered = await desk.post(metadata={"team": "blue"})
    assert (await generation(desk, answered))["metadata"] == {"team": "blue"}
    assert refused(await desk.post(metadata={str(number): "x" for number in range(17)})) == 400
    assert refused(await desk.post(metadata={"k" * 65: "x"})) == 400
    assert refused(await desk.post(metadata={"k": "x" * 513})) == 400


@field("presence_penalty")
async def test_presence_penalty(desk: Desk) -> None:
    answered = await desk.post(presence_penalty=-1.5)
    assert (await generation(desk, answered))["parameters"] == {"presence_penalty": -1.5}
    desk.body["messages"] = FREE
    assert await desk.varies(said, {"presence_penalty": -1}, {"presence_penalty": 1})
    assert refused(await desk.post(presence_penalty=-2.5)) == 400


@field("reasoning")
async def test_reasoning(desk: Desk) -> None:
    desk.body["model"] = "anthropic/claude-sonnet-4.5"
    high = await desk.post(reasoning={"effort": "high"})
    assert message(high)["reasoning"]
    assert message(high)["reasoning_details"][0]["format"] == "anthropic-claude-v1"
    few = (await desk.post(reasoning={"max_tokens": 5})).body["usage"]["completion_tokens_details"]
    assert 0 < few["reasoning_tokens"] <= 5
    hidden = await desk.post(reasoning={"effort": "high", "exclude": True})
    assert message(hidden)["reasoning"] is None
    assert hidden.body["usage"]["completion_tokens_details"]["reasoning_tokens"] > 0
    assert message(await desk.post(reasoning={"enabled": True}))["reasoning"]
    off = (await desk.post(reasoning={"enabled": False})).body
    assert off["usage"]["completion_tokens_details"]["reasoning_tokens"] == 0
    assert refused(await desk.post(reasoning={"effort": "boundless"})) == 400


@field("response_format")
async def test_response_format(desk: Desk) -> None:
    wanted = {"type": "json_schema", "json_schema": {"name": "place", "strict": True, "schema": CITY}}
    document = json.loads(message(await desk.post(response_format=wanted))["content"])
    assert set(document) == {"city"}
    assert isinstance(json.loads(message(await desk.post(response_format={"type": "json_object"}))["content"]), dict)
    assert refused(await desk.post(response_format={"type": "yaml"})) == 400


@field("seed")
async def test_seed(desk: Desk) -> None:
    desk.body["messages"] = user("Tell me something about rivers and mountains")
    texts = [message(await desk.post(seed=seed))["content"] for seed in (1, 1, 2, 3, 4)]
    assert texts[0] == texts[1]
    assert len(set(texts)) > 1
    assert refused(await desk.post(seed=1.5)) == 400


@field("stop")
async def test_stop(desk: Desk) -> None:
    assert message(await desk.post(stop=" there"))["content"] == "hello"
    assert message(await desk.post(stop=["x", "lo"]))["content"] == "hel"
    assert refused(await desk.post(stop=["a", "b", "c", "d", "e"])) == 400


@field("stream")
async def test_stream(desk: Desk) -> None:
    streamed = await desk.post(stream=True)
    assert streamed.data.startswith(b": OPENROUTER PROCESSING\n\n")
    assert "".join(each["choices"][0]["delta"]["content"] for each in streamed.chunks[:-1]) == "hello there"
    assert streamed.chunks[-1]["usage"]["cost"] > 0
    assert streamed.data.endswith(b"data: [DONE]\n\n")


@field("stream_options")
async def test_stream_options(desk: Desk) -> None:
    """The usage comes whether it is asked for or not."""
    for included in (True, False):
        chunks = (await desk.post(stream=True, stream_options={"include_usage": included})).chunks
        assert [("usage" in each) for each in chunks] == [False] * (len(chunks) - 1) + [True]
    assert refused(await desk.post(stream=True, stream_options={"include_usage": "yes"})) == 400


@field("temperature")
async def test_temperature(desk: Desk) -> None:
    answered = await desk.post(temperature=1.2)
    assert (await generation(desk, answered))["parameters"] == answered.ask.sampling == {"temperature": 1.2}
    desk.body["messages"] = FREE
    assert await desk.varies(said, {"temperature": 0.1}, {"temperature": 1.9})
    assert refused(await desk.post(temperature=2.5)) == 400


@field("parallel_tool_calls")
async def test_parallel_tool_calls(desk: Desk) -> None:
    desk.body |= {
        "messages": user("Get the weather in Paris and get the time in Paris"),
        "tools": [tool("get_weather"), tool("get_time")],
    }
    assert len(message(await desk.post())["tool_calls"]) == 2
    assert len(message(await desk.post(parallel_tool_calls=False))["tool_calls"]) == 1


@field("tool_choice")
async def test_tool_choice(desk: Desk) -> None:
    async def called(choice: Any, text: str) -> bool:
        answered = await desk.post(messages=user(text), tools=[tool("get_weather")], tool_choice=choice)
        return "tool_calls" in message(answered)

    assert not await called("none", "What is the weather in Paris?")
    assert await called("auto", "What is the weather in Paris?")
    assert await called("required", "Hi")
    assert await called({"type": "function", "function": {"name": "get_weather"}}, "Hi")
    assert refused(await desk.post(tools=[tool("f")], tool_choice="perhaps")) == 400


@field("tools")
async def test_tools(desk: Desk) -> None:
    answered = await desk.post(messages=user("What is the weather in Paris?"), tools=[tool("get_weather")])
    (call,) = message(answered)["tool_calls"]
    assert (call["index"], call["function"]) == (0, {"name": "get_weather", "arguments": '{"city":"Paris"}'})
    assert answered.body["choices"][0]["finish_reason"] == "tool_calls"
    assert refused(await desk.post(tools={})) == 400


@field("top_p")
async def test_top_p(desk: Desk) -> None:
    answered = await desk.post(top_p=0.4)
    assert (await generation(desk, answered))["parameters"] == {"top_p": 0.4}
    desk.body["messages"] = FREE
    assert await desk.varies(said, {"top_p": 0.1}, {"top_p": 0.9})
    assert refused(await desk.post(top_p=1.4)) == 400


@field("debug")
async def test_debug(desk: Desk) -> None:
    first = (await desk.post(stream=True, debug={"echo_upstream_body": True})).chunks[0]
    assert first["choices"] == []
    assert first["debug"]["echo_upstream_body"]["messages"] == desk.body["messages"]
    assert "debug" not in (await desk.post(debug={"echo_upstream_body": True})).body


@field("image_config")
async def test_image_config(desk: Desk) -> None:
    async def size(**config: Any) -> tuple[int, int]:
        shown = message(await desk.post(modalities=["image", "text"], image_config=config))["images"][0]
        data = base64.b64decode(shown["image_url"]["url"].partition(",")[2])
        return int.from_bytes(data[16:20], "big"), int.from_bytes(data[20:24], "big")

    assert await size() == (16, 16)
    assert await size(aspect_ratio="16:9") == (16, 9)
    assert await size(aspect_ratio="1:2", image_size="2K") == (16, 32)


@field("modalities")
async def test_modalities(desk: Desk) -> None:
    (image,) = message(await desk.post(modalities=["image", "text"]))["images"]
    assert image["image_url"]["url"].startswith("data:image/png;base64,")
    assert message(await desk.post(modalities=["text", "audio"]))["audio"]["transcript"] == "hello there"
    assert not {"images", "audio"} & set(message(await desk.post(modalities=["text"])))
    streamed = (await desk.post(modalities=["image"], stream=True)).chunks
    assert any("images" in choice["delta"] for each in streamed for choice in each["choices"])
    assert refused(await desk.post(modalities=["smell"])) == 400


@field("cache_control")
async def test_cache_control(desk: Desk) -> None:
    desk.body |= {"model": "anthropic/claude-sonnet-4.5", "messages": user("A long story of rivers. " * 300)}

    async def cached(**change: Any) -> tuple[int, int]:
        details = (await desk.post(**change)).body["usage"]["prompt_tokens_details"]
        return details["cache_write_tokens"], details["cached_tokens"]

    assert await cached() == (0, 0)
    written, read = await cached(cache_control={"type": "ephemeral", "ttl": "1h"})
    assert written > 1_024
    assert read == 0
    assert await cached(cache_control={"type": "ephemeral", "ttl": "1h"}) == (0, written)
    elsewhere = {"model": "openai/gpt-4o", "cache_control": {"type": "ephemeral"}}
    assert await cached(**elsewhere) == await cached(**elsewhere) == (0, 0)
    assert refused(await desk.post(cache_control={"type": "eternal"})) == 400


@field("service_tier")
async def test_service_tier(desk: Desk) -> None:
    assert (await desk.post(service_tier="flex")).body["service_tier"] == "flex"
    assert (await desk.post()).body["service_tier"] == "default"
    assert refused(await desk.post(service_tier="royal")) == 400


@field("answer: id")
async def test_answer_id(desk: Desk) -> None:
    answered = await desk.post()
    assert answered.body["id"].startswith("gen-")
    assert answered.headers["x-generation-id"] == answered.body["id"]


@field("answer: choices")
async def test_answer_choices() -> None:
    turn = Turn((Reasoning("Hm."), Text("One.")))
    desk = Desk(PATH, {"model": "anthropic/claude-sonnet-4.5", "messages": user("Hi")}, says=Answer((turn,)))
    (choice,) = (await desk.post(reasoning={"enabled": True})).body["choices"]
    assert (choice["finish_reason"], choice["native_finish_reason"]) == ("stop", "end_turn")
    assert (choice["message"]["content"], choice["message"]["reasoning"]) == ("One.", "Hm.")


@field("answer: created")
async def test_answer_created(desk: Desk) -> None:
    assert isinstance((await desk.post()).body["created"], int)


@field("answer: model")
async def test_answer_model(desk: Desk) -> None:
    assert (await desk.post(model="openai/gpt-4o:online")).body["model"] == "openai/gpt-4o"


@field("answer: object")
async def test_answer_object(desk: Desk) -> None:
    assert (await desk.post()).body["object"] == "chat.completion"
    assert {each["object"] for each in (await desk.post(stream=True)).chunks} == {"chat.completion.chunk"}


@field("answer: system_fingerprint")
async def test_answer_system_fingerprint(desk: Desk) -> None:
    assert (await desk.post()).body["system_fingerprint"] is None


@field("answer: service_tier")
async def test_answer_service_tier(desk: Desk) -> None:
    assert (await desk.post(stream=True, service_tier="priority")).chunks[-1]["service_tier"] == "priority"


@field("answer: provider")
async def test_answer_provider(desk: Desk) -> None:
    assert (await desk.post(model="google/gemini-2.5-flash")).body["provider"] == "Google"
    assert {each["provider"] for each in (await desk.post(stream=True)).chunks} == {"OpenAI"}


@field("answer: usage")
async def test_answer_usage(desk: Desk) -> None:
    usage = (await desk.post()).body["usage"]
    assert usage["total_tokens"] == usage["prompt_tokens"] + usage["completion_tokens"] > 0
    details = usage["cost_details"]
    parts = details["upstream_inference_prompt_cost"] + details["upstream_inference_completions_cost"]
    assert usage["cost"] == pytest.approx(parts)
    assert usage["cost"] > 0
