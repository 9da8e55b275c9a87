"""What a vendor is made of: mounts, routes, how it speaks a shape, how it refuses.

A vendor is one `Vendor` value, put together in its own package from tables; nobody outside that package names it.
"""

from collections.abc import Awaitable, Callable, Iterator, Mapping, Sequence
from typing import Any, Literal

from msgspec import Struct, field

from mockllm.ask import Ask, Body, Headers, Model
from mockllm.checks import Check
from mockllm.errors import Failure
from mockllm.exchange import Pairs, Raw, Reply
from mockllm.ratelimit import Allowance, Rate, Toll
from mockllm.session import Session
from mockllm.stamp import Stamp
from mockllm.turn import Turn
from mockllm.wire import Event, Ink, JsonObject, Shape
from mockllm.wire.layout import Layout

__all__ = ["Handler", "Options", "Route", "Said", "Speech", "Vendor", "World", "claims_all"]


class Options(Struct, frozen=True):
    """What whoever runs the server chose, as far as vendors heed it.

    `keys`: None asks for no credential, an empty tuple for any well-formed one, else for one of them.
    `models` are names to accept beside the vendor's own; `allow` may hold "model" and "param". `work` is how many
    seconds a task, a batch or an answer in the background takes. `rate` limits each model.
    """

    lenient: bool = False
    keys: tuple[str, ...] | None = None
    body_limit: int = 64 << 20
    allow: frozenset[str] = frozenset()
    models: Mapping[str, Model] = field(default_factory=dict)
    work: float = 1.0
    rate: Rate | None = None


class World(Struct, frozen=True):
    """What an endpoint may use beside the request. `now` is in Unix seconds on the session's clock.

    `params` are the named parts of the path, `body` the parsed JSON body. `answer` runs another request of the same
    vendor through the same sources, for batches and tasks.
    """

    vendor: "Vendor"
    session: Session
    raw: Raw
    stamp: Stamp
    now: float
    options: Options
    params: Mapping[str, str] = field(default_factory=dict)
    body: Body = field(default_factory=dict)
    answer: Callable[[Raw], Awaitable[Reply]] | None = None


class Said(Struct, frozen=True):
    """An ask and its answer, ready to be written."""

    ask: Ask
    turns: tuple[Turn, ...]
    stamp: Stamp


def _as_it_is(_: Said, body: JsonObject) -> JsonObject:
    return body


def _unchanged(_: Said, events: Iterator[Event]) -> Iterator[Event]:
    return events


def _recall(ask: Ask, _: World) -> Ask | Failure:
    return ask


def _stored(ask: Ask) -> bool:
    return ask.store


def _content(_: Said) -> Failure | None:
    return None


def _always(_: Ask) -> bool:
    return True


def _keep(_: Said, __: World) -> None:
    return None


class Speech(Struct, frozen=True):
    """How a vendor speaks one shape.

    `rows` are the checks of a request, in order; `late` are those that come after what the session remembers. `dress`
    changes the JSON of the whole answer and `stream` its events; `layout` and `ink` tell how they are written.
    `headers` are of a plain or streamed answer. `recall` joins what the session remembers to the ask; `judge` may
    refuse what was said; `keep` remembers the answer. `heeds` names request headers that change the answer. `keeps`
    tells whether `keep` has anything to do for an ask, `alone` whether its answer depends on nothing but the request.
    `cache` says what the prompt cache keeps: long prefixes by themselves, what the request marks, or nothing. `alike`
    tells, where it is known, whether requests that differ in nothing but plain texts, which fit into the context, are
    judged alike and answered in the same form; those for JSON that must be spoken of are none.
    """

    shape: Shape
    layout: Layout
    ink: Callable[[Said], Ink]
    headers: Callable[[Said, bool], Pairs]
    rows: tuple[Check, ...] = ()
    late: tuple[Check, ...] = ()
    dress: Callable[[Said, JsonObject], JsonObject] = _as_it_is
    stream: Callable[[Said, Iterator[Event]], Iterator[Event]] = _unchanged
    recall: Callable[[Ask, World], Ask | Failure] = _recall
    judge: Callable[[Said], Failure | None] = _content
    keep: Callable[[Said, World], None] = _keep
    keeps: Callable[[Ask], bool] = _stored
    alone: Callable[[Ask], bool] = _always
    heeds: tuple[str, ...] = ()
    cache: Literal["automatic", "marked"] | None = None
    alike: Callable[[Ask], bool] | None = None
    chunked: bool = True


Handler = Callable[[World], Reply | Awaitable[Reply]]
"""An endpoint that no model answers: lists, stored things, embeddings."""


def _free(_: World) -> Toll | None:
    return None


class Route(Struct, frozen=True):
    """One endpoint: `path` may hold `{names}`, each one segment, or `{name:path}` for the rest.

    `toll` is what a request to an endpoint that no model answers takes from which rate limit.
    """

    method: str
    path: str
    name: str
    endpoint: Speech | Handler
    reads_json: bool = True
    limit: int | None = None
    toll: Callable[[World], Toll | None] = _free

    def within(self, most: int) -> int:
        """How many bytes a body may have where the server allows `most`."""
        return most if self.limit is None else min(most, self.limit)


def _no_limits(_: Allowance) -> Pairs:
    return ()


def _exceeded(allowance: Allowance) -> Failure:
    return Failure("rate_limit", headers=(("retry-after", str(allowance.wait)),))


def claims_all(_: str, __: Headers) -> bool:
    """Whether a request at a shared mount is this vendor's: always."""
    return True


def _named(body: Body) -> str | None:
    name = body.get("model")
    return name if isinstance(name, str) else None


def _none_follows(_: Ask, __: Options) -> Ask | None:
    return None


class Vendor(Struct, frozen=True):
    """One vendor.

    `mounts` are path prefixes, the main one first ("" is the root). `claims` decides at a shared mount. `authorize`
    looks for the credential. `named` is the name of the model that a body asks, `following` the ask of the one that is
    asked where it fails. `model` finds a model or refuses its name. `refuse` says a failure; its reply is complete.
    `limits` are the headers that tell a rate limit, `exceed` is the failure of a request beyond it; `sides` counts the
    tokens of prompts and answers apart. `env` maps the variables that SDKs read to templates over `url` (the server's
    root), `quiet` those that keep SDKs from telling the real service what they do to their values. `upstream` is the
    real service's mount. `secrets` are patterns of its keys, `traits` the words that it heeds of a model.
    """

    name: str
    mounts: tuple[str, ...]
    routes: tuple[Route, ...]
    authorize: Callable[[Headers, Options], Failure | None]
    model: Callable[[str, Options], Model | None]
    refuse: Callable[[Failure, World], Reply]
    failed: Callable[[Failure, Said, Sequence[Event]], Iterator[Event]]
    """The events that end a stream with this failure, after the events so far."""
    claims: Callable[[str, Headers], bool] = claims_all
    named: Callable[[Body], str | None] = _named
    following: Callable[[Ask, Options], Ask | None] = _none_follows
    limits: Callable[[Allowance], Pairs] = _no_limits
    exceed: Callable[[Allowance], Failure] = _exceeded
    sides: bool = False
    env: Mapping[str, str] = field(default_factory=dict)
    quiet: Mapping[str, str] = field(default_factory=dict)
    upstream: str | None = None
    secrets: tuple[str, ...] = ()
    traits: frozenset[str] = frozenset()
    extra: Mapping[str, Any] = field(default_factory=dict)
