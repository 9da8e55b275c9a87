"""Records the cassettes of this project anew: `python -m tests.cassettes`.

mockllm stands for the real services, at the pace of one, and mockllm records it.
"""

import asyncio
import json
import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import aiohttp
from msgspec.structs import replace

from mockllm.api import Config, build
from mockllm.cassette.exchange import Exchange, Request, Response
from mockllm.cassette.redact import Redactor
from mockllm.cassette.shapes import turns_of
from mockllm.engine.settings import Settings
from mockllm.exchange import Pace
from mockllm.proxy.source import UpstreamSource
from mockllm.proxy.targets import Targets
from mockllm.recorder import Keeping, Recorder
from mockllm.server.run import Running, start
from mockllm.turn import ToolCall, calls

__all__ = ["FOLDER", "NAMES", "record"]

FOLDER = Path(__file__).parent.parent / "cassettes"
HOST = "https://mockllm.example"
PACE = Settings(pace=Pace(ttft=0.04, tps=400))
HEADERS = {"authorization": "Bearer sk-test-0123456789abcdef", "anthropic-version": "2023-06-01", "user-agent": "tests"}
QUESTION = "Why is the sky blue?"
TOOL = {
    "type": "function",
    "function": {
        "name": "get_weather",
        "description": "The weather in a city.",
        "parameters": {"type": "object", "properties": {"city": {"type": "string"}}, "required": ["city"]},
    },
}
Ask = Callable[[str, dict[str, Any]], Any]


async def _chat(ask: Ask) -> None:
    await ask("/v1/chat/completions", _chat_body([{"role": "user", "content": QUESTION}]))


async def _responses(ask: Ask) -> None:
    await ask("/v1/responses", {"model": "gpt-5", "input": QUESTION, "stream": True})


async def _messages(ask: Ask) -> None:
    body = {"model": "claude-sonnet-4-5", "max_tokens": 200, "stream": True}
    await ask("/v1/messages", {**body, "messages": [{"role": "user", "content": QUESTION}]})


async def _tool_loop(ask: Ask) -> None:
    asked: list[dict[str, Any]] = [{"role": "user", "content": "What is the weather in Paris?"}]
    call: ToolCall = await ask("/v1/chat/completions", {**_chat_body(asked), "tools": [TOOL]})
    function = {"name": call.name, "arguments": call.arguments}
    asked += [
        {"role": "assistant", "tool_calls": [{"id": call.id, "type": "function", "function": function}]},
        {"role": "tool", "tool_call_id": call.id, "content": json.dumps({"degrees": 18, "sky": "clear"})},
    ]
    await ask("/v1/chat/completions", {**_chat_body(asked), "tools": [TOOL]})


def _chat_body(messages: list[dict[str, Any]]) -> dict[str, Any]:
    return {"model": "gpt-4o", "messages": messages, "stream": True, "stream_options": {"include_usage": True}}


NAMES = {"chat": _chat, "messages": _messages, "responses": _responses, "tool-loop": _tool_loop}


def _at_home(exchange: Exchange) -> Exchange:
    """The exchange with an address that does not change from run to run."""
    uri = exchange.request.uri
    return replace(exchange, request=replace(exchange.request, uri=HOST + uri[uri.index("/", len("http://")) :]))


async def record(name: str, path: Path) -> None:
    """Write one of the cassettes."""
    upstream = await start(build(Config(PACE)), "127.0.0.1", 0)
    recorder = Recorder(path, Keeping("all", redact=Redactor(hook=_at_home)))
    source = UpstreamSource(Targets(every=upstream.url), recorder)
    proxy = await start(build(Config(sources=[source], on_miss="error")), "127.0.0.1", 0)
    try:
        await NAMES[name](_asker(proxy))
    finally:
        await source.close()
        await recorder.close()
        await proxy.stop()
        await upstream.stop()


def _asker(proxy: Running) -> Ask:
    async def ask(path: str, body: dict[str, Any]) -> ToolCall | None:
        """Ask, read the stream to its end, and give the call in it."""
        async with (
            aiohttp.ClientSession(headers=HEADERS) as client,
            client.post(proxy.url + path, json=body) as response,
        ):
            read = await response.read()
        turn = turns_of(_answered(path, read))[0]
        return next(iter(calls(turn)), None)

    return ask


def _answered(path: str, body: bytes) -> Exchange:
    return Exchange(Request("POST", path), Response(200, "", (("content-type", "text/event-stream"),), body))


def main() -> None:
    """Write all cassettes, each in place of the one before."""
    FOLDER.mkdir(exist_ok=True)
    with tempfile.TemporaryDirectory() as folder:
        for name in NAMES:
            made = Path(folder) / f"{name}.yaml"
            asyncio.run(record(name, made))
            (FOLDER / made.name).write_bytes(made.read_bytes())


if __name__ == "__main__":
    main()
