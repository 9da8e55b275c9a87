"""`make demo`: the official SDKs against a fresh server, through every shape; one line each, exit 1 on a mismatch."""

import json
import os
import sys
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Literal

from anthropic import Anthropic
from openai import OpenAI
from pydantic import BaseModel, ConfigDict

from tests.child import serving

__all__ = ["main"]

CHAT, RESPONSES, MESSAGES = "gpt-4o-mini", "gpt-5-mini", "claude-haiku-4-5"
HELLO: Any = [{"role": "user", "content": "Tell me in two sentences what a mock server is good for."}]
WEATHER: Any = [{"role": "user", "content": "What is the weather in Paris? Answer in celsius."}]
DINNER: Any = [{"role": "user", "content": "Give me a recipe for a lentil soup for 4."}]
RESULT = "21 degrees and sunny"


class Place(BaseModel):
    """The arguments of the tool that the model may call."""

    model_config = ConfigDict(extra="forbid")
    city: str
    unit: Literal["celsius", "fahrenheit"]


class Recipe(BaseModel):
    """The document that the model is asked for."""

    model_config = ConfigDict(extra="forbid")
    name: str
    servings: int
    vegan: bool
    steps: list[str]


TOOL: dict[str, Any] = {
    "name": "get_weather",
    "description": "The weather of a city.",
    "parameters": Place.model_json_schema(),
}


@dataclass(frozen=True, slots=True)
class Clients:
    openai: OpenAI
    anthropic: Anthropic


class MismatchError(Exception):
    """The server did not do what it promises."""


def expect(held: object, said: str) -> None:
    if not held:
        raise MismatchError(said)


def shown(text: str | None) -> str:
    """A text as it is printed: on one line, cut."""
    expect(text, "there is no text")
    line = " ".join((text or "").split())
    return repr(line if len(line) <= 60 else line[:59] + "…")


def same(streamed: str, plain: str | None, events: int) -> str:
    expect(streamed == plain, f"streamed {streamed!r}, plain {plain!r}")
    return f"{events} events, {shown(streamed)}"


def called(name: str, arguments: str) -> str:
    """What a call is printed as, its arguments being valid and taken from the prompt."""
    expect(name == TOOL["name"], f"called {name}")
    place = Place.model_validate_json(arguments)
    expect((place.city, place.unit) == ("Paris", "celsius"), f"called with {arguments}")
    return f"{name}({place.city}, {place.unit})"


def answered(call: str, text: str | None) -> str:
    expect("21" in (text or ""), f"the text makes nothing of the result: {text!r}")
    return f"{call}, then {shown(text)}"


def cooked(recipe: Recipe | None) -> str:
    expect(recipe is not None, "there is no document")
    return shown(json.dumps(recipe and recipe.model_dump(), ensure_ascii=False))


def chat_plain(to: Clients) -> str:
    done = to.openai.chat.completions.create(model=CHAT, messages=HELLO)
    expect(done.choices[0].finish_reason == "stop", f"finish_reason {done.choices[0].finish_reason}")
    return shown(done.choices[0].message.content)


def chat_streamed(to: Clients) -> str:
    plain = to.openai.chat.completions.create(model=CHAT, messages=HELLO)
    chunks = list(to.openai.chat.completions.create(model=CHAT, messages=HELLO, stream=True))
    text = "".join(choice.delta.content or "" for chunk in chunks for choice in chunk.choices)
    return same(text, plain.choices[0].message.content, len(chunks))


def chat_tools(to: Clients) -> str:
    tools: Any = [{"type": "function", "function": TOOL}]
    first = to.openai.chat.completions.create(model=CHAT, messages=WEATHER, tools=tools)
    call: Any = next(iter(first.choices[0].message.tool_calls or ()), None)
    expect(call, f"no tool was called: {first.choices[0].message}")
    said = called(call.function.name, call.function.arguments)
    asked = first.choices[0].message.model_dump(exclude_none=True)
    loop: Any = [*WEATHER, asked, {"role": "tool", "tool_call_id": call.id, "content": RESULT}]
    last = to.openai.chat.completions.create(model=CHAT, messages=loop, tools=tools)
    return answered(said, last.choices[0].message.content)


def chat_structured(to: Clients) -> str:
    done = to.openai.chat.completions.parse(model=CHAT, messages=DINNER, response_format=Recipe)
    return cooked(done.choices[0].message.parsed)


def responses_plain(to: Clients) -> str:
    done = to.openai.responses.create(model=RESPONSES, input=HELLO)
    expect(done.status == "completed", f"status {done.status}")
    return shown(done.output_text)


