"""The checks of Prediction Guard's three shapes: documented types and ranges, told in one string."""

from mockllm.ask import Body
from mockllm.checks import About, Check
from mockllm.checks.fields import Walk
from mockllm.checks.findings import BadSize, Finding, Missing, Problem, WrongType
from mockllm.checks.scalars import ANYTHING, FLAG, Kind, Null, Number, OneOf, Text, Whole
from mockllm.checks.shapes import Array, Either, Object, Tagged
from mockllm.errors import Failure
from mockllm.vendors.brackets import say
from mockllm.vendors.chat_kinds import TOOL_MODES, enum
from mockllm.vendors.offered import choice_offered, name_of
from mockllm.wire.tolerant import items, mapping

__all__ = ["CHAT_ROWS", "COMPLETIONS_ROWS", "REPLACE", "ROWS", "told"]

MISSING = "required fields are missing"


def _nothing(problem: Problem) -> bool:
    """Whether a field was as good as absent: null or empty. Only required fields do not take null."""
    if isinstance(problem, WrongType):
        return problem.value is None
    return isinstance(problem, BadSize) and problem.low


def told(finding: Finding) -> Failure:
    """The failure for a finding: a message and nothing else."""
    if isinstance(finding.problem, Missing) or (len(finding.path) == 1 and _nothing(finding.problem)):
        return Failure("invalid_request", MISSING)
    return Failure("invalid_request", say(finding).message)


REPLACE = enum("random", "fake", "category", "mask")
_INPUT_GUARD: dict[str, Kind] = {
    "block_prompt_injection": Null(FLAG),
    "pii": enum("block", "replace"),
    "pii_replace_method": REPLACE,
    "entity_list": Null(Array(Text())),
}
_OUTPUT_GUARD: dict[str, Kind] = {"factuality": Null(FLAG), "toxicity": Null(FLAG)}
PART = Tagged(
    {
        "input_text": Object({"text": Text()}, ("text",)),
        "output_text": Object({"text": Text()}, ("text",)),
        "input_image": Object({"image_url": Text(1), "detail": Null(Text())}, ("image_url",)),
    }
)
CONTENT = Either("one of a string or array of objects", text=Text(), array=Array(PART), object=PART)
MESSAGE = Object({"role": OneOf(("user", "assistant", "system", "developer")), "content": CONTENT}, ("role", "content"))
ITEM = Tagged({"message": MESSAGE}, absent=MESSAGE, other=ANYTHING)
"""A message, or whatever else an answer holds: calls of tools and what came of them."""
TOOL = Tagged(
    {
        "function": Object({"name": Null(Text()), "parameters": Null(Object({})), "function": Null(Object({}))}),
        "mcp": Object({"server_label": Text(), "server_url": Null(Text())}, ("server_label",)),
    }
)
TOOL_CHOICE = Either("one of 'none', 'auto', or 'required' or object", text=enum(*TOOL_MODES), object=Object({}))
_SHARED: dict[str, Kind] = {
    "model": Text(1),
    "parallel_tool_calls": Null(FLAG),
    "temperature": Null(Number(0, 2)),
    "tool_choice": Null(TOOL_CHOICE),
    "tools": Null(Array(TOOL)),
    "top_p": Null(Number(0, 1)),
    "stream": Null(FLAG),
    "stream_options": Null(Object({})),
}
RESPONSES: dict[str, Kind] = {
    **_SHARED,
    "input": Either("one of a string or array of objects", text=Text(1), array=Array(ITEM, 1)),
    "instructions": Null(Text()),
    "max_output_tokens": Null(Whole(1)),
    "max_tool_calls": Null(Whole(0)),
    "reasoning": Null(Object({"effort": enum("low", "medium", "high")})),
    "safeguards": Null(Object({**_INPUT_GUARD, **_OUTPUT_GUARD})),
}
CHAT: dict[str, Kind] = {
    **_SHARED,
    "messages": Either("one of a string or array of objects", text=Text(1), array=Array(ANYTHING, 1)),
    "max_completion_tokens": Null(Whole(1)),
    "max_tokens": Null(Whole(1)),
    "input": Null(Object(_INPUT_GUARD)),
    "output": Null(Object(_OUTPUT_GUARD)),
}
COMPLETIONS: dict[str, Kind] = {
    **{name: _SHARED[name] for name in ("model", "temperature", "top_p", "stream")},
    "prompt": Either("one of a string or array of strings", text=Text(), array=Array(Text(), 1)),
    "echo": Null(FLAG),
    "max_tokens": Null(Whole(1)),
    "input": Null(Object(_INPUT_GUARD)),
    "output": Null(Object(_OUTPUT_GUARD)),
}


def _named(body: Body, _: About) -> Failure | None:
    """A function has a name, beside its type or within `function`."""
    specs = [*items(body.get("tools")), mapping(body.get("tool_choice"))]
    unnamed = any(spec.get("type") == "function" and not name_of(spec) for spec in specs)
    return Failure("invalid_request", MISSING) if unnamed else None


def _offered(body: Body, about: About) -> Failure | None:
    failure = choice_offered(body, about)
    return None if failure is None else Failure("invalid_request", failure.message)


def _whole(body: Body, _: About) -> Failure | None:
    if body.get("stream"):
        return Failure("invalid_request", "streaming is not currently supported")
    return None


ROWS: tuple[Check, ...] = (Walk(Object(RESPONSES, ("model", "input")), told), _named, _offered, _whole)
"""Those of POST /responses; null counts as not given, as its client sends it."""
CHAT_ROWS: tuple[Check, ...] = (Walk(Object(CHAT, ("model", "messages")), told), _named, _offered)
"""Those of POST /chat/completions."""
COMPLETIONS_ROWS: tuple[Check, ...] = (Walk(Object(COMPLETIONS, ("model", "prompt")), told),)
"""Those of POST /completions."""
