"""The vocabulary of scenarios: every key, the values it takes, and what it means.

The JSON schema, the loader, the linter and the documentation all come from these tables.
"""

from typing import Any, get_args

from msgspec import Struct

from mockllm.errors import NEUTRAL
from mockllm.turn import Stop

__all__ = ["DEFAULT_LANE", "FAULTS", "PART_WORDS", "TABLES", "Key", "Words"]

DEFAULT_LANE = "default"
"""The lane of turns that are written without one: it takes every request that no other lane claims."""


class Key(Struct, frozen=True):
    """A key: the JSON schema of its value, what it means, and whether it must be there."""

    schema: dict[str, Any]
    about: str
    required: bool = False


Words = dict[str, Key]

TEXT = {"type": "string"}
FLAG = {"type": "boolean"}
ANYTHING: dict[str, Any] = {}
COUNT = {"type": "integer", "minimum": 0}
ONE_UP = {"type": "integer", "minimum": 1}
SECONDS = {"type": "number", "minimum": 0, "maximum": 86_400}
STATUS = {"type": "integer", "minimum": 400, "maximum": 599}
NAMES = {"anyOf": [TEXT, {"type": "array", "items": TEXT, "minItems": 1}]}
HEADERS = {"type": "object", "additionalProperties": {"anyOf": [TEXT, {"type": "number"}]}}
OBJECTS = {"type": "array", "items": {"type": "object"}}


def _ref(name: str) -> dict[str, Any]:
    return {"$ref": f"#/$defs/{name}"}


def _or_text(name: str) -> dict[str, Any]:
    return {"anyOf": [TEXT, _ref(name)]}


def _list(items: dict[str, Any]) -> dict[str, Any]:
    return {"type": "array", "items": items}


def _map(values: dict[str, Any]) -> dict[str, Any]:
    return {"type": "object", "additionalProperties": values}


def _enum(*values: str) -> dict[str, Any]:
    return {"type": "string", "enum": list(values)}


DOCUMENT: Words = {
    "mockllm": Key({"const": 1}, "the version of this format; a file starts with it"),
    "tools": Key({"anyOf": [TEXT, OBJECTS]}, "tool definitions in any shape, or a JSON file of them: calls must fit"),
    "lanes": Key(_map(_ref("lane")), "lanes by name, each with its condition; the first that matches owns the request"),
    "turns": Key(
        {"anyOf": [_list(_ref("turn")), _map(_list(_ref("turn")))]},
        "the turns of each lane, in order; a bare list is for requests that no lane claims",
    ),
    "rules": Key(_list(_ref("rule")), "answers to whatever matches them, tried in order after the turns"),
}

CONDITION: Words = {
    "vendor": Key(NAMES, "who is asked, as a glob, or a list of globs: openai, anthropic, openrouter, ..."),
    "shape": Key(NAMES, "the wire shape: chat, responses, messages or (legacy) completions"),
    "model": Key(NAMES, "the model name as sent, as a glob or a list of globs"),
    "system": Key(TEXT, "all system text: a part of it, or a /regular expression/"),
    "user": Key(TEXT, "the last user text: a part of it, or a /regular expression/ whose named groups replies may use"),
    "tools": Key(
        {"anyOf": [TEXT, _list(TEXT), _map(FLAG)]}, "tools that must be on offer (globs), or a map to true or false"
    ),
    "results": Key(
        {"anyOf": [TEXT, _list(TEXT), _map(TEXT)]},
        "tool results since the last answer, in any order: a text in any of them, names, or a map of names to texts",
    ),
    "turn": Key({"anyOf": [ONE_UP, _ref("range")]}, "which turn of the conversation: the assistant messages plus one"),
    "images": Key({"anyOf": [COUNT, _ref("range")]}, "how many images the conversation holds"),
    "format": Key(
        {"anyOf": [_enum("text", "json_object", "json_schema"), _ref("format")]}, "the wanted form of the answer"
    ),
    "headers": Key(_map(TEXT), "request headers: a part of the value, or a /regular expression/"),
    "body": Key(_map(ANYTHING), "fields of the raw body by JSON path: an equal value, or a /regular expression/"),
}

