"""The legal order of a message's events.

Specification: https://platform.claude.com/docs/en/build-with-claude/streaming
"""

import re
from collections.abc import Mapping
from typing import Any

from msgspec import Struct, field

from mockllm.wire import received
from mockllm.wire.findings import Findings
from mockllm.wire.tolerant import integer, mapping, string

__all__ = ["Rule", "faults"]


class Rule(Struct, frozen=True):
    """The deltas of a block, each followed by a space: all of them, and what a token limit may leave of them."""

    whole: re.Pattern[str]
    cut: re.Pattern[str]


def _rule(whole: str, cut: str | None = None) -> Rule:
    return Rule(re.compile(whole), re.compile(whole if cut is None else cut))


NOTHING = _rule("")
INPUT = _rule("(input_json_delta )+", "(input_json_delta )*")
RULES: dict[str, Rule] = {
    "text": _rule("(citations_delta )*(text_delta )*"),
    "thinking": _rule("(thinking_delta )*signature_delta ", "(thinking_delta )*(signature_delta )?"),
    "redacted_thinking": NOTHING,
    "tool_use": INPUT,
    "server_tool_use": INPUT,
    "mcp_tool_use": INPUT,
    "compaction": _rule("compaction_delta "),
    "fallback": NOTHING,
    "container_upload": NOTHING,
}
"""The deltas of each type of block; a result has none, a block of an unknown type any."""

CALLS = frozenset({"tool_use", "server_tool_use", "mcp_tool_use"})
ANY = _rule(r"(\w+ )*")


def faults(stream: bytes) -> list[str]:
    """What is illegal in a stream, a sentence each; nothing where it is as the service writes it."""
    walk = _Walk()
    for name, event in walk.findings.events(stream):
        walk.take(name, event)
    walk.findings.must(walk.ended, "the stream stops here, without `message_stop` or `error`")
    return walk.findings.faults


class _Walk(Struct):
    findings: Findings = field(default_factory=Findings)
    started: bool = False
    closing: bool = False
    """Whether `message_delta` has come."""
    ended: bool = False
    blocks: int = 0
    open: str | None = None
    """The type of the block that is open."""
    deltas: str = ""
    json: str = ""
    half: bool = False
    """Whether the latest block is one that only a token limit leaves so."""
    ids: set[str] = field(default_factory=set)

    def take(self, name: str | None, event: Mapping[str, Any] | str) -> None:
        must = self.findings.must
        if not isinstance(event, Mapping):
            self.findings.add("a message stream has no `[DONE]`")
            return
        kind = string(event.get("type"))
        must(name == kind, f"its name is `{name}`, but its type `{kind}`")
        must(not self.ended, f"`{kind}` comes after the end of the stream")
        must(self.started or kind in {"message_start", "error"}, f"`{kind}` comes before `message_start`")
        step = STEPS.get(kind)
        if must(step is not None, f"`{kind}` is no type of event") and step is not None:
            step(self, event)

    def start(self, event: Mapping[str, Any]) -> None:
        message = mapping(event.get("message"))
        self.findings.must(not self.started, "there is a second `message_start`")
        self.findings.must(string(message.get("id")), "the message has no id")
        self.findings.must(message.get("content") == [], "the message starts with content")
        self.findings.must(message.get("stop_reason") is None, "the message starts with a stop reason")
        self.started = True

    def ping(self, _: Mapping[str, Any]) -> None:
        self.findings.must(not self.closing, "a ping comes after `message_delta`")

    def block_start(self, event: Mapping[str, Any]) -> None:
        block = mapping(event.get("content_block"))
        kind, named = string(block.get("type")), string(block.get("id"))
        self.findings.must(self.open is None, "a block starts while another is open")
        self.findings.must(not self.closing, "a block starts after `message_delta`")
        self.findings.must(not self.half, "the block before this one is incomplete")
        index = integer(event.get("index"))
        self.findings.must(index == self.blocks, f"the block has index {index} where {self.blocks} is next")
        self.findings.must(kind not in CALLS or (named and named not in self.ids), "the call has no id of its own")
        self.ids.add(named)
        self.open, self.deltas, self.json, self.half = kind, "", "", False

    def block_delta(self, event: Mapping[str, Any]) -> None:
        delta = mapping(event.get("delta"))
        if self._within(event):
            self.deltas += string(delta.get("type")) + " "
            self.json += string(delta.get("partial_json"))

    def block_stop(self, event: Mapping[str, Any]) -> None:
        if not self._within(event):
            return
        kind = string(self.open)
        rule = RULES.get(kind, NOTHING if kind.endswith("_result") else ANY)
        self.findings.must(rule.cut.fullmatch(self.deltas), f"the deltas of the `{kind}` block are not in their order")
        self.half = not rule.whole.fullmatch(self.deltas) or not received.is_json(self.json or "{}")
        self.open = None
        self.blocks += 1

    def delta(self, event: Mapping[str, Any]) -> None:
        must, delta = self.findings.must, mapping(event.get("delta"))
        reason, sequence = string(delta.get("stop_reason")), delta.get("stop_sequence")
        must(self.open is None, "`message_delta` comes while a block is open")
        must(not self.closing, "there is a second `message_delta`")
        must(reason, "`message_delta` has no stop reason")
        must((sequence is not None) == (reason == "stop_sequence"), "the stop sequence does not fit the stop reason")
        must(reason == "max_tokens" or not self.half, "the last block is incomplete")
        must(integer(mapping(event.get("usage")).get("output_tokens")) is not None, "the usage has no output tokens")
        self.closing = True

    def stop(self, _: Mapping[str, Any]) -> None:
        self.findings.must(self.closing, "`message_stop` comes before `message_delta`")
        self.ended = True

    def error(self, event: Mapping[str, Any]) -> None:
        self.findings.must(mapping(event.get("error")), "the error says nothing")
        self.ended = True

    def _within(self, event: Mapping[str, Any]) -> bool:
        index = integer(event.get("index"))
        fits = self.open is not None and index == self.blocks
        return self.findings.must(fits, f"no block with index {index} is open")


STEPS = {
    "message_start": _Walk.start,
    "ping": _Walk.ping,
    "content_block_start": _Walk.block_start,
    "content_block_delta": _Walk.block_delta,
    "content_block_stop": _Walk.block_stop,
    "message_delta": _Walk.delta,
    "message_stop": _Walk.stop,
    "error": _Walk.error,
}
