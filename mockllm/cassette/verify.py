"""What is wrong with the exchanges of a cassette: changed bodies, broken streams, secrets, age."""

from collections.abc import Iterator
from datetime import datetime, timedelta
from email.utils import parsedate_to_datetime

from mockllm.cassette.exchange import Exchange, altered, fits, header, is_stream, plain
from mockllm.cassette.redact import leaks
from mockllm.cassette.secrets import Secrets
from mockllm.cassette.shapes import grammar, shape_of, turns_of
from mockllm.errors import counted

__all__ = ["findings", "recorded_at"]

_OK = range(200, 300)
_WORST = 5


def findings(
    exchange: Exchange, secrets: Secrets, *, now: datetime | None = None, max_age: timedelta | None = None
) -> Iterator[str]:
    """What is wrong with an exchange, a sentence each.

    With `max_age`, a number of days, it must not be more whole days old than that at `now`.
    """
    yield from _changed(exchange)
    yield from _unreadable(exchange)
    left = leaks(exchange, secrets)
    if left:
        yield f"a secret is in the {' and the '.join(left)}; `mockllm cassette redact` takes it out"
    if max_age is not None and now is not None:
        yield from _aged(exchange, now, max_age)


def recorded_at(exchange: Exchange) -> datetime | None:
    """When an exchange was recorded, as far as it says so."""
    trace = exchange.response.trace
    if trace is not None and trace.recorded_at:
        try:
            found = datetime.fromisoformat(trace.recorded_at)
        except ValueError:
            pass
        else:
            return found if found.tzinfo is not None else found.astimezone()
    try:
        return parsedate_to_datetime(header(exchange.response.headers, "date") or "")
    except ValueError:
        return None


def _changed(exchange: Exchange) -> Iterator[str]:
    if altered(exchange.response):
        yield "its body is not the recorded one: hash or sizes differ, so it is replayed by the event"
    elif (trace := exchange.response.trace) is not None and trace.chunk_sizes and not fits(exchange.response):
        yield "the times of its chunks cannot be read, so it is replayed by the event"


def _unreadable(exchange: Exchange) -> Iterator[str]:
    name, response = shape_of(exchange.request), exchange.response
    body = plain(response.headers, response.body)
    whole = response.trace is None or response.trace.end == "eof"
    if name is None or body is None or response.status not in _OK or not whole:
        return
    if is_stream(response):
        faults = grammar(name)(body)
        yield from (f"as a stream of {name}: {fault}" for fault in faults[:_WORST])
        if len(faults) > _WORST:
            yield f"as a stream of {name}: {len(faults) - _WORST} more"
        return
    try:
        turns_of(exchange)
    except ValueError as error:
        yield f"it is no answer of {name}: {error}"


def _aged(exchange: Exchange, now: datetime, max_age: timedelta) -> Iterator[str]:
    at = recorded_at(exchange)
    if at is None:
        yield "it does not say when it was recorded"
    elif (age := (now - at).days) > max_age.days:
        yield f"it was recorded {counted(age, 'day')} ago, and may be no older than {counted(max_age.days, 'day')}"
