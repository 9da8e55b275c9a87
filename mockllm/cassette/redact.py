"""Taking secrets out of an exchange before it is kept, and refusing to keep what would still leak."""

import re
import traceback
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import msgspec
from msgspec import Struct, field
from msgspec.structs import replace

from mockllm.cassette.exchange import Exchange, Request, Response, Trace, digest, is_stream, plain, query_of, sealed
from mockllm.cassette.secrets import PLACEHOLDER, Secrets, carried, is_credential, without_keys
from mockllm.errors import MockLLMError
from mockllm.exchange import Pairs

__all__ = ["Hook", "HookError", "LeakError", "Redacted", "Redactor", "leaks"]

Hook = Callable[[Exchange], Exchange | None]
"""A step of the user's own: gives the exchange to keep, or None to keep nothing of it."""

_LOGIN = re.compile(r"^([a-z][a-z0-9+.-]*://)[^/@?#]*@", re.IGNORECASE)
# What recorders put in place of a credential.
_STAND_IN = re.compile(r"(?i)(?:bearer |basic )?(?:<[^<>]*>|[*x.]*|\[?(?:redacted|filtered|hidden|scrubbed)\w*\]?)")


class LeakError(MockLLMError):
    """An exchange was not kept because a secret would have reached the file."""


class HookError(MockLLMError):
    """An exchange was not kept because the user's own step failed."""


class Redacted(Struct, frozen=True):
    """An exchange that may be kept, None where the hook dropped it, and what was taken out of it."""

    exchange: Exchange | None
    what: tuple[str, ...] = ()


class Redactor(Struct, frozen=True):
    """How secrets are taken out: the known ones, the user's patterns, then the user's hook."""

    secrets: Secrets = field(default_factory=Secrets)
    hook: Hook | None = None

    def __call__(self, exchange: Exchange) -> Redacted:
        """The exchange without secrets.

        Raises LeakError where some are left that cannot be taken out, HookError where the hook does not do its part.
        """
        secrets = self.secrets.also(_carried(exchange))
        request, asked = _request(exchange.request, secrets)
        response, answered = _response(exchange.response, secrets)
        what = (*asked, *answered)
        bodies = [name for name in ("request body", "response body") if name in what]
        trace = response.trace or Trace()
        if bodies:
            response = replace(response, trace=replace(trace, redacted=", ".join(bodies)))
        kept: Exchange | None = replace(exchange, request=request, response=response)
        if self.hook is not None and kept is not None:
            kept = _hooked(self.hook, kept, secrets)
        if kept is not None and (left := leaks(kept, secrets)):
            raise LeakError(
                f"{exchange.request.method} {_uri(exchange.request.uri, secrets)}: not kept, a secret would remain in "
                f"the {' and the '.join(left)}; redact it with a pattern or a hook of yours."
            )
        return Redacted(kept, what)


def leaks(exchange: Exchange, secrets: Secrets) -> list[str]:
    """Where secrets are left in an exchange, in words; empty where it may be kept."""
    secrets = secrets.also(_carried(exchange))
    request, response = exchange.request, exchange.response
    found = []
    if _uri(request.uri, secrets) != request.uri:
        found.append("address")
    cut = response.trace is not None and response.trace.end != "eof"
    for side, headers, body, stream, whole in (
        ("request", request.headers, request.body, False, True),
        ("response", response.headers, response.body, is_stream(response), not cut),
    ):
        if _headers(headers, secrets) != headers:
            found.append(f"{side} headers")
        readable = plain(headers, body, whole=whole)
        if readable is None:
            found.append(f"{side} body (which cannot be looked into: {sealed(headers)})")
        elif secrets.spans(readable, stream=stream):
            found.append(f"{side} body")
        if readable is not None and secrets.told(readable, stream=stream):
            found.append(f"tokens of the {side} body that have probabilities")
    return found


def _carried(exchange: Exchange) -> tuple[str, ...]:
    values = carried(exchange.request.headers, query_of(exchange.request.uri))
    return tuple(value for value in values if PLACEHOLDER not in value)


def _hooked(hook: Hook, exchange: Exchange, secrets: Secrets) -> Exchange | None:
    """What the user's own step makes of an exchange, checked, since nothing else checks it."""
    where = f"{exchange.request.method} {exchange.request.uri}: not kept, the redaction hook"
    # In a thread, whatever it raises is a value, an attempt to end the program included.
    with ThreadPoolExecutor(1) as thread:
        done = thread.submit(hook, exchange)
    error = done.exception()
    if error is not None:
        at = traceback.extract_tb(error.__traceback__)[-1]
        said = secrets.hide(f"{type(error).__name__}: {error}")
        raise HookError(f"{where} failed at {Path(at.filename).name}:{at.lineno}: {said}.") from error
    kept = done.result()
    if kept is None:
        return None
    try:
        told = msgspec.to_builtins(kept, builtin_types=(bytes,))
        return _resealed(msgspec.convert(told, Exchange, builtin_types=(bytes,)))
    except (msgspec.ValidationError, TypeError) as error:
        raise HookError(f"{where} must give an exchange or None: {secrets.hide(str(error))}.") from error


def _resealed(exchange: Exchange) -> Exchange:
    """The exchange with a hash that fits the body that a hook may have changed."""
    trace = exchange.response.trace
    if trace is None:
        return exchange
    sealed = replace(trace, sha256=digest(exchange.response.body))
    return replace(exchange, response=replace(exchange.response, trace=sealed))


def _request(request: Request, secrets: Secrets) -> tuple[Request, tuple[str, ...]]:
    body = _body(request.headers, request.body, secrets, stream=False)
    clean = replace(request, uri=_uri(request.uri, secrets), headers=_headers(request.headers, secrets), body=body)
    return clean, tuple(_changes("request", request, clean))


def _response(response: Response, secrets: Secrets) -> tuple[Response, tuple[str, ...]]:
    body = _body(response.headers, response.body, secrets, stream=is_stream(response))
    trace = response.trace
    if trace is not None:
        trace = replace(trace, sha256=digest(body))
    clean = replace(response, headers=_headers(response.headers, secrets), body=body, trace=trace)
    return clean, tuple(_changes("response", response, clean))


def _body(headers: Pairs, body: bytes, secrets: Secrets, *, stream: bool) -> bytes:
    """A body without secrets; an encoded one stays as it is, since what is inside could not keep its length."""
    return secrets.clean(body, stream=stream) if plain(headers, body) == body else body


def _changes(side: str, before: Request | Response, after: Request | Response) -> Iterator[str]:
    for (name, value), (_, kept) in zip(before.headers, after.headers, strict=True):
        if value != kept:
            yield f"{side} header {name.lower()}"
    if isinstance(before, Request) and isinstance(after, Request) and before.uri != after.uri:
        yield "address"
    if before.body != after.body:
        yield f"{side} body"


def _headers(headers: Pairs, secrets: Secrets) -> Pairs:
    return tuple((name, _hidden(value) if is_credential(name) else secrets.hide(value)) for name, value in headers)


def _hidden(value: str) -> str:
    return value if _STAND_IN.fullmatch(value) else PLACEHOLDER


def _uri(uri: str, secrets: Secrets) -> str:
    return secrets.hide(without_keys(_LOGIN.sub(r"\1", uri)))
