"""The one place that builds a chain of sources, an engine and a server."""

from collections.abc import Sequence
from dataclasses import dataclass, field

from mockllm.api.tap import Tapped
from mockllm.engine.settings import Settings, Source
from mockllm.engine.way import Engine
from mockllm.fake.source import FakeSource
from mockllm.server.admin import admin
from mockllm.server.app import Server
from mockllm.server.hosts import Hosts, is_loopback
from mockllm.session import Sessions
from mockllm.vendors.table import VENDORS

__all__ = ["Config", "build"]


@dataclass(frozen=True, slots=True)
class Config:
    """All that a server is made of. `sources` are asked first; `on_miss` decides who stands at the end of the chain."""

    settings: Settings = field(default_factory=Settings)
    host: str = "127.0.0.1"
    allow_hosts: Sequence[str] = ()
    on_miss: str = "fake"
    token: str | None = None
    sources: Sequence[Source] = ()
    sessions: Sessions = field(default_factory=Sessions)
    keeps_replies: bool = False
    """Whether each session keeps what it answered, for tests to look at."""


def build(config: Config) -> Server:
    """A server that is not yet listening."""
    chain: list[Source] = [*config.sources]
    if config.on_miss == "fake":
        chain.append(FakeSource())
    kind = Tapped if config.keeps_replies else Engine
    engine = kind(chain, config.settings, VENDORS)
    hosts = Hosts(config.host, config.allow_hosts)
    token = config.token if not is_loopback(config.host) else None
    return Server(engine, config.sessions, hosts, admin, token)
