"""The official SDKs behind one face: ask, hear, hand in results; in any shape, sync or async, plain or streamed."""

import asyncio
import inspect
import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import anthropic
import openai

__all__ = ["EVERY_WAY", "SHAPES", "Agent", "Call", "Heard", "Way", "client_of"]

Json = dict[str, Any]
MODELS = {"chat": "gpt-4o", "responses": "gpt-4o", "messages": "claude-opus-4-8"}
SHAPES = tuple(MODELS)


@dataclass(frozen=True)
class Call:
    """A tool call as the SDK gives it."""

    id: str
    name: str
    arguments: Json


@dataclass(frozen=True)
class Heard:
    """What an SDK understood of an answer."""

    text: str
    calls: tuple[Call, ...] = ()
    refused: bool = False
    entries: tuple[Json, ...] = ()
    """The answer as the next request repeats it."""


@dataclass(frozen=True)
class Way:
    """One way to drive a server."""

    shape: str
    sync: bool
    stream: bool

    def __str__(self) -> str:
        return f"{self.shape}-{'sync' if self.sync else 'async'}-{'stream' if self.stream else 'plain'}"


EVERY_WAY = [Way(shape, sync, stream) for shape in SHAPES for sync in (True, False) for stream in (True, False)]


def client_of(way: Way, url: str, **options: Any) -> Any:
    """The SDK's client for a way; it reads no certificates, which takes longer than a request."""
    kit: Any = anthropic if way.shape == "messages" else openai
    http: Any = kit.DefaultHttpxClient if way.sync else kit.DefaultAsyncHttpxClient
    options["http_client"] = http(verify=False)
    if way.shape == "messages":
        made = anthropic.Anthropic if way.sync else anthropic.AsyncAnthropic
        return made(base_url=url, api_key="sk-ant-test", **options)
    if way.sync:
        return openai.OpenAI(base_url=f"{url}/v1", api_key="sk-test", **options)
    return openai.AsyncOpenAI(base_url=f"{url}/v1", api_key="sk-test", **options)


@dataclass
class Agent:
    """A conversation with a model through an SDK, and the tools that it may call."""

    way: Way
    client: Any
    system: str = ""
    tools: Sequence[Json] = ()
    schema: Json | None = None
    history: list[Json] = field(default_factory=list)

    async def say(self, user: str) -> Heard:
        """Ask something and hear the answer."""
        self.history.append({"role": "user", "content": user})
        return await self.hear()

    async def hear(self) -> Heard:
        """Hear what the model says next."""
        heard = READ[self.way.shape](await self._answered(PARAMS[self.way.shape](self)))
        self.history.extend(heard.entries)
        return heard

    async def hand_in(self, results: Mapping[str, str]) -> Heard:
        """Hand in the results of calls by id and hear the answer."""
        self.history.extend(RESULTS[self.way.shape](results))
        return await self.hear()

    async def run(self, user: str, do: Callable[[Call], str]) -> tuple[str, list[Call]]:
        """Ask, do what tools are called for, and come back with the last text and all calls."""
        called: list[Call] = []
        heard = await self.say(user)
        while heard.calls:
            called += heard.calls
            heard = await self.hand_in({call.id: do(call) for call in heard.calls})
        return heard.text, called

    async def _answered(self, params: Json) -> Any:
        resource = {"chat": "chat.completions", "responses": "responses", "messages": "messages"}[self.way.shape]
        target = self.client
        for name in resource.split("."):
            target = getattr(target, name)
        final = FINAL[self.way.shape]
        if self.way.sync:
            return await asyncio.to_thread(_streamed, target, final, params, stream=self.way.stream)
        if self.way.stream:
            async with target.stream(**params) as stream:
                return await getattr(stream, final)()
        made = target.create(**params)
        return await made if inspect.isawaitable(made) else made


FINAL = {"chat": "get_final_completion", "responses": "get_final_response", "messages": "get_final_message"}


def _streamed(target: Any, final: str, params: Json, *, stream: bool) -> Any:
    if not stream:
        return target.create(**params)
    with target.stream(**params) as events:
        return getattr(events, final)()