PART: Words = {
    "say": Key(TEXT, "text; a template over the request"),
    "cite": Key(_list(_ref("citation")), "sources that this `say` quotes"),
    "think": Key(_or_text("think"), "reasoning before the answer"),
    "call": Key(
        {"anyOf": [TEXT, _ref("calls"), {"type": "array", "items": {"anyOf": [TEXT, _ref("calls")]}}]},
        "tool calls: a name, a map of names to arguments, or a list of these; a string argument is sent as it is",
    ),
    "id": Key(TEXT, "the id of the one `call` beside it; else one is made up"),
    "json": Key(ANYTHING, "a JSON document, sent as text"),
    "refuse": Key(_or_text("refuse"), "a refusal"),
    "raw": Key(_map({"type": "object"}), "a part in the words of one shape, by shape; the others leave it out"),
}

PART_WORDS = ("think", "say", "json", "refuse", "call", "raw")
"""The words that make a part, in the order in which those of one reply are said."""

REPLY: Words = {
    **PART,
    "parts": Key(_list(_or_text("part")), "several parts in their own order, instead of the words above"),
    "choices": Key({**_list(_ref("choice")), "minItems": 1}, "an answer each, where the request asks for n of them"),
    "fail": Key({"anyOf": [_enum(*NEUTRAL), _ref("fail")]}, "an error instead of an answer, or in the middle of it"),
    "stop": Key(_enum(*get_args(Stop)), "why the answer ends; else what follows from its parts"),
    "stop_sequence": Key(TEXT, "the stop sequence that was met"),
    "usage": Key(_ref("usage"), "token counts; else they are counted"),
    "model": Key(TEXT, "the model that the answer names"),
    "headers": Key(HEADERS, "response headers, added or replaced"),
    "pace": Key(_ref("pace"), "how the answer is spread over time"),
    "deltas": Key(
        {"anyOf": [_enum("token", "word", "whole"), ONE_UP]}, "how text is cut into events; a number is in characters"
    ),
    "chunks": Key({"anyOf": [_enum("event", "byte"), ONE_UP]}, "how the stream is cut into HTTP chunks; or in bytes"),
    "hold_after": Key({"type": "string", "minLength": 1}, "the stream stops after this text until it is released"),
    "incomplete": Key(_ref("incomplete"), "the answer ends early, as by a token limit"),
    "cut": Key(_ref("cut"), "the connection ends early"),
    "stall": Key(_ref("stall"), "the stream stands still"),
    "malformed": Key(_ref("malformed"), "an event whose JSON is broken"),
    "split": Key(_ref("split"), "an event in two chunks, split inside a UTF-8 character if it has one"),
    "drop": Key(_enum("terminal", "done"), "the event that ends the answer, or `[DONE]`, is missing"),
    "duplicate": Key(_ref("duplicate"), "an event comes twice"),
    "keepalive": Key(_ref("keepalive"), "comments between the events"),
    "check_tools": Key(FLAG, "false lets calls pass that the offered tools do not allow"),
    "template": Key(FLAG, "false sends braces as they are"),
}

FAULTS = ("malformed", "duplicate", "drop", "split", "keepalive", "stall", "cut")
"""The words that are faults of the stream, in the order in which they are applied."""

AFTER: Words = {
    "after_events": Key(COUNT, "after so many events"),
    "after_tokens": Key(COUNT, "after so many tokens"),
}
AFTER_BYTES: Words = {**AFTER, "after_bytes": Key(COUNT, "after so many bytes of the body")}
AT: Words = {"at_event": Key(COUNT, "which event, the first is 0")}

