"""The legal order of a chat completion's chunks.

Specification: https://platform.openai.com/docs/api-reference/chat/streaming
"""

from collections.abc import Mapping
from typing import Any

from msgspec import Struct, field

from mockllm.wire import received
from mockllm.wire.findings import Findings
from mockllm.wire.tolerant import integer, items, mapping, string

__all__ = ["faults"]

SAME = ("id", "object", "created", "model", "service_tier", "system_fingerprint")
EVERYWHERE = ("usage", "obfuscation")
"""Keys that are on all chunks or on none."""


def faults(stream: bytes) -> list[str]:
    """What is illegal in a stream, a sentence each; nothing where it is as the service writes it."""
    walk = _Walk()
    for _, event in walk.findings.events(stream):
        walk.take(event)
    walk.finish()
    return walk.findings.faults


class _Choice(Struct):
    """What one choice has said so far."""

    texts: list[str] = field(default_factory=list)
    """The arguments of its calls, in order."""
    customs: list[bool] = field(default_factory=list)
    old: bool = False
    finished: str | None = None


class _Walk(Struct):
    findings: Findings = field(default_factory=Findings)
    first: Mapping[str, Any] | None = None
    choices: dict[int, _Choice] = field(default_factory=dict)
    ids: set[str] = field(default_factory=set)
    used: bool = False
    failed: bool = False
    done: bool = False

    def take(self, event: Mapping[str, Any] | str) -> None:
        must = self.findings.must
        must(not self.done, "it comes after `[DONE]`")
        if not isinstance(event, Mapping):
            self.done = True
            return
        must(not self.failed, "it comes after the error")
        if event.get("error"):
            self.failed = True
            return
        dressed = "provider" in event
        must(not self.used or "moderation" in event, "it comes after the usage")
        self._identity(event, dressed=dressed)
        for choice in items(event.get("choices")):
            self._choice(choice, dressed=dressed)
        if must(isinstance(event.get("choices"), list), "the chunk has no choices") and mapping(event.get("usage")):
            self.used = True
            must(dressed or not event["choices"], "the usage comes with choices")

    def finish(self) -> None:
        """Look at what must have come by the end."""
        if self.failed:
            return
        self.findings.must(self.done, "the stream stops here, without `[DONE]`")
        for index, choice in sorted(self.choices.items()):
            self.findings.must(choice.finished, f"choice {index} has no finish reason")
        self.findings.must(self.choices, "the stream has no choice")
        promised = self.first is not None and "usage" in self.first
        self.findings.must(self.used or not promised, "the usage that the chunks promise does not come")

    def _identity(self, chunk: Mapping[str, Any], *, dressed: bool) -> None:
        if "prompt_filter_results" in chunk and not items(chunk.get("choices")):
            return  # Azure tells of its filter before the completion has a name.
        if self.first is None:
            self.first = chunk
            self.findings.must(chunk.get("object") == "chat.completion.chunk", "its object is no chunk")
        for key in SAME if not dressed else SAME[:3]:
            self.findings.must(chunk.get(key) == self.first.get(key), f"its `{key}` is not that of the first chunk")
        for key in EVERYWHERE if not dressed else ():
            self.findings.must((key in chunk) == (key in self.first), f"`{key}` is not on all chunks")

    def _choice(self, choice: Mapping[str, Any], *, dressed: bool) -> None:
        index, delta = integer(choice.get("index")), mapping(choice.get("delta"))
        if not self.findings.must(index is not None, "a choice has no index"):
            return
        known = self.choices.get(index or 0)
        if known is None:
            known = self.choices[index or 0] = _Choice()
            self.findings.must(string(delta.get("role")), f"choice {index} does not begin with its role")
        else:
            self.findings.must(dressed or "role" not in delta, f"choice {index} tells its role again")
        same = choice.get("finish_reason") in (None, known.finished)
        again = dressed and same and not delta.get("content") and not delta.get("tool_calls")
        self.findings.must(not known.finished or again, f"choice {index} goes on after its finish reason")
        for call in items(delta.get("tool_calls")):
            self._call(known, call)
        self._old_call(known, mapping(delta.get("function_call")))
        if choice.get("finish_reason"):
            self._finished(known, string(choice.get("finish_reason")), f"choice {index}")

    def _call(self, choice: _Choice, call: Mapping[str, Any]) -> None:
        must, index, named = self.findings.must, integer(call.get("index")), string(call.get("id"))
        custom = "custom" in call
        inner = mapping(call.get("custom" if custom else "function"))
        if named:
            must(named not in self.ids, f"another call has the id {named}")
            must(index == len(choice.texts), f"a call begins at index {index} where {len(choice.texts)} is next")
            must(string(inner.get("name")), f"call {index} has no name")
            self.ids.add(named)
            choice.texts.append("")
            choice.customs.append(custom)
        elif not must(choice.texts and index == len(choice.texts) - 1, f"call {index} is not the one that is open"):
            return
        choice.texts[-1] += string(inner.get("input" if custom else "arguments"))

    def _old_call(self, choice: _Choice, call: Mapping[str, Any]) -> None:
        if not call:
            return
        if "name" in call:
            self.findings.must(not choice.texts, "the function is named again")
            choice.old = True
            choice.texts.append("")
            choice.customs.append(False)
        elif not self.findings.must(choice.old, "the function's arguments come before its name"):
            return
        choice.texts[-1] += string(call.get("arguments"))

    def _finished(self, choice: _Choice, reason: str, who: str) -> None:
        must = self.findings.must
        choice.finished = reason
        must(choice.texts or reason not in {"tool_calls", "function_call"}, f"{who} ends for calls, and has none")
        for number, (text, custom) in enumerate(zip(choice.texts, choice.customs, strict=True)):
            whole = custom or reason in {"length", "content_filter"} or received.is_json(text)
            must(whole, f"the arguments of call {number} of {who} are not JSON")