def responses_streamed(to: Clients) -> str:
    plain = to.openai.responses.create(model=RESPONSES, input=HELLO)
    events = list(to.openai.responses.create(model=RESPONSES, input=HELLO, stream=True))
    text = "".join(event.delta for event in events if event.type == "response.output_text.delta")
    return same(text, plain.output_text, len(events))


def responses_tools(to: Clients) -> str:
    tools: Any = [{"type": "function", "strict": True, **TOOL}]
    first = to.openai.responses.create(model=RESPONSES, input=WEATHER, tools=tools)
    call: Any = next((item for item in first.output if item.type == "function_call"), None)
    expect(call, f"no tool was called: {first.output}")
    said = called(call.name, call.arguments)
    result: Any = {"type": "function_call_output", "call_id": call.call_id, "output": RESULT}
    last = to.openai.responses.create(model=RESPONSES, input=[result], previous_response_id=first.id, tools=tools)
    return answered(said, last.output_text)


def responses_structured(to: Clients) -> str:
    return cooked(to.openai.responses.parse(model=RESPONSES, input=DINNER, text_format=Recipe).output_parsed)


def written(message: Any) -> str:
    """The text of a message."""
    return "".join(block.text for block in message.content if block.type == "text")


def messages_plain(to: Clients) -> str:
    done = to.anthropic.messages.create(model=MESSAGES, max_tokens=500, messages=HELLO)
    expect(done.stop_reason == "end_turn", f"stop_reason {done.stop_reason}")
    return shown(written(done))


def messages_streamed(to: Clients) -> str:
    plain = to.anthropic.messages.create(model=MESSAGES, max_tokens=500, messages=HELLO)
    events = list(to.anthropic.messages.create(model=MESSAGES, max_tokens=500, messages=HELLO, stream=True))
    deltas = [event.delta for event in events if event.type == "content_block_delta"]
    text = "".join(delta.text for delta in deltas if delta.type == "text_delta")
    return same(text, written(plain), len(events))


def messages_tools(to: Clients) -> str:
    tools: Any = [{"name": TOOL["name"], "description": TOOL["description"], "input_schema": TOOL["parameters"]}]
    first = to.anthropic.messages.create(model=MESSAGES, max_tokens=500, messages=WEATHER, tools=tools)
    call: Any = next((block for block in first.content if block.type == "tool_use"), None)
    expect(call, f"no tool was called: {first.content}")
    said = called(call.name, json.dumps(call.input))
    result = {"type": "tool_result", "tool_use_id": call.id, "content": RESULT}
    loop: Any = [*WEATHER, {"role": "assistant", "content": first.content}, {"role": "user", "content": [result]}]
    last = to.anthropic.messages.create(model=MESSAGES, max_tokens=500, messages=loop, tools=tools)
    return answered(said, written(last))


def messages_structured(to: Clients) -> str:
    done = to.anthropic.messages.parse(model=MESSAGES, max_tokens=500, messages=DINNER, output_format=Recipe)
    return cooked(done.parsed_output)


STEPS: tuple[Callable[[Clients], str], ...] = (
    chat_plain,
    chat_streamed,
    chat_tools,
    chat_structured,
    responses_plain,
    responses_streamed,
    responses_tools,
    responses_structured,
    messages_plain,
    messages_streamed,
    messages_tools,
    messages_structured,
)


def run(step: Callable[[Clients], str], to: Clients) -> bool:
    """Takes one step and prints its line; whether all was as promised."""
    shape, kind = step.__name__.split("_")
    try:
        verdict, said = "ok", step(to)
    except Exception as error:  # noqa: BLE001 - whatever went wrong belongs into the line
        verdict, said = "FAILED", f"{type(error).__name__}: {error}"
    print(f"{shape:<11}{kind:<12}{verdict:<8}{said}")
    return verdict == "ok"


def main() -> int:
    """Runs every step against a fresh server; the exit status."""
    os.environ["NO_PROXY"] = os.environ["no_proxy"] = "127.0.0.1"
    with serving("mockllm", "serve", "--port", "0") as server:
        clients = Clients(
            OpenAI(base_url=f"{server.url}/v1", api_key="sk-demo", max_retries=0, _strict_response_validation=True),
            Anthropic(base_url=server.url, api_key="sk-ant-demo", max_retries=0, _strict_response_validation=True),
        )
        with clients.openai, clients.anthropic:
            done = [run(step, clients) for step in STEPS]
    print(f"{sum(done)} of {len(done)} as promised")
    return 0 if all(done) else 1


if __name__ == "__main__":
    sys.exit(main())
