"""The checks of POST /v1/responses, in the order in which OpenAI makes them; what the service remembers is not here."""

from mockllm.ask import Body
from mockllm.checks import About, Check
from mockllm.checks.fields import Walk
from mockllm.checks.findings import Finding, Missing
from mockllm.checks.prompt import mentions
from mockllm.errors import Failure
from mockllm.vendors.brackets import refused, say_responses
from mockllm.vendors.openai.input_links import linked, reasoning_followed, unrepeated
from mockllm.vendors.openai.responses_fields import BODY, COUNT
from mockllm.vendors.openai.responses_model import (
    OnlyDefault,
    context_fits,
    effort_known,
    encrypted,
    files_readable,
    logprobs,
    reasons,
)
from mockllm.vendors.openai.schemas import fault

__all__ = ["COMPACT_ROWS", "COUNT_ROWS", "LATE", "ROWS"]

MOVED = (
    "Unsupported parameter: 'messages'. In the Responses API, this parameter has moved to 'input'. Try again with the "
    "new parameter. See the API documentation for more information: "
    "https://platform.openai.com/docs/api-reference/responses/create."
)
SOURCES = ("previous_response_id", "prompt", "conversation")
"""What may stand in for an input."""


def _stands_in(body: Body) -> bool:
    return any(body.get(name) is not None for name in SOURCES)


def _model_given(body: Body, _: About) -> Failure | None:
    if "model" in body or body.get("prompt") is not None:
        return None
    return say_responses(Finding(Missing(), ("model",)))


def _not_moved(body: Body, about: About) -> Failure | None:
    if "messages" not in body or "param" in about.allow:
        return None
    return refused(MOVED, code="unsupported_parameter")


def _input_given(body: Body, _: About) -> Failure | None:
    if "input" in body or _stands_in(body):
        return None
    return say_responses(Finding(Missing(), ("input",)))


def _model_known(body: Body, about: About) -> Failure | None:
    if "model" not in body or about.model is not None or "model" in about.allow:
        return None
    text = f"The requested model '{body['model']}' does not exist."
    return Failure("model_not_found", text, param="model", code="model_not_found", status=400)


def _tools_named(body: Body, _: About) -> Failure | None:
    choice = body.get("tool_choice")
    if not isinstance(choice, dict) or choice["type"] not in {"function", "custom"}:
        return None
    names = [tool.get("name") for tool in body.get("tools") or ()]
    spaces = [each for tool in body.get("tools") or () if tool["type"] == "namespace" for each in tool.get("tools", ())]
    if choice["name"] in names or choice["name"] in [tool.get("name") for tool in spaces]:
        return None
    return refused(f"Tool choice '{choice['name']}' not found in 'tools' parameter.", "tool_choice")


def _tool_schemas(body: Body, _: About) -> Failure | None:
    for index, tool in enumerate(body.get("tools") or ()):
        if tool["type"] != "function" or tool.get("parameters") is None:
            continue
        text = fault(tool["parameters"], strict=tool.get("strict") is True)
        if text:
            message = f"Invalid schema for function '{tool['name']}': {text}"
            return refused(message, f"tools[{index}].parameters", "invalid_function_parameters")
    return None


def _format(body: Body, _: About) -> Failure | None:
    wanted = (body.get("text") or {}).get("format") or {"type": "text"}
    if wanted["type"] == "json_object" and not _stands_in(body) and not mentions(body["input"], "json"):
        text = (
            "Response input messages must contain the word 'json' in some form to use 'text.format' of type "
            "'json_object'."
        )
        return refused(text, "input")
    if wanted["type"] != "json_schema":
        return None
    text = fault(wanted["schema"], strict=wanted.get("strict") is True) or ""
    message = f"Invalid schema for response_format '{wanted['name']}': {text}"
    return refused(message, "text.format.schema", "invalid_json_schema") if text else None


def _one_past(body: Body, _: About) -> Failure | None:
    if body.get("previous_response_id") is None or body.get("conversation") is None:
        return None
    text = "Mutually exclusive parameters: ''. Ensure you are only providing one of: 'pre..._id' or 'conversation'."
    return refused(text, code="mutually_exclusive_parameters")


def _input_not_empty(body: Body, _: About) -> Failure | None:
    if body.get("input") or _stands_in(body):
        return None
    text = "One of \"input\" or \"previous_response_id\" or 'prompt' or 'conversation' must be provided."
    return refused(text, code="missing_required_parameter")


_FIRST: tuple[Check, ...] = (_model_given, _not_moved)
LATE: tuple[Check, ...] = (
    _input_not_empty,
    unrepeated,
    reasoning_followed,
    linked,
    OnlyDefault("temperature", 1),
    OnlyDefault("top_p", 1),
    OnlyDefault("presence_penalty", 0),
    OnlyDefault("frequency_penalty", 0),
    reasons,
    effort_known,
    logprobs,
    encrypted,
    context_fits,
    files_readable,
)

"""Those that come after what the service remembers was looked up."""

ROWS: tuple[Check, ...] = (
    *_FIRST,
    _input_given,
    Walk(BODY, say_responses),
    _tools_named,
    _tool_schemas,
    _format,
    _model_known,
    _one_past,
)
COUNT_ROWS: tuple[Check, ...] = (*_FIRST, Walk(COUNT, say_responses), _model_known, _one_past)
"""Those of POST /v1/responses/input_tokens."""
COMPACT_ROWS: tuple[Check, ...] = (_model_given, Walk(BODY, say_responses), _model_known)
"""Those of POST /v1/responses/compact."""
