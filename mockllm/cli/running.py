"""From options to a running server."""

import asyncio
import gc
import secrets
import sys
from collections.abc import Coroutine, Mapping
from pathlib import Path
from typing import Any, Protocol, runtime_checkable

import click
from msgspec.structs import replace

from mockllm.api import Config, OnMiss, build
from mockllm.cli.models import read
from mockllm.cli.options import MATCHING
from mockllm.cli.trouble import tell_trouble
from mockllm.engine.settings import Settings, Source
from mockllm.errors import MockLLMError
from mockllm.exchange import Pace
from mockllm.ratelimit import named
from mockllm.scenario.source import scenario_source
from mockllm.server.app import Server
from mockllm.server.hosts import is_loopback
from mockllm.server.run import start, until_stopped
from mockllm.vendors.kinds import Options
from mockllm.vendors.table import variables
from mockllm.watch import Watch

__all__ = ["announce", "complete", "config_of", "run", "serve_with", "settle", "token_of"]

UNKNOWN = frozenset({"model", "param"})


def serve_with(given: Mapping[str, Any]) -> None:
    """Serve until stopped."""
    _refuse_idle(given)
    config = config_of(given)
    watch = Watch([Path(name) for name in given["scenarios"]], _warn) if given["scenarios"] else None
    sources: list[Source] = [scenario_source(watch.current)] if watch is not None else []
    if given["cassettes"] or given["upstreams"] or given["on_miss"] == "upstream":
        from mockllm.cli.recorded import recorded_sources  # noqa: PLC0415 - vcrpy is slow to import

        sources += recorded_sources(given)
    server = build(replace(config, sources=sources))
    if watch is not None and given["watch"]:
        server.before.append(watch.look)
    run(server, config, given["port"], told=not given["token"])


def _refuse_idle(given: Mapping[str, Any]) -> None:
    """Raise MockLLMError for an option that would do nothing beside the others."""
    if given["watch"] and not given["scenarios"]:
        raise MockLLMError("--watch reads scenario files again: give it a --scenario FILE.")
    if not given["cassettes"] and (named := [name for option, name in MATCHING.items() if given[option]]):
        raise MockLLMError(f"{named[0]} is about recordings: give it a --cassette FILE.")
    prepared = given["scenarios"] or given["cassettes"]
    if given["upstreams"] and given["on_miss"] != "upstream" and (given["on_miss"] or prepared):
        raise MockLLMError("--upstream is asked only with --on-miss upstream; add that, or leave --upstream out.")


@runtime_checkable
class _Closes(Protocol):
    """A source that holds connections."""

    async def close(self) -> None:
        """Let go of them."""


def _warn(line: str) -> None:
    click.echo(f"mockllm: {line}", err=True)


def config_of(given: Mapping[str, Any]) -> Config:
    """The configuration that the options ask for."""
    allow = frozenset(word.strip() for word in given["allow_unknown"].split(",") if word.strip())
    if allow - UNKNOWN:
        raise MockLLMError(f"--allow-unknown takes model, param or both, not {', '.join(sorted(allow - UNKNOWN))}.")
    key = given["require_auth"]
    options = Options(
        lenient=given["lenient"],
        keys=None if key is None else (key,) if key else (),
        body_limit=given["body_limit"] << 20,
        allow=allow,
        models=read(given["models"]) if given["models"] else {},
        work=given["work"],
        rate=named(given["rate_limit"]) if given["rate_limit"] else None,
    )
    paced = given["ttft"] or given["tps"]
    pace = Pace(given["ttft"], given["tps"]) if paced else None
    settings = Settings(options, seed=given["seed"], clock=given["clock"], pace=pace)
    # With a scenario, what it does not foresee is a mistake, unless fakes are asked for.
    prepared = given["scenarios"] or given["cassettes"] or given["upstreams"]
    on_miss: OnMiss = given["on_miss"] or ("error" if prepared else "auto")
    last: OnMiss = "error" if given["on_miss"] == "upstream" else on_miss
    return Config(
        settings, given["host"], given["allow_hosts"], last, token_of(given), guard_origin=bool(given["upstreams"])
    )


def token_of(given: Mapping[str, Any]) -> str | None:
    """What `/_mockllm` asks for: nothing on loopback, beyond it what was given, else a token that is made up."""
    return None if is_loopback(given["host"]) else given["token"] or secrets.token_urlsafe(24)


def run(server: Server, config: Config, port: int, *, told: bool = True) -> None:
    """Listen, say where, and with `told` by what token; serve until SIGINT or SIGTERM."""
    complete(_run(server, config, port, told=told))


def complete(job: Coroutine[Any, Any, None]) -> None:
    """Run a job to its end, on the faster loop where it is installed."""
    try:
        import uvloop  # noqa: PLC0415 - an extra
    except ImportError:
        asyncio.run(job)
    else:
        uvloop.run(job)


def settle() -> None:
    """Start the collector, and keep it from looking at what was made at the start, again and again."""
    gc.freeze()
    gc.set_threshold(20_000, 20, 50)
    gc.enable()


async def _run(server: Server, config: Config, port: int, *, told: bool) -> None:
    settle()
    tell_trouble(server)
    running = await start(server, config.host, port)
    announce(running.url, config.token if told else None)
    await until_stopped()
    await running.stop()
    for source in server.engine.chain:
        if isinstance(source, _Closes):
            await source.close()


def announce(url: str, token: str | None = None, *, locked: bool = False) -> None:
    """Say where the server listens, by what token it is reached (`locked`: for all); on a terminal, what SDKs need."""
    click.echo(f"mockllm listens at {url}")
    if token is not None:
        click.echo(f"/_mockllm needs the header: Authorization: Bearer {token}")
        if locked:
            click.echo(f"Every request needs the header: x-mockllm-token: {token}")
    if sys.stdout.isatty():
        for name, value in variables(url).items():
            click.echo(f"export {name}={value}")
    sys.stdout.flush()
