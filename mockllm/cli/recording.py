"""Serving recordings, and recording them: from options to a running server and what it says in the end."""

import os
from collections.abc import Awaitable, Callable, Mapping, Sequence
from pathlib import Path
from typing import Any

import click

from mockllm.api import Config, build
from mockllm.cassette.canon import Rules
from mockllm.cassette.exchange import Exchange
from mockllm.cassette.file import load, within
from mockllm.cassette.redact import Redactor
from mockllm.cassette.replay import Tempo
from mockllm.cassette.source import CassetteSource, Library, TranslatedSource
from mockllm.cli.running import announce, complete, settle, token_of
from mockllm.cli.trouble import tell_trouble
from mockllm.engine.settings import Source
from mockllm.errors import MockLLMError, counted
from mockllm.proxy.client import Settings
from mockllm.proxy.source import UpstreamSource
from mockllm.proxy.targets import Targets, parse
from mockllm.recorder import Keeping, Recorder, Statuses
from mockllm.server.run import start, until_stopped
from mockllm.vendors.table import VENDORS

__all__ = ["exchanges_of", "refuse_in_ci", "serve_recorder", "serve_recordings", "targets_of"]


def serve_recordings(rules: Rules, given: Mapping[str, Any]) -> None:
    """Serve the recordings of all files until stopped."""
    exchanges = exchanges_of(given["files"])
    library = Library(exchanges, rules, Tempo(given["speed"], given["chunks"]))
    recorded = CassetteSource(library, given["repeats"])
    config = Config(
        host=given["host"],
        allow_hosts=given["allow_hosts"],
        on_miss="error",
        token=token_of(given),
        sources=[recorded, TranslatedSource(recorded)],
    )
    complete(_serve(config, given["port"], told=not given["token"]))


def serve_recorder(rules: Rules, redactor: Redactor, given: Mapping[str, Any]) -> None:
    """Record until stopped; ends with a summary, and fails where something had to be refused."""
    if given["mode"] != "none":
        refuse_in_ci(allowed=given["in_ci"])
    elif not Path(given["cassette"]).exists():
        raise MockLLMError(f"{given['cassette']}: there is no such cassette, and --mode none records nothing.")
    _refuse_unwritable(Path(given["cassette"]))
    if given["proxy"] and given["proxy"] != "env" and not given["proxy"].startswith(("http://", "https://")):
        raise MockLLMError(f"--proxy {given['proxy']}: give an http address, or env for those of the environment.")
    targets = targets_of(given["upstreams"])
    settings = Settings(ca=given["ca"], proxy=given["proxy"], raw=given["raw"], most=given["max_requests"])
    keeping = Keeping(given["mode"], Statuses(given["record_errors"]), redactor, rules)
    recorder = Recorder(given["cassette"], keeping, _tell)
    complete(_record(recorder, targets, settings, keeping.rules, given))


def _refuse_unwritable(cassette: Path) -> None:
    """Raise MockLLMError where what is recorded, and perhaps paid for, could not be kept."""
    there = next(path for path in (cassette, *cassette.absolute().parents) if path.exists())
    if there != cassette and not there.is_dir():
        raise MockLLMError(f"{cassette}: cannot be written: {there} is no folder.")
    if not os.access(there, os.W_OK):
        raise MockLLMError(f"{cassette}: cannot be written: no permission to write {there}.")


def exchanges_of(files: Sequence[str]) -> list[Exchange]:
    """The exchanges of some cassettes, or folders of them, in order; what had to be left out is told on stderr."""
    found: list[Exchange] = []
    for file in (each for path in files for each in within(path)):
        cassette = load(file)
        for notice in cassette.notices:
            click.echo(f"mockllm: {notice}", err=True)
        found += cassette.exchanges
    return found


def refuse_in_ci(*, allowed: bool) -> None:
    """Raise MockLLMError where this seems to be a build machine, and that is not allowed."""
    if os.environ.get("CI") and not allowed:
        raise MockLLMError(
            "The environment variable CI is set: requests would go to the real services; allow them with --in-ci."
        )


def targets_of(given: Sequence[str]) -> Targets:
    """Where requests go, by the vendors' own addresses where none are given."""
    return parse(given, {vendor.name: vendor.upstream for vendor in VENDORS})


async def _record(
    recorder: Recorder, targets: Targets, settings: Settings, rules: Rules, given: Mapping[str, Any]
) -> None:
    for notice in recorder.notices():
        _tell(notice)
    upstream = UpstreamSource(targets, recorder, settings)
    chain: list[Source] = [upstream] if recorder.plan.records else []
    if recorder.plan.plays:
        exchanges = recorder.cassette.exchanges if recorder.cassette is not None else ()
        chain.insert(0, CassetteSource(Library(exchanges, rules, Tempo(None))))

    async def finish() -> None:
        if upstream.under_way:
            _tell(f"Waiting up to {settings.drain:g} s for {counted(upstream.under_way, 'exchange')} to end.")
        await upstream.close()
        summary = await recorder.close()
        for line in summary.lines():
            _tell(line)
        if summary.problems:
            raise click.exceptions.Exit(1)

    config = Config(
        host=given["host"],
        allow_hosts=given["allow_hosts"],
        on_miss="error",
        token=token_of(given),
        guard_origin=True,
        locked=True,
        sources=chain,
    )
    with recorder.held():
        await _serve(config, given["port"], finish, told=not given["token"])


async def _serve(
    config: Config, port: int, finish: Callable[[], Awaitable[None]] | None = None, *, told: bool = True
) -> None:
    server = build(config)
    tell_trouble(server)
    running = await start(server, config.host, port)
    settle()
    announce(running.url, config.token if told else None, locked=config.locked)
    try:
        await until_stopped()
    finally:
        await running.stop()
        if finish is not None:
            await finish()


def _tell(line: str) -> None:
    click.echo(f"mockllm: {line}", err=True)
