"""The table of turns that every shape must say, and the requests that ask for them."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from mockllm.turn import Citation, Json, Passage, Reasoning, Refusal, Text, ToolCall, Turn

__all__ = ["CASES", "REQUESTS", "Case"]

More = Mapping[str, Mapping[str, Any]]
ALL = frozenset({"chat", "responses", "messages"})
CITY = {
    "type": "object",
    "properties": {"city": {"type": "string"}},
    "required": ["city"],
    "additionalProperties": False,
}
JOKE = {
    "type": "object",
    "properties": {"setup": {"type": "string"}, "punchline": {"type": "string"}},
    "required": ["setup", "punchline"],
    "additionalProperties": False,
}
THOUGHT = Reasoning("Rain is likely, so an umbrella is wise.", ("Thinking of rain.", "An umbrella it is."))


@dataclass(frozen=True)
class Case:
    """Turns to be said, and what the request must hold for them; `only` names the shapes that can."""

    turns: tuple[Turn, ...]
    only: frozenset[str] = ALL
    tools: bool = False
    more: Mapping[str, Mapping[str, Any]] = field(default_factory=dict)
    """Further fields of the request, by shape."""
    thinks: bool = False


def _turn(*parts: Any, **fields: Any) -> tuple[Turn, ...]:
    return (Turn(parts, **fields),)


def _cites(passage: Passage) -> Text:
    return Text(passage.text, passages=(passage,))


PASSAGES = (
    Passage("Rain. ", "character", 0, 9, 15, "weather.txt"),
    Passage("Snow. ", "page", 1, 2, 3),
    Passage("Hail.", "block", 2, 0, 1, "T"),
    Passage("Fog.", "result", 0, 1, 2, "Fog", "https://example.com/fog"),
)
SUMMARY: More = {"responses": {"reasoning": {"effort": "high", "summary": "detailed"}}}
SCHEMA: More = {
    "chat": {
        "response_format": {"type": "json_schema", "json_schema": {"name": "joke", "schema": JOKE, "strict": True}}
    },
    "responses": {"text": {"format": {"type": "json_schema", "name": "joke", "schema": JOKE, "strict": True}}},
    "messages": {"output_config": {"format": {"type": "json_schema", "schema": JOKE}}},
}
SCORES: More = {
    "chat": {"logprobs": True, "top_logprobs": 2},
    "responses": {"include": ["message.output_text.logprobs"], "top_logprobs": 2},
}
OPEN: More = {
    "chat": {"stream_options": {"include_obfuscation": False}},
    "responses": {"stream_options": {"include_obfuscation": False}},
}
OPENAI = frozenset({"chat", "responses"})

CASES: dict[str, Case] = {
    "text": Case(_turn(Text("It rains in Paris."))),
    "empty": Case(_turn(Text(""))),
    "unicode": Case(_turn(Text("Zürich: 東京 naïve “quotes” 👩‍💻 done."))),
    "call": Case(_turn(ToolCall("get_weather", '{"city":"Paris"}')), tools=True),
    "calls": Case(
        _turn(ToolCall("get_weather", '{"city":"Paris"}'), ToolCall("get_weather", '{"city":"Rome"}')), tools=True
    ),
    "bare-call": Case(_turn(ToolCall("get_time", "{}")), tools=True),
    "text-call": Case(_turn(Text("Let me look."), ToolCall("get_weather", '{"city":"Köln"}')), tools=True),
    "reasoning": Case(_turn(THOUGHT, Text("Take an umbrella.")), thinks=True),
    "reasoning-summary": Case(
        _turn(THOUGHT, Text("Take one.")), only=frozenset({"responses"}), more=SUMMARY, thinks=True
    ),
    "reasoning-encrypted": Case(
        _turn(THOUGHT, Text("Take one.")),
        only=frozenset({"responses"}),
        more={"responses": {"store": False, "include": ["reasoning.encrypted_content"]}},
        thinks=True,
    ),
    "reasoning-call": Case(_turn(THOUGHT, ToolCall("get_weather", '{"city":"Paris"}')), tools=True, thinks=True),
    "redacted": Case(_turn(Reasoning(redacted=True), Text("Take one.")), only=frozenset({"messages"}), thinks=True),
    "refusal": Case(_turn(Refusal("I can't help with that.", "cyber"))),
    "json": Case(_turn(Json('{"setup":"Knock, knock.","punchline":"Nobody."}')), more=SCHEMA),
    "length": Case(_turn(Text("It rains and rains and"), stop="length")),
    "cut-call": Case(_turn(ToolCall("get_weather", '{"city":"Pa'), stop="length"), tools=True),
    "stop-sequence": Case(
        _turn(Text("It rains in "), stop="stop_sequence", stop_sequence="Paris"),
        more={"chat": {"stop": "Paris"}, "messages": {"stop_sequences": ["Paris"]}},
    ),
    "several": Case(
        (*_turn(Text("Heads it is.")), *_turn(Text("Tails."))), only=frozenset({"chat"}), more={"chat": {"n": 2}}
    ),
    "logprobs": Case(_turn(Text("Yes, 東.")), only=OPENAI, more=SCORES),
    "refusal-logprobs": Case(_turn(Refusal("No.")), only=frozenset({"chat"}), more=SCORES),
    "custom-tool": Case(
        _turn(ToolCall("run_code", "print('hi')", custom=True)),
        only=OPENAI,
        more={
            "chat": {"tools": [{"type": "custom", "custom": {"name": "run_code"}}]},
            "responses": {"tools": [{"type": "custom", "name": "run_code"}]},
        },
    ),
    "legacy-function": Case(
        _turn(ToolCall("get_weather", '{"city":"Paris"}')),
        only=frozenset({"chat"}),
        more={"chat": {"functions": [{"name": "get_weather", "parameters": CITY}]}},
    ),
    "usage": Case(
        _turn(Text("Counted.")), only=frozenset({"chat"}), more={"chat": {"stream_options": {"include_usage": True}}}
    ),
    "usage-calls": Case(
        _turn(ToolCall("get_weather", '{"city":"Paris"}'), ToolCall("get_time", "{}")),
        only=frozenset({"chat"}),
        tools=True,
        more={"chat": {"stream_options": {"include_usage": True}}},
    ),
    "plain-chunks": Case(_turn(Text("In the open.")), only=OPENAI, more=OPEN),
    "citation": Case(_turn(Text("Rain, they say.", (Citation("https://example.com/rain", "Rain", 0, 4),)))),
    "passages": Case(_turn(Text("It rains."), *map(_cites, PASSAGES)), only=frozenset({"messages"})),
    "words": Case(_turn(Text("Cut in words."), deltas="word")),
}

PROMPT = "What is the weather in Paris?"


def _chat(case: Case, more: Mapping[str, Any]) -> dict[str, Any]:
    body: dict[str, Any] = {
        "model": "gpt-5-mini" if case.thinks else "gpt-4o-mini",
        "messages": [{"role": "user", "content": PROMPT}],
    }
    if case.tools:
        body["tools"] = [
            {"type": "function", "function": {"name": "get_weather", "parameters": CITY}},
            {"type": "function", "function": {"name": "get_time"}},
        ]
    return body | dict(more)


def _responses(case: Case, more: Mapping[str, Any]) -> dict[str, Any]:
    body: dict[str, Any] = {"model": "gpt-5-mini" if case.thinks else "gpt-4o-mini", "input": PROMPT}
    if case.tools:
        body["tools"] = [
            {"type": "function", "name": "get_weather", "parameters": CITY},
            {
                "type": "function",
                "name": "get_time",
                "parameters": {"type": "object", "properties": {}},
                "strict": False,
            },
        ]
    return body | dict(more)


def _messages(case: Case, more: Mapping[str, Any]) -> dict[str, Any]:
    body: dict[str, Any] = {
        "model": "claude-haiku-4-5",
        "max_tokens": 2048,
        "messages": [{"role": "user", "content": PROMPT}],
    }
    if case.tools:
        body["tools"] = [
            {"name": "get_weather", "input_schema": CITY},
            {"name": "get_time", "input_schema": {"type": "object"}},
        ]
    if case.thinks:
        body["thinking"] = {"type": "enabled", "budget_tokens": 1024}
    return body | dict(more)


REQUESTS: dict[str, Callable[[Case, Mapping[str, Any]], dict[str, Any]]] = {
    "chat": _chat,
    "responses": _responses,
    "messages": _messages,
}
