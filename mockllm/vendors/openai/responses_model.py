"""What a model cannot do with a parameter of the Responses API that is otherwise well-formed."""

import re
from collections.abc import Iterator, Mapping
from typing import Any

from msgspec import Struct

from mockllm.ask import Body, Model
from mockllm.checks import About
from mockllm.checks.prompt import length_beyond
from mockllm.errors import Failure
from mockllm.vendors.brackets import listed, refused
from mockllm.vendors.chat_kinds import EFFORTS

__all__ = ["OnlyDefault", "context_fits", "effort_known", "encrypted", "files_readable", "logprobs", "reasons"]

_ENDINGS = ".aac .aiff .avi .flac .m4a .mkv .mov .mp3 .mp4 .mpeg .oga .ogg .opus .wav .webm"
HEARD = tuple(_ENDINGS.split())
"""Endings of sounds and films, which no model reads as a file."""


def _quiet(body: Body, model: Model) -> bool:
    effort = (body.get("reasoning") or {}).get("effort")
    if effort is None:
        return not model.reasoning or "effort_none_default" in model.traits
    return not model.reasoning or effort == "none"


class OnlyDefault(Struct, frozen=True):
    """A number that reasoning models take at its default only, unless they do not reason."""

    name: str
    default: float

    def __call__(self, body: Body, about: About) -> Failure | None:
        """The refusal, where the model reasons and the value differs."""
        value = body.get(self.name)
        if value is None or value == self.default or about.model is None or _quiet(body, about.model):
            return None
        return refused(f"Unsupported parameter: '{self.name}' is not supported with this model.", self.name)


def reasons(body: Body, about: About) -> Failure | None:
    """Reasoning is only asked of models that reason."""
    wanted, model = body.get("reasoning"), about.model
    if not wanted or model is None or model.reasoning:
        return None
    for name in ("effort", "summary"):
        if wanted.get(name) is not None:
            text = f"Unsupported parameter: 'reasoning.{name}' is not supported with this model."
            return refused(text, f"reasoning.{name}", "unsupported_parameter")
    return None


def effort_known(body: Body, about: About) -> Failure | None:
    """The reasoning effort is one that the model has."""
    effort, model = (body.get("reasoning") or {}).get("effort"), about.model
    if not isinstance(effort, str) or model is None:
        return None
    own = tuple(each for each in EFFORTS if f"effort_{each}" in model.traits)
    if effort in own or not own:
        return None
    text = (
        f"Unsupported value: '{effort}' is not supported with the '{model.id}' model. "
        f"Supported values are: {listed(own)}."
    )
    return refused(text, "reasoning.effort", "unsupported_value")


def logprobs(body: Body, about: About) -> Failure | None:
    """Log probabilities are only asked of models that do not reason."""
    if about.model is None or _quiet(body, about.model):
        return None
    text = "logprobs are not supported with reasoning models."
    if "message.output_text.logprobs" in (body.get("include") or ()):
        return refused(text, "include", "unsupported_parameter")
    return refused(text, "top_logprobs", "unsupported_parameter") if body.get("top_logprobs") else None


def encrypted(body: Body, about: About) -> Failure | None:
    """Encrypted reasoning is only asked of models that reason."""
    if about.model is None or about.model.reasoning:
        return None
    if "reasoning.encrypted_content" not in (body.get("include") or ()):
        return None
    return refused("Encrypted content is not supported with this model.", "include")


def context_fits(body: Body, about: About) -> Failure | None:
    """The input fits into the model's context window, unless the service may shorten it."""
    if about.model is None or body.get("truncation") == "auto":
        return None
    if length_beyond([body.get("instructions"), body.get("input")], about.model.context) is None:
        return None
    text = "Your input exceeds the context window of this model. Please adjust your input and try again."
    return refused(text, "input", "context_length_exceeded")


def _files(body: Body) -> Iterator[Mapping[str, Any]]:
    for item in body["input"] if isinstance(body.get("input"), list) else ():
        for parts in (item.get("content"), item.get("output")):
            yield from (part for part in parts if part.get("type") == "input_file") if isinstance(parts, list) else ()


def files_readable(body: Body, _: About) -> Failure | None:
    """No file is of a kind that cannot be read, as far as its URL tells: it is not fetched."""
    for each in _files(body):
        path = re.split("[?#]", each.get("file_url") or "")[0]
        if path.lower().endswith(HEARD):
            text = "The file type you uploaded is not supported. Please try again with a pdf"
            return refused(text, "input", "unsupported_file")
    return None
