"""The checks of POST /v1/chat/completions, in the order in which OpenAI makes them."""

from collections.abc import Callable, Mapping
from typing import Any

from mockllm.ask import Body
from mockllm.checks import About, Check
from mockllm.checks.fields import Given, Walk, When, has
from mockllm.checks.prompt import mentions
from mockllm.errors import Failure
from mockllm.vendors.brackets import refused, say, say_older
from mockllm.vendors.openai.chat_fields import NEWER, OLDER
from mockllm.vendors.openai.chat_model import (
    AtMost,
    OnlyDefault,
    Unsupported,
    effort_known,
    retention,
    roles_known,
    tier,
    tools_quiet,
)
from mockllm.vendors.openai.schemas import fault
from mockllm.vendors.openai.talk import audible, content_given, context_fits, paired

__all__ = ["ROWS", "model_known", "model_named"]


def model_named(body: Body, _: About) -> Failure | None:
    """The model is a string that is not empty."""
    model = body.get("model")
    if model is None or model == "":
        return refused("you must provide a model parameter")
    return None if isinstance(model, str) else Failure("bad_json")


def model_known(body: Body, about: About) -> Failure | None:
    """The model exists, or any name is allowed."""
    if about.model is not None or "model" in about.allow:
        return None
    message = f"The model `{body['model']}` does not exist or you do not have access to it."
    return Failure("model_not_found", message, code="model_not_found", status=404)


def _with_tools(name: str) -> Check:
    """The check that a field is only given beside tools."""

    def check(body: Body, _: About) -> Failure | None:
        if body.get("tools") or body.get(name) is None:
            return None
        return refused(f"Invalid value for '{name}': '{name}' is only allowed when 'tools' are specified.", name)

    return check


def _wanted(choice: Any) -> str | None:
    if not isinstance(choice, Mapping):
        return None
    inner = choice.get(choice.get("type", ""), choice)
    return inner.get("name") if isinstance(inner, Mapping) else None


def _functions(body: Body) -> set[str]:
    return {function["name"] for function in body.get("functions") or ()}


def _tools(body: Body) -> set[str]:
    return {tool[tool["type"]]["name"] for tool in body.get("tools") or ()} | _functions(body)


def _among(name: str, declared: Callable[[Body], set[str]]) -> Check:
    """The check that a choice names something declared; the service speaks of functions in either case."""

    def check(body: Body, _: About) -> Failure | None:
        wanted = _wanted(body[name])
        if wanted is None or wanted in declared(body):
            return None
        message = (
            f"Invalid value for 'function_call': no function named '{wanted}' was specified in the 'functions' "
            "parameter."
        )
        return refused(message, "function_call")

    return check


def _tool_schemas(body: Body, _: About) -> Failure | None:
    for index, tool in enumerate(body.get("tools") or ()):
        function = tool.get("function")
        if tool["type"] != "function" or function.get("parameters") is None:
            continue
        text = fault(function["parameters"], strict=function.get("strict") is True)
        if text:
            message = f"Invalid schema for function '{function['name']}': {text}"
            return refused(message, f"tools[{index}].function.parameters", "invalid_function_parameters")
    return None


def _limits_agree(body: Body, _: About) -> Failure | None:
    if body.get("max_tokens") is None or body.get("max_completion_tokens") is None:
        return None
    message = "Setting 'max_tokens' and 'max_completion_tokens' at the same time is not supported."
    return refused(message, "max_tokens", "invalid_parameter_combination")


def _alternatives(body: Body, about: About) -> Failure | None:
    value = body.get("top_logprobs")
    if value is None:
        return None
    if not body.get("logprobs"):
        message = "The 'top_logprobs' parameter is only allowed when 'logprobs' is enabled."
        return refused(message, "top_logprobs")
    most = 5 if has("strict_params")(body, about) else 20
    message = f"Invalid value for 'top_logprobs': must be less than or equal to {most}."
    return refused(message, "top_logprobs") if value > most else None


def _stream_options(body: Body, _: About) -> Failure | None:
    if body.get("stream_options") is None or body.get("stream"):
        return None
    message = "The 'stream_options' parameter is only allowed when 'stream' is enabled."
    return refused(message, "stream_options")


def _format(body: Body, _: About) -> Failure | None:
    wanted = body.get("response_format") or {"type": "text"}
    if wanted["type"] == "json_object" and not mentions(body["messages"], "json"):
        message = (
            "'messages' must contain the word 'json' in some form, to use 'response_format' of type 'json_object'."
        )
        return refused(message, "messages")
    if wanted["type"] != "json_schema":
        return None
    spec = wanted["json_schema"]
    text = fault(spec.get("schema"), strict=spec.get("strict") is True)
    return refused(f"Invalid schema for response_format '{spec['name']}': {text}", "response_format") if text else None


def _search(body: Body, about: About) -> Failure | None:
    if about.model is None or body.get("web_search_options") is None or "search" in about.model.traits:
        return None
    return refused("Web search options not supported with this model.", "web_search_options")


FIELD_ROWS: Mapping[str, tuple[Check, ...]] = {
    "function_call": (_among("function_call", _functions),),
    "tools": (_tool_schemas,),
    "tool_choice": (_with_tools("tool_choice"), _among("tool_choice", _tools)),
    "parallel_tool_calls": (_with_tools("parallel_tool_calls"),),
    "max_completion_tokens": (AtMost("max_completion_tokens"),),
    "top_logprobs": (_alternatives,),
    "prompt_cache_retention": (retention,),
    "response_format": (_format,),
    "service_tier": (tier,),
    "max_tokens": (
        _limits_agree,
        Unsupported("max_tokens", hint=" Use 'max_completion_tokens' instead."),
        AtMost("max_tokens"),
    ),
    "reasoning_effort": (effort_known,),
    "logit_bias": (Unsupported("logit_bias", given=bool),),
    "stop": (Unsupported("stop", given=bool),),
    "stream_options": (_stream_options,),
    "prediction": (Unsupported("prediction"),),
    "web_search_options": (_search,),
}
"""What is looked at in the place of a field, beside its type, range and words; it needs no field after it."""

ROWS: tuple[Check, ...] = (
    model_named,
    model_known,
    When(has("strict_params"), (Walk(NEWER, say, FIELD_ROWS),), (Walk(OLDER, say_older, FIELD_ROWS),)),
    tools_quiet,
    Given(
        OnlyDefault("temperature"),
        OnlyDefault("top_p"),
        Unsupported("presence_penalty", always=False, given=bool),
        Unsupported("frequency_penalty", always=False, given=bool),
        Unsupported("logprobs", always=False, given=bool),
    ),
    roles_known,
    audible,
    paired,
    context_fits,
    content_given,
)
