"""The legal order of a response's events.

Specification: https://platform.openai.com/docs/api-reference/responses-streaming
"""

import re
from collections.abc import Mapping
from typing import Any

from msgspec import Struct, field

from mockllm.wire.findings import Findings
from mockllm.wire.responses.assemble import NESTED, PARTS, WHOLE, Assembly, Nested
from mockllm.wire.tolerant import integer, items, mapping, string

__all__ = ["faults"]


def _rule(order: str) -> re.Pattern[str]:
    return re.compile(order.replace(".", r"\."))


def _hosted(kind: str, middle: str, end: str = "completed") -> re.Pattern[str]:
    return _rule(f"{kind}.in_progress {middle}{kind}.{end} ")


CONTENT = (
    "(content_part.added ("
    "(output_text.delta |output_text.annotation.added )*output_text.done |"
    "(refusal.delta )*refusal.done |"
    "(reasoning_text.delta )*reasoning_text.done "
    ")content_part.done )*"
)
SUMMARY = (
    "(reasoning_summary_part.added (reasoning_summary_text.delta )*reasoning_summary_text.done "
    "reasoning_summary_part.done )*"
)
RULES: dict[str, re.Pattern[str]] = {
    "message": _rule(CONTENT),
    "reasoning": _rule(f"{SUMMARY}{CONTENT}|{CONTENT}{SUMMARY}"),
    "function_call": _rule("(function_call_arguments.delta )*function_call_arguments.done "),
    "custom_tool_call": _rule("(custom_tool_call_input.delta )*custom_tool_call_input.done "),
    "web_search_call": _hosted("web_search_call", "web_search_call.searching "),
    "file_search_call": _hosted("file_search_call", "file_search_call.searching "),
    "code_interpreter_call": _hosted(
        "code_interpreter_call",
        "(code_interpreter_call_code.delta )*code_interpreter_call_code.done code_interpreter_call.interpreting ",
    ),
    "image_generation_call": _hosted(
        "image_generation_call", "image_generation_call.generating (image_generation_call.partial_image )*"
    ),
    "mcp_call": _hosted("mcp_call", "(mcp_call_arguments.delta )*mcp_call_arguments.done ", "(completed|failed)"),
    "mcp_list_tools": _hosted("mcp_list_tools", "", "(completed|failed)"),
    "compaction": _rule(""),
    "tool_search_call": _rule(""),
    "tool_search_output": _rule(""),
}
"""The events inside each type of item, each followed by a space; an item of an unknown type may have any."""

ANY = re.compile(r"(\S+ )*")
KEPT = ("id", "type", "call_id", "name")
"""What an item repeats when it is done."""

ENDS = {"response.completed": "completed", "response.incomplete": "incomplete", "response.failed": "failed"}


def faults(stream: bytes) -> list[str]:
    """What is illegal in a stream, a sentence each; nothing where it is as the service writes it."""
    walk = _Walk()
    for name, event in walk.findings.events(stream):
        walk.take(name, event)
    walk.findings.must(walk.stage in {"ended", "done"}, "the stream stops here, without its last event")
    return walk.findings.faults