TABLES: dict[str, Words] = {
    "document": DOCUMENT,
    "condition": CONDITION,
    "lane": {
        **CONDITION,
        "per": Key(_enum("session", "conversation"), "one queue for the session, or one for each conversation"),
    },
    "turn": {"expect": Key(_ref("condition"), "what the request must be like, else it is not this turn"), **REPLY},
    "rule": {
        "when": Key(_ref("condition"), "which requests it answers"),
        "times": Key(ONE_UP, "how often in a session; else without end"),
        **REPLY,
    },
    "part": PART,
    "choice": {
        **PART,
        **{key: REPLY[key] for key in ("parts", "stop", "stop_sequence", "usage", "deltas")},
    },
    "range": {"min": Key(COUNT, "at least"), "max": Key(COUNT, "at most")},
    "format": {"name": Key(TEXT, "the name of the wanted schema, as a glob", required=True)},
    "citation": {
        "url": Key(TEXT, "the address of the source", required=True),
        "title": Key(TEXT, "its title"),
        "quote": Key(TEXT, "the words of the text that it stands for; else all of it"),
    },
    "think": {
        "text": Key(TEXT, "the thought"),
        "summary": Key(_list(TEXT), "the parts of its summary"),
        "signature": Key(TEXT, "its signature; else one is made up"),
        "redacted": Key(FLAG, "true hides the text"),
    },
    "refuse": {
        "text": Key(TEXT, "what is said", required=True),
        "category": Key(TEXT, "the classifier's word for it"),
    },
    "fail": {
        "kind": Key(_enum(*NEUTRAL), "which failure", required=True),
        "message": Key(TEXT, "its text; else the vendor's own"),
        "status": Key(STATUS, "the HTTP status; else the vendor's own"),
        "type": Key(TEXT, "the type in the error body"),
        "code": Key(TEXT, "the code in the error body"),
        "param": Key(TEXT, "the parameter in the error body"),
        "body": Key(ANYTHING, "the whole error body instead"),
        "headers": Key(HEADERS, "headers such as retry-after"),
        "first": Key(ONE_UP, "only the first so many requests fail; then the rest of the reply is said"),
        "rate": Key({"type": "number", "minimum": 0, "maximum": 1}, "fail only this share of requests, by the seed"),
        "form": Key(
            _enum("error", "failed", "usage"),
            "in a Responses stream: an `error` event or `response.failed`; in OpenRouter's chat: on the `usage`",
        ),
        **AFTER,
    },
    "usage": {
        "input": Key(COUNT, "tokens of the prompt"),
        "output": Key(COUNT, "tokens of the answer"),
        "reasoning": Key(COUNT, "the part of output that was reasoning"),
        "cached": Key(COUNT, "the part of input that was read from the cache"),
        "written": Key(COUNT, "the part of input that was written to the cache"),
        "written_1h": Key(COUNT, "the part of `written` that is kept for an hour"),
    },
    "pace": {
        "ttft": Key(SECONDS, "seconds to the first token"),
        "tps": Key({"type": "number", "minimum": 0}, "tokens per second; 0 is at once"),
        "jitter": Key(
            {**_list({"type": "number", "minimum": 0}), "minItems": 3, "maxItems": 3},
            "the 50th, 90th and 99th percentile of a factor on each wait",
        ),
    },
    "incomplete": {
        "after_tokens": Key(COUNT, "how many tokens are said", required=True),
        "reason": Key(_enum("length", "content_filter"), "why it ends; else length"),
    },
    "cut": {**AFTER_BYTES, "how": Key(_enum("fin", "reset"), "an early end or a reset; else fin")},
    "stall": {**AFTER_BYTES, "seconds": Key(SECONDS, "for how long; else until released or the client leaves")},
    "malformed": AT,
    "split": AT,
    "duplicate": AT,
    "keepalive": {
        "every": Key(ONE_UP, "before every so many events; else before each"),
        "text": Key({"type": "string", "maxLength": 1000}, "the text of the comment; else keepalive"),
    },
}
