"""The checks of OpenRouter's Chat Completions: documented types and limits; unknown fields pass, as they do there."""

from mockllm.ask import Body
from mockllm.checks import About, Check
from mockllm.checks.fields import Walk
from mockllm.checks.scalars import ANYTHING, FLAG, Kind, Null, Number, OneOf, Text, Whole
from mockllm.checks.shapes import Array, Either, Map, Object, Tagged
from mockllm.errors import Failure
from mockllm.vendors.brackets import refused, say
from mockllm.vendors.chat_kinds import EFFORTS, FUNCTION, METADATA, NAME, NAMED, PENALTY, SEEN, STOP, TOOL_MODES, enum
from mockllm.vendors.kinds import Options
from mockllm.vendors.offered import choice_offered
from mockllm.vendors.openrouter.providers import candidates, find

__all__ = ["CHAT_ROWS", "FIELDS", "PLUGINS", "PROVIDER", "models_known"]

_TEXTS = Null(Array(Text()))
SORTS = ("price", "throughput", "latency", "exacto")
QUANTIZATIONS = (
    "int4", "int8", "fp4", "mxfp4", "nvfp4", "fp6", "fp8", "mxfp8", "fp16", "bf16", "fp32", "unknown",
)  # fmt: skip
_CUTOFF = Null(Either("one of a number or object", number=Number(0), object=Map(Null(Number(0)))))
PROVIDER = Object(
    {
        "order": _TEXTS,
        "only": _TEXTS,
        "ignore": _TEXTS,
        "allow_fallbacks": Null(FLAG),
        "require_parameters": Null(FLAG),
        "data_collection": enum("deny", "allow"),
        "zdr": Null(FLAG),
        "sort": Null(
            Either(
                "one of a string or object",
                text=OneOf(SORTS),
                object=Object({"by": enum(*SORTS), "partition": enum("model", "none")}),
            )
        ),
        "quantizations": Null(Array(OneOf(QUANTIZATIONS))),
        "max_price": Null(Map(Null(Either("one of a string or number", text=Text(), number=Number())))),
        "preferred_min_throughput": _CUTOFF,
        "preferred_max_latency": _CUTOFF,
        "options": Null(Object({})),
        "enforce_distillable_text": Null(FLAG),
    },
    closed=True,
)
"""The one closed object of a request."""

_VIDEO = Object({"url": Text(1)}, ("url",))
PART = Tagged(
    {
        **SEEN,
        "input_audio": Object(
            {"input_audio": Object({"data": Text(), "format": Text()}, ("data", "format"))}, ("input_audio",)
        ),
        "video_url": Object({"video_url": _VIDEO}, ("video_url",)),
        "input_video": Object({"video_url": _VIDEO}, ("video_url",)),
        "file": Object(
            {"file": Object({"filename": Null(Text()), "file_data": Null(Text()), "file_id": Null(Text())})}, ("file",)
        ),
    }
)
CONTENT = Null(Either("one of a string or array of objects", text=Text(), array=Array(PART)))
_SAID: dict[str, Kind] = {"content": CONTENT, "name": Null(Text())}
CALL = Object({"id": Text(), "function": Null(Object({"name": Text(), "arguments": Text()}, ("name",)))}, ("id",))
MESSAGE = Tagged(
    {
        "system": Object(_SAID),
        "developer": Object(_SAID),
        "user": Object(_SAID),
        "assistant": Object(
            {**_SAID, "tool_calls": Null(Array(CALL)), "reasoning": Null(Text()), "reasoning_details": Null(Array())}
        ),
        "tool": Object({**_SAID, "tool_call_id": Text()}, ("tool_call_id",)),
    },
    key="role",
)
TOOL = Tagged(
    {"function": Object({"function": FUNCTION}, ("function",))}, other=Object({"parameters": Null(Object({}))})
)
"""Functions; the others are tools of OpenRouter's own, of which there are always more."""
TOOL_CHOICE = Either(
    "one of 'none', 'auto', or 'required' or object",
    text=OneOf(TOOL_MODES),
    object=Tagged({"function": Object({"function": NAMED}, ("function",))}, other=ANYTHING),
)
SCHEMA = Object({"name": NAME, "schema": Null(Object({})), "strict": Null(FLAG)}, ("name",))
FORMAT = Tagged(
    {
        "text": Object({}),
        "json_object": Object({}),
        "json_schema": Object({"json_schema": SCHEMA}, ("json_schema",)),
        "grammar": Object({"grammar": Text()}, ("grammar",)),
        "python": Object({}),
    }
)
REASONING = Object(
    {
        "effort": enum(*EFFORTS),
        "max_tokens": Null(Whole(1)),
        "exclude": Null(FLAG),
        "enabled": Null(FLAG),
        "summary": enum("auto", "concise", "detailed"),
    }
)
TRACE = Object(
    {name: Null(Text()) for name in ("trace_id", "trace_name", "span_name", "generation_name", "parent_span_id")}
)
PLUGINS = Null(
    Array(
        Tagged(
            {
                "web": Object(
                    {
                        "enabled": Null(FLAG),
                        "engine": enum("native", "exa", "firecrawl", "parallel", "perplexity"),
                        "max_results": Null(Whole()),
                        "max_uses": Null(Whole()),
                        "search_prompt": Null(Text()),
                        "include_domains": _TEXTS,
                        "exclude_domains": _TEXTS,
                    }
                ),
                "file-parser": Object({"enabled": Null(FLAG), "pdf": Null(Object({"engine": Null(Text())}))}),
            },
            key="id",
            other=Object({"enabled": Null(FLAG)}),
        )
    )
)
"""Those that an answer shows; of the others only whether they are switched on."""
_IMAGE = Either("one of a string, number, or array", text=Text(), number=Number(), array=Array())

