"""The requests of the sheets, sent by the services' own SDKs: what they raise.

No client reads certificates: that takes longer than a request does, and all of it is plain HTTP.
"""

import re
from collections.abc import Callable, Mapping
from typing import Any

import anthropic
import httpx
import openai
from openrouter import OpenRouter
from openrouter.utils.retries import BackoffStrategy, RetryConfig
from predictionguard import PredictionGuard  # type: ignore[import-untyped]

from tests.refusals.sheets import Request

__all__ = ["SDKS", "raised"]

KEY = re.compile(r"Bearer (.+)")
ONCE = RetryConfig("none", BackoffStrategy(1, 1, 1.0, 1), retry_connection_errors=False)
OWN = {"authorization", "x-api-key", "content-type"}


def raised(send: Callable[[str, Request, str], object], url: str, request: Request, session: str) -> Exception | None:
    """What an SDK raises for a request, if anything."""
    try:
        send(url, request, session)
    except Exception as error:  # noqa: BLE001 - that it is the right one is what is asked
        return error
    return None


def _key(request: Request) -> str:
    found = KEY.fullmatch(request.headers.get("authorization", ""))
    return found[1] if found else "sk-any"


def _sent(client: Any, request: Request, headers: Mapping[str, Any], path: str) -> None:
    options = {"headers": headers}
    if request.method == "GET":
        client.get(path, cast_to=object, options=options)
    elif request.method == "DELETE":
        client.delete(path, cast_to=object, options=options)
    else:
        body = {"body": dict(request.body)} if request.body is not None else {"content": request.raw}
        getattr(client, request.method.lower())(path, cast_to=object, options=options, **body)


def _openai(url: str, request: Request, session: str) -> None:
    own = {name: value for name, value in request.headers.items() if name not in OWN - {"content-type"}}
    headers: dict[str, Any] = {**own, "x-mockllm-session": session}
    if "authorization" not in request.headers:
        headers["authorization"] = openai.Omit()
    plain = openai.DefaultHttpxClient(verify=False)
    with openai.OpenAI(base_url=url, api_key=_key(request), max_retries=0, http_client=plain) as client:
        _sent(client, request, headers, request.path)


def _anthropic(url: str, request: Request, session: str) -> None:
    own = {name: value for name, value in request.headers.items() if name not in OWN - {"content-type"}}
    headers: dict[str, Any] = {"anthropic-version": anthropic.Omit(), **own, "x-mockllm-session": session}
    for name in ("authorization", "x-api-key"):
        headers[name] = request.headers.get(name, anthropic.Omit())
    plain = anthropic.DefaultHttpxClient(verify=False)
    with anthropic.Anthropic(base_url=url, api_key="any", max_retries=0, http_client=plain) as client:
        _sent(client, request, headers, request.path)


def _openrouter(url: str, request: Request, session: str) -> None:
    assert request.body is not None
    endpoint = request.path.rpartition("/api/v1/")[2]
    plain, mount = httpx.Client(verify=False), f"{url}/s/{session}/api/v1"  # noqa: S501
    with plain, OpenRouter(api_key=_key(request), server_url=mount, retry_config=ONCE, client=plain) as client:
        send: Any = {"chat/completions": client.chat.send, "responses": client.responses.send}[endpoint]
        send(**request.body)


def _predictionguard(url: str, request: Request, session: str) -> None:
    assert request.body is not None
    client = PredictionGuard(api_key=_key(request), url=f"{url}/s/{session}/predictionguard", timeout=5)
    client.chat.completions.create(**request.body)


SDKS: Mapping[str, Callable[[str, Request, str], None]] = {
    "openai": _openai,
    "anthropic": _anthropic,
    "openrouter": _openrouter,
    "predictionguard": _predictionguard,
    "aiandgpu": _openai,
    "aiandgpu-messages": _anthropic,
}