class _Walk(Struct):
    findings: Findings = field(default_factory=Findings)
    assembly: Assembly = field(default_factory=Assembly)
    stage: str = ""
    """How far the response is: created, queued, in_progress, error, ended, and done after a `[DONE]`."""
    id: str = ""
    number: int | None = None
    nameless: bool = False
    open: Mapping[str, Any] | None = None
    """The item that is open, as it was added."""
    inside: str = ""
    """The events of the item that is open."""
    done: list[tuple[str, str]] = field(default_factory=list)
    """The ids and types of the items that are done."""

    def take(self, name: str | None, event: Mapping[str, Any] | str) -> None:
        must = self.findings.must
        if not isinstance(event, Mapping):
            must(self.stage == "ended", "`[DONE]` comes before the response has ended")
            self.stage = "done"
            return
        kind = string(event.get("type"))
        if not self.stage:
            self.nameless = name is None
            self.number = integer(event.get("sequence_number"))
        must(name == (None if self.nameless else kind), f"its name is `{name}`, but its type `{kind}`")
        must(self.stage not in {"ended", "done"}, f"`{kind}` comes after the end of the response")
        self._count(event)
        if kind in STAGES:
            self._advance(kind, event)
        elif kind == "error":
            must(self.stage not in {"", "error"}, "an error has no place here")
            self.stage = "error"
        elif kind != "keepalive":
            must(
                self.stage == "in_progress", f"`{kind}` has no place while the response is `{self.stage or 'not yet'}`"
            )
            self._inside(kind, event)
        else:
            must(self.stage, "a keepalive comes before the response")

    def _count(self, event: Mapping[str, Any]) -> None:
        got = integer(event.get("sequence_number"))
        wanted = "no number" if self.number is None else self.number
        told = "no number" if got is None else got
        self.findings.must(got == self.number, f"its sequence number is {told} where {wanted} is next")
        if self.number is not None:
            self.number += 1

    def _advance(self, kind: str, event: Mapping[str, Any]) -> None:
        before, after = STAGES[kind]
        told = mapping(event.get("response"))
        self.findings.must(
            self.stage in before, f"`{kind}` has no place while the response is `{self.stage or 'not yet'}`"
        )
        self.id = self.id or string(told.get("id"))
        self.findings.must(told.get("id") == self.id, "the id of the response changes")
        if after == "ended":
            self.findings.must(told.get("status") == ENDS[kind], f"the status is `{told.get('status')}`")
            self.findings.must(
                self.open is None or kind == "response.failed", "the response ends while an item is open"
            )
            shown = [(string(item.get("id")), string(item.get("type"))) for item in items(told.get("output"))]
            self.findings.must(shown == self.done or kind == "response.failed", "its output is not what was streamed")
        self.stage = after

    def _inside(self, kind: str, event: Mapping[str, Any]) -> None:
        if kind == "response.output_item.added":
            self._added(event)
            self.assembly.take(event)
        elif "output_index" in event and self._placed(event):
            if kind == "response.output_item.done":
                self._finished(event)
            else:
                self._piece(kind, event)
            self.assembly.take(event)

    def _added(self, event: Mapping[str, Any]) -> None:
        index, item = integer(event.get("output_index")), mapping(event.get("item"))
        self.findings.must(self.open is None, "an item is added while another is open")
        self.findings.must(index == len(self.done), f"the item has index {index} where {len(self.done)} is next")
        named = string(item.get("id"))
        self.findings.must(named and named not in {known for known, _ in self.done}, "the item has no id of its own")
        self.open, self.inside = item, ""

    def _placed(self, event: Mapping[str, Any]) -> bool:
        index, must = integer(event.get("output_index")), self.findings.must
        if self.open is None or index != len(self.done):
            return must(holds=False, otherwise=f"no item with index {index} is open")
        named = event.get("item_id", self.open.get("id"))
        return must(named == self.open.get("id"), f"its item id is {named}, not that of item {index}")

    def _piece(self, kind: str, event: Mapping[str, Any]) -> None:
        self.inside += kind.removeprefix("response.") + " "
        stem, _, what = kind.rpartition(".")
        if stem in WHOLE and what == "done":
            told = self.assembly.item(event).get(WHOLE[stem], "")
            self.findings.must(event.get(WHOLE[stem]) == told, "its text is not that of the deltas before it")
        elif stem in PARTS:
            self._part(PARTS[stem], what, event)
        elif stem in NESTED:
            self._text(NESTED[stem], what, event)
        elif stem == "response.output_text.annotation":
            noted = self._open_part(NESTED["response.output_text"], event).get("annotations", [])
            self.findings.must(event.get("annotation_index") == len(noted), "the annotation is not the next one")

    def _part(self, where: Nested, what: str, event: Mapping[str, Any]) -> None:
        if what == "added":
            known = len(items(self.assembly.item(event).get(where.within)))
            self.findings.must(event.get(where.index) == known, f"the part is not number {known}, the next one")
            return
        before, after = self._open_part(where, event), mapping(event.get("part"))
        same = all(before.get(key) == after.get(key) for key in ("type", "text", "refusal"))
        noted = len(items(before.get("annotations"))) == len(items(after.get("annotations")))
        self.findings.must(same and noted, "the part is not what was streamed")

    def _text(self, where: Nested, what: str, event: Mapping[str, Any]) -> None:
        part = self._open_part(where, event)
        if self.findings.must(where.field in part, "it does not fit the type of its part") and what == "done":
            same = part.get(where.field) == event.get(where.field)
            self.findings.must(same, "its text is not that of the deltas before it")

    def _open_part(self, where: Nested, event: Mapping[str, Any]) -> Mapping[str, Any]:
        last = len(items(self.assembly.item(event).get(where.within))) - 1
        self.findings.must(event.get(where.index) == last, f"it is about part {event.get(where.index)}, not {last}")
        return self.assembly.part(event, where)

    def _finished(self, event: Mapping[str, Any]) -> None:
        item, added, known = mapping(event.get("item")), mapping(self.open), self.assembly.item(event)
        for key in KEPT:
            self.findings.must(item.get(key) == added.get(key), f"the item's `{key}` changes")
        kind = string(item.get("type"))
        in_order = RULES.get(kind, ANY).fullmatch(self.inside)
        self.findings.must(in_order, f"the events of the `{kind}` item are not in their order: {self.inside.strip()}")
        for key in ("content", "summary", *sorted(set(WHOLE.values()))):
            self.findings.must(
                _texts(item.get(key)) == _texts(known.get(key)), f"the item's `{key}` is not what was streamed"
            )
        self.done.append((string(item.get("id")), kind))
        self.open = None


STAGES: dict[str, tuple[set[str], str]] = {
    "response.created": ({""}, "created"),
    "response.queued": ({"created"}, "queued"),
    "response.in_progress": ({"created", "queued"}, "in_progress"),
    "response.completed": ({"in_progress"}, "ended"),
    "response.incomplete": ({"in_progress"}, "ended"),
    "response.failed": ({"created", "queued", "in_progress", "error"}, "ended"),
}
"""Where the events of the response itself may come, and how far it is then."""


def _texts(value: Any) -> Any:
    """What a field says: the texts of its parts, or the text that it is."""
    if isinstance(value, list):
        return [(part.get("type"), part.get("text"), part.get("refusal")) for part in items(value)]
    return value if isinstance(value, str) else ""
