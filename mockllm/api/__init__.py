"""The one place that builds a chain of sources, an engine and a server."""

from collections.abc import Sequence
from typing import Literal

from msgspec import Struct, field

from mockllm.engine.settings import Settings, Source
from mockllm.engine.way import Engine
from mockllm.fake.source import FakeSource
from mockllm.scenario.source import SCRIPT, script_source
from mockllm.server.admin import admin
from mockllm.server.app import Server
from mockllm.server.hosts import Hosts, is_loopback
from mockllm.session import Session, Sessions
from mockllm.vendors.table import VENDORS

__all__ = ["Config", "OnMiss", "build"]

OnMiss = Literal["fake", "error", "auto"]
"""Who stands at the end of the chain."""


SCRIPTED = "script"


class Config(Struct, frozen=True):
    """All that a server is made of.

    What a session was given to say comes first, then `sources`. `on_miss` decides who stands at the end of the chain:
    `fake`, nobody (`error`), or fakes only for sessions that were given nothing (`auto`). `guard_origin` refuses
    requests of foreign web pages, as they could reach an upstream. `locked` asks every request for `token` too, where
    the server is bound beyond loopback.
    """

    settings: Settings = field(default_factory=Settings)
    host: str = "127.0.0.1"
    allow_hosts: Sequence[str] = ()
    on_miss: OnMiss = "fake"
    token: str | None = None
    guard_origin: bool = False
    locked: bool = False
    sources: Sequence[Source] = ()
    sessions: Sessions = field(default_factory=Sessions)
    keeps_replies: bool = False
    """Whether each session keeps what it answered, for tests to look at."""


class _Unscripted(FakeSource):
    """Fakes for the sessions to which nothing was given to say."""

    def active(self, session: Session) -> bool:
        """Whether the session has no script."""
        return not session.slot(SCRIPT).script


def _engine(config: Config) -> type[Engine]:
    if not config.keeps_replies:
        return Engine
    from mockllm.api.tap import Tapped  # noqa: PLC0415 - cassettes are slow to import

    return Tapped


def build(config: Config) -> Server:
    """A server that is not yet listening."""
    chain = list(config.sources)
    if all(source.name != SCRIPTED for source in chain):
        chain.insert(0, script_source())
    if config.on_miss != "error":
        chain.append(_Unscripted() if config.on_miss == "auto" else FakeSource())
    engine = _engine(config)(chain, config.settings, VENDORS)
    token = config.token if not is_loopback(config.host) else None
    key = token if config.locked else None
    hosts = Hosts(config.host, config.allow_hosts, guard_origin=config.guard_origin, token=key)
    return Server(engine, config.sessions, hosts, admin, token)
