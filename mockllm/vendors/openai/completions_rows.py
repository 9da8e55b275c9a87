"""The checks of POST /v1/completions, the legacy endpoint."""

from collections.abc import Iterator
from typing import Any

from mockllm.ask import Body
from mockllm.checks import About, Check
from mockllm.checks.fields import Walk
from mockllm.checks.scalars import ANYTHING, FLAG, Kind, Null, Number, Text, Whole
from mockllm.checks.shapes import Array, Either, Map, Object
from mockllm.errors import Failure
from mockllm.tokens import count
from mockllm.vendors.brackets import refused, say_older
from mockllm.vendors.openai.chat_rows import model_known, model_named

__all__ = ["ROWS"]

LAST_TOKEN = 100_257
DEFAULT_LIMIT = 16

PROMPT = Array(Either("a string", text=Text(), array=Array(Whole(), wanted="an array of integers"), number=Whole()), 1)
FIELDS: dict[str, Kind] = {
    "prompt": Null(Either("one of a string or array", text=Text(), array=PROMPT)),
    "best_of": Null(Whole(0, 20)),
    "echo": Null(FLAG),
    "frequency_penalty": Null(Number(-2, 2)),
    "logit_bias": Null(Map(Whole(-100, 100))),
    "logprobs": Null(Whole(0, 5)),
    "max_tokens": Null(Whole(0)),
    "n": Null(Whole(1, 128)),
    "presence_penalty": Null(Number(-2, 2)),
    "seed": Null(Whole()),
    "stop": Null(Either("one of a string or array of strings", text=Text(), array=Array(Text(), most=4))),
    "stream": Null(FLAG),
    "stream_options": Null(Object({"include_usage": Null(FLAG), "include_obfuscation": Null(FLAG)}, closed=True)),
    "suffix": Null(Text()),
    "temperature": Null(Number(0, 2)),
    "top_p": Null(Number(0, 1)),
    "user": Null(Text()),
    "model": ANYTHING,
}


def _completes(_: Body, about: About) -> Failure | None:
    if about.model is None or "legacy" in about.model.traits:
        return None
    text = (
        "This is a chat model and not supported in the v1/completions endpoint. "
        "Did you mean to use v1/chat/completions?"
    )
    return Failure("invalid_request", text, param="model", status=404)


def _prompts(body: Body) -> list[Any]:
    prompt = body.get("prompt")
    if isinstance(prompt, list) and not isinstance(prompt[0], int):
        return prompt
    return [prompt if prompt is not None else "<|endoftext|>"]


def _numbers(body: Body) -> Iterator[int]:
    for prompt in _prompts(body):
        if isinstance(prompt, list):
            yield from (each for each in prompt if isinstance(each, int))


def _tokens_known(body: Body, _: About) -> Failure | None:
    for number in _numbers(body):
        if not 0 <= number <= LAST_TOKEN:
            text = f"Invalid token in prompt: {number}. Minimum value is 0, maximum value is {LAST_TOKEN} (inclusive)."
            return refused(text)
    return None


def _size(prompt: Any, room: int) -> int:
    # A token is at least one character: what is no longer than the room need not be counted.
    if isinstance(prompt, str) and len(prompt) > room:
        return count(prompt)
    return len(prompt) if isinstance(prompt, str | list) else 1


def _fits(body: Body, about: About) -> Failure | None:
    if about.model is None:
        return None
    limit, wanted = about.model.context, body.get("max_tokens")
    wanted = DEFAULT_LIMIT if wanted is None else wanted
    for prompt in _prompts(body):
        size = _size(prompt, limit - wanted)
        if size + wanted > limit:
            text = (
                f"This model's maximum context length is {limit} tokens, however you requested {size + wanted} tokens "
                f"({size} in your prompt; {wanted} for the completion). Please reduce your prompt; or completion "
                "length."
            )
            return refused(text, code="context_length_exceeded")
    return None


def _stream_options(body: Body, _: About) -> Failure | None:
    if body.get("stream_options") is None or body.get("stream"):
        return None
    text = "The 'stream_options' parameter is only allowed when 'stream' is enabled."
    return refused(text, "stream_options")


ROWS: tuple[Check, ...] = (
    model_named,
    model_known,
    Walk(Object(FIELDS, closed=True), say_older),
    _completes,
    _stream_options,
    _tokens_known,
    _fits,
)