FIELDS: dict[str, Kind] = {
    "messages": Array(MESSAGE, 1),
    "model": Null(Text(1)),
    "models": Null(Array(Text(1))),
    "provider": Null(PROVIDER),
    "plugins": PLUGINS,
    "user": Null(Text()),
    "session_id": Null(Text(most=256)),
    "trace": Null(TRACE),
    "metadata": METADATA,
    "frequency_penalty": PENALTY,
    "presence_penalty": PENALTY,
    "repetition_penalty": Null(Number(0, 2)),
    "logit_bias": Null(Map(Number())),
    "logprobs": Null(FLAG),
    "top_logprobs": Null(Whole(0, 20)),
    "max_completion_tokens": Null(Whole(1)),
    "max_tokens": Null(Whole(1)),
    "min_p": Null(Number(0, 1)),
    "top_a": Null(Number(0, 1)),
    "top_k": Null(Whole(0)),
    "top_p": Null(Number(0, 1)),
    "temperature": Null(Number(0, 2)),
    "seed": Null(Whole()),
    "stop": STOP,
    "stream": Null(FLAG),
    "stream_options": Null(Object({"include_usage": Null(FLAG)})),
    "reasoning": Null(REASONING),
    "reasoning_effort": enum(*EFFORTS),
    "include_reasoning": Null(FLAG),
    "response_format": Null(FORMAT),
    "tools": Null(Array(TOOL)),
    "tool_choice": Null(TOOL_CHOICE),
    "parallel_tool_calls": Null(FLAG),
    "debug": Null(Object({"echo_upstream_body": Null(FLAG)})),
    "image_config": Null(Map(_IMAGE)),
    "modalities": Null(Array(OneOf(("text", "image", "audio")))),
    "cache_control": Null(Object({"type": OneOf(("ephemeral",)), "ttl": enum("5m", "1h")}, ("type",))),
    "service_tier": enum("auto", "default", "fast", "flex", "priority", "scale", "ultrafast"),
    "verbosity": enum("low", "medium", "high", "xhigh", "max"),
    "prompt_cache_key": Null(Text()),
    "usage": Null(Object({"include": Null(FLAG)})),
    "route": enum("fallback", "sort"),
    "transforms": Null(Array(Text())),
    "prompt": Null(Text()),
}
"""The documented fields; what else is sent, the real service ignores."""


def _talks(body: Body, _: About) -> Failure | None:
    if "messages" in body or isinstance(body.get("prompt"), str):
        return None
    return refused('Input required: specify "prompt" or "messages"')


def models_known(body: Body, about: About) -> Failure | None:
    """The failure for the first name that is no model's, or None."""
    if "model" in about.allow:
        return None
    for name in candidates(body):
        if find(name, Options()) is None:
            return Failure("model_not_found", f"{name} is not a valid model ID", status=400)
    return None


def _efforts_agree(body: Body, _: About) -> Failure | None:
    inner, outer = (body.get("reasoning") or {}).get("effort"), body.get("reasoning_effort")
    if inner is None or outer is None or inner == outer:
        return None
    return refused("'reasoning_effort' and 'reasoning.effort' must not disagree.", "reasoning_effort")


CHAT_ROWS: tuple[Check, ...] = (_talks, Walk(Object(FIELDS), say), models_known, _efforts_agree, choice_offered)
"""Those of POST /api/v1/chat/completions."""
