"""Which shape a recorded exchange has, by its path, and its turns in neutral words."""

import json
from collections.abc import Callable
from importlib import import_module
from typing import cast

from mockllm.ask import Ask, Model
from mockllm.cassette.exchange import Exchange, Request, is_stream, path_of, plain, sealed
from mockllm.turn import Turn
from mockllm.wire import Shape

__all__ = ["ask_of", "grammar", "shape", "shape_of", "turns_of"]

_ENDS = {"/chat/completions": "chat", "/responses": "responses", "/messages": "messages"}
_OK = range(200, 300)


def shape_of(request: Request) -> str | None:
    """The name of the shape that a request asks for; None for any other endpoint."""
    path = path_of(request.uri).rstrip("/")
    return next((name for end, name in _ENDS.items() if request.method == "POST" and path.endswith(end)), None)


def shape(name: str) -> Shape:
    """A shape by its name; its package is loaded when it is first asked for."""
    return cast("Shape", import_module(f"mockllm.wire.{name}"))


def ask_of(exchange: Exchange) -> Ask | None:
    """The request in neutral words; None where it is of no shape or no JSON object."""
    name = shape_of(exchange.request)
    body = plain(exchange.request.headers, exchange.request.body)
    if name is None or body is None:
        return None
    try:
        document = json.loads(body)
    except ValueError:
        return None
    if not isinstance(document, dict):
        return None
    model = str(document.get("model", ""))
    headers = {key.lower(): value for key, value in exchange.request.headers}
    return shape(name).parse(document, headers, "", Model(model))


def turns_of(exchange: Exchange) -> tuple[Turn, ...]:
    """The turns of a whole and successful answer. Raises ValueError where there are none."""
    name = shape_of(exchange.request)
    response = exchange.response
    if name is None:
        raise ValueError("its endpoint is of no shape")
    if response.status not in _OK:
        raise ValueError(f"it is an error of status {response.status}")
    if response.trace is not None and response.trace.end != "eof":
        raise ValueError("it was cut")
    body = plain(response.headers, response.body)
    if body is None:
        raise ValueError(sealed(response.headers))
    return shape(name).read(body, stream=is_stream(response))


def grammar(name: str) -> Callable[[bytes], list[str]]:
    """The grammar of a shape's streams: what is wrong in one, a sentence each."""
    found: Callable[[bytes], list[str]] = import_module(f"mockllm.wire.{name}.grammar").faults
    return found
