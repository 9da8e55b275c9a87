"""What a model cannot do with a parameter of Chat Completions that is otherwise well-formed."""

from collections.abc import Callable

from msgspec import Struct

from mockllm.ask import Body, Model
from mockllm.checks import About
from mockllm.errors import Failure
from mockllm.vendors.brackets import listed, refused
from mockllm.vendors.chat_kinds import EFFORTS

__all__ = [
    "AtMost",
    "OnlyDefault",
    "Unsupported",
    "effort_known",
    "quiet",
    "retention",
    "roles_known",
    "tier",
    "tools_quiet",
]


def quiet(body: Body, model: Model) -> bool:
    """Whether the model answers without reasoning: it has none, or the request or the model's default says none."""
    effort = body.get("reasoning_effort")
    if effort is None:
        return not model.reasoning or "effort_none_default" in model.traits
    return not model.reasoning or effort == "none"


class Unsupported(Struct, frozen=True):
    """A parameter that reasoning models refuse; `always` even when they do not reason. `hint` ends the message."""

    name: str
    always: bool = True
    hint: str = ""
    given: Callable[[object], bool] = lambda value: value is not None

    def __call__(self, body: Body, about: About) -> Failure | None:
        """The refusal, where the model reasons and the parameter is given."""
        model = about.model
        if model is None or not model.reasoning or not self.given(body.get(self.name)):
            return None
        if not self.always and quiet(body, model):
            return None
        message = f"Unsupported parameter: '{self.name}' is not supported with this model.{self.hint}"
        return refused(message, self.name, "unsupported_parameter")


class OnlyDefault(Struct, frozen=True):
    """A number that reasoning models take at its default only, unless they do not reason."""

    name: str
    default: float = 1

    def __call__(self, body: Body, about: About) -> Failure | None:
        """The refusal, where the model reasons and the value differs."""
        value = body.get(self.name)
        if about.model is None or value is None or value == self.default or quiet(body, about.model):
            return None
        message = (
            f"Unsupported value: '{self.name}' does not support {value} with this model. "
            f"Only the default ({self.default}) value is supported."
        )
        return refused(message, self.name, "unsupported_value")


class AtMost(Struct, frozen=True):
    """A token limit that may not exceed what the model can write."""

    name: str

    def __call__(self, body: Body, about: About) -> Failure | None:
        """The refusal, where the limit is larger."""
        value = body.get(self.name)
        if about.model is None or value is None or value <= about.model.max_output:
            return None
        message = (
            f"max_tokens is too large: {value}. This model supports at most {about.model.max_output} completion "
            f"tokens, whereas you provided {value}."
        )
        return refused(message, self.name, "invalid_value")


def effort_known(body: Body, about: About) -> Failure | None:
    """The reasoning effort is one that the model has."""
    value, model = body.get("reasoning_effort"), about.model
    if value is None or model is None:
        return None
    if not model.reasoning:
        return refused("Unrecognized request argument supplied: reasoning_effort")
    own = tuple(effort for effort in EFFORTS if f"effort_{effort}" in model.traits)
    if value in own:
        return None
    if not own:
        message = "Unsupported parameter: 'reasoning_effort' is not supported with this model."
        return refused(message, "reasoning_effort", "unsupported_parameter")
    message = (
        f"Unsupported value: 'reasoning_effort' does not support '{value}' with this model. "
        f"Supported values are: {listed(own)}."
    )
    return refused(message, "reasoning_effort", "unsupported_value")


def roles_known(body: Body, about: About) -> Failure | None:
    """The model knows every role of the conversation."""
    traits = about.model.traits if about.model else frozenset()
    strange = {"system"} if "no_system" in traits else {"function"} if "strict_params" in traits else set()
    for index, message in enumerate(body["messages"] if strange else ()):
        if message["role"] in strange:
            place = f"messages[{index}].role"
            text = f"Unsupported value: '{place}' does not support '{message['role']}' with this model."
            return refused(text, place, "unsupported_value")
    return None


def tools_quiet(body: Body, about: About) -> Failure | None:
    """The gpt-5.6 family calls functions in Chat Completions only where it does not reason."""
    if about.model is None or "strict_params" not in about.model.traits or not body.get("tools"):
        return None
    if body.get("reasoning_effort") in {None, "none"}:
        return None
    name = body["model"]
    return refused(f"Function tools with reasoning_effort are not supported for {name} in /v1/chat/completions")


def retention(body: Body, about: About) -> Failure | None:
    """The model keeps its prompt cache as long as asked."""
    value, model = body.get("prompt_cache_retention"), about.model
    if model is None or value is None:
        return None
    if value == "24h" and "extended_cache" not in model.traits:
        return refused("Invalid prompt_cache_retention argument", "prompt_cache_retention")
    if value == "in_memory" and "retention_24h" in model.traits:
        return refused("This model is compatible only with 24h extended prompt caching", "prompt_cache_retention")
    return None


def tier(body: Body, about: About) -> Failure | None:
    """The model is served at flex prices, if asked."""
    if about.model is None or body.get("service_tier") != "flex" or "flex" in about.model.traits:
        return None
    return refused("Invalid service_tier argument", "service_tier")