def _chat(agent: Agent) -> Json:
    system = [{"role": "system", "content": agent.system}] if agent.system else []
    params: Json = {"model": MODELS["chat"], "messages": [*system, *agent.history]}
    if agent.tools:
        params["tools"] = [{"type": "function", "function": tool} for tool in agent.tools]
    if agent.schema is not None:
        inner = {"name": "answer", "schema": agent.schema, "strict": True}
        params["response_format"] = {"type": "json_schema", "json_schema": inner}
    return params


def _responses(agent: Agent) -> Json:
    params: Json = {"model": MODELS["responses"], "input": agent.history}
    if agent.system:
        params["instructions"] = agent.system
    if agent.tools:
        params["tools"] = [{"type": "function", "strict": False, **tool} for tool in agent.tools]
    if agent.schema is not None:
        params["text"] = {"format": {"type": "json_schema", "name": "answer", "schema": agent.schema, "strict": True}}
    return params


def _messages(agent: Agent) -> Json:
    params: Json = {"model": MODELS["messages"], "max_tokens": 1_000, "messages": agent.history}
    if agent.system:
        params["system"] = agent.system
    if agent.tools:
        params["tools"] = [
            {"name": tool["name"], "description": tool["description"], "input_schema": tool["parameters"]}
            for tool in agent.tools
        ]
    if agent.schema is not None:
        params["output_config"] = {"format": {"type": "json_schema", "schema": agent.schema}}
    return params


PARAMS: Mapping[str, Callable[[Agent], Json]] = {"chat": _chat, "responses": _responses, "messages": _messages}


def _read_chat(completion: Any) -> Heard:
    message = completion.choices[0].message
    calls = tuple(
        Call(call.id, call.function.name, json.loads(call.function.arguments)) for call in message.tool_calls or ()
    )
    entry: Json = {"role": "assistant", "content": message.content or message.refusal}
    if calls:
        entry["tool_calls"] = [
            {
                "id": call.id,
                "type": "function",
                "function": {"name": call.name, "arguments": json.dumps(call.arguments)},
            }
            for call in calls
        ]
    return Heard(message.content or message.refusal or "", calls, bool(message.refusal), (entry,))


def _read_responses(response: Any) -> Heard:
    calls, refused, texts, entries = [], False, [], []
    for item in response.output:
        if item.type == "function_call":
            calls.append(Call(item.call_id, item.name, json.loads(item.arguments)))
            entries.append(
                {"type": "function_call", "call_id": item.call_id, "name": item.name, "arguments": item.arguments}
            )
        elif item.type == "message":
            for part in item.content:
                refused = refused or part.type == "refusal"
                texts.append(part.refusal if part.type == "refusal" else part.text)
            entries.append({"role": "assistant", "content": "".join(texts)})
    return Heard("".join(texts), tuple(calls), refused, tuple(entries))


def _read_messages(message: Any) -> Heard:
    calls = tuple(Call(block.id, block.name, block.input) for block in message.content if block.type == "tool_use")
    text = "".join(block.text for block in message.content if block.type == "text")
    content: list[Json] = [{"type": "text", "text": text}] if text else []
    content += [{"type": "tool_use", "id": call.id, "name": call.name, "input": call.arguments} for call in calls]
    return Heard(text, calls, message.stop_reason == "refusal", ({"role": "assistant", "content": content},))


READ: Mapping[str, Callable[[Any], Heard]] = {
    "chat": _read_chat,
    "responses": _read_responses,
    "messages": _read_messages,
}

RESULTS: Mapping[str, Callable[[Mapping[str, str]], list[Json]]] = {
    "chat": lambda results: [
        {"role": "tool", "tool_call_id": call_id, "content": text} for call_id, text in results.items()
    ],
    "responses": lambda results: [
        {"type": "function_call_output", "call_id": call_id, "output": text} for call_id, text in results.items()
    ],
    "messages": lambda results: [
        {
            "role": "user",
            "content": [
                {"type": "tool_result", "tool_use_id": call_id, "content": text} for call_id, text in results.items()
            ],
        }
    ],
}
