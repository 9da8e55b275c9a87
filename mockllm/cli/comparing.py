"""What `mockllm cassette diff` does."""

import asyncio
import os
import subprocess
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import click

from mockllm.cassette.canon import Rules
from mockllm.cassette.compare import TIERS, Difference, compare, pairs
from mockllm.cassette.exchange import Exchange, path_of
from mockllm.cassette.file import loads
from mockllm.cassette.secrets import PLACEHOLDER, is_credential
from mockllm.cli.progress import shown
from mockllm.cli.recording import exchanges_of, refuse_in_ci, targets_of
from mockllm.errors import MockLLMError
from mockllm.exchange import Answer, Pairs, Raw, Recording
from mockllm.proxy.source import UpstreamSource
from mockllm.vendors.kinds import Vendor
from mockllm.vendors.table import VENDORS

__all__ = ["differ"]

_STRICT = TIERS[:2]


def differ(rules: Rules, given: Mapping[str, Any]) -> None:
    """Write the differences to stdout, tier by tier; exits with 1 if there are any but of wording."""
    _refuse_idle(given)
    old = exchanges_of([given["old"]])
    if given["upstream"] is not None:
        refuse_in_ci(allowed=given["in_ci"])
        new = asyncio.run(_asked_again(old, given))
        old = old[: len(new)]
        found = [each for one, other in zip(old, new, strict=True) for each in compare(one, other)]
    else:
        if given["new"] is None:
            old, new = _at_head(given["old"]), old
        else:
            new = exchanges_of([given["new"]])
        both = list(pairs(old, new, rules))
        found = [each for pair in shown(both, "Comparing") for each in compare(pair.old, pair.new, pair.asked)]
    _tell(found)


def _refuse_idle(given: Mapping[str, Any]) -> None:
    """Raise MockLLMError for what would do nothing beside the rest."""
    if given["upstream"] is not None and given["new"] is not None:
        raise MockLLMError(f"{given['new']}: with --upstream there is no second cassette; leave one of them out.")
    idle = "--header" if given["headers"] else "--max-requests" if given["max_requests"] is not None else None
    if given["upstream"] is None and idle is not None:
        raise MockLLMError(f"{idle} is about a live service: name it with --upstream.")


def _tell(found: Sequence[Difference]) -> None:
    for tier in TIERS:
        lines = [f"  {each.place}: {each.text}" for each in found if each.tier == tier]
        if lines:
            click.echo("\n".join([f"{tier}: {len(lines)}", *lines]))
    if not found:
        click.echo("No differences.")
    if any(each.tier in _STRICT for each in found):
        raise click.exceptions.Exit(1)


def _at_head(file: str) -> list[Exchange]:
    path = Path(file)
    command = ["git", "show", f"HEAD:./{path.name}"]
    try:
        done = subprocess.run(command, cwd=path.resolve().parent, capture_output=True, check=True)  # noqa: S603
    except FileNotFoundError as error:
        raise MockLLMError(f"{file}: git is not there to tell what it was at HEAD.") from error
    except subprocess.CalledProcessError as error:
        why = error.stderr.decode(errors="replace").strip().removeprefix("fatal: ")
        raise MockLLMError(f"{file}: git does not know it at HEAD: {why}.") from error
    return list(loads(done.stdout, f"HEAD:{file}").exchanges)


class _Collector:
    """Takes what comes back, one exchange at a time."""

    def __init__(self) -> None:
        self.found: Exchange | None = None

    async def keep(self, exchange: Exchange) -> None:
        self.found = exchange

    def drop(self, _: str) -> None:
        self.found = None


async def _asked_again(old: Sequence[Exchange], given: Mapping[str, Any]) -> list[Exchange]:
    """What the real service answers to the recorded requests now."""
    collector = _Collector()
    targets = targets_of([given["upstream"]])
    source = UpstreamSource(targets, collector)
    most = len(old) if given["max_requests"] is None else given["max_requests"]
    extra = tuple(_header(text) for text in given["headers"])
    new: list[Exchange] = []
    try:
        for exchange in shown(old[:most], "Asking"):
            collector.found = None
            vendor = _vendor(exchange)
            name = vendor.name if vendor is not None else next(iter(targets.named), "")
            found = await source.send(name, _again(exchange, vendor, extra), (_mount(vendor), ""))
            if isinstance(found, Recording) and found.reply.live is not None:
                async for _ in found.reply.live:
                    pass
            await source.settle()
            if collector.found is None:
                raise MockLLMError(f"{exchange.place}: {_why(found)}")
            new.append(collector.found)
    finally:
        await source.close()
    return new


def _why(found: object) -> str:
    if isinstance(found, Answer) and found.why:
        return found.why[0]
    return f"the upstream gave no response: {' '.join(getattr(found, 'why', ()))}"


def _header(text: str) -> tuple[str, str]:
    name, colon, value = text.partition(":")
    if not colon or not name.strip():
        raise MockLLMError(f"--header {text}: give it as NAME:VALUE.")
    return name.strip(), value.strip()


def _vendor(exchange: Exchange) -> Vendor | None:
    return next((each for each in VENDORS if each.upstream and exchange.request.uri.startswith(each.upstream)), None)


def _mount(vendor: Vendor | None) -> str:
    """The path of a vendor's own address."""
    return urlsplit(vendor.upstream or "").path.rstrip("/") if vendor is not None else ""


def _again(exchange: Exchange, vendor: Vendor | None, extra: Pairs) -> Raw:
    """The request as it is sent again."""
    request = exchange.request
    path, query = path_of(request.uri), urlsplit(request.uri).query
    named = {name.lower() for name, _ in extra}
    known = ((name, _real(name, value, vendor)) for name, value in request.headers if name.lower() not in named)
    return Raw(
        request.method,
        path.removeprefix(_mount(vendor)),
        pairs=tuple((name, value) for name, value in (*known, *extra) if PLACEHOLDER not in value),
        body=request.body,
        target=path + (f"?{query}" if query else ""),
    )


def _real(name: str, value: str, vendor: Vendor | None) -> str:
    """A hidden credential as the environment knows it."""
    if vendor is None or not is_credential(name) or PLACEHOLDER not in value:
        return value
    for variable in vendor.env:
        key = os.environ.get(variable) if variable.endswith("_KEY") else None
        if key:
            return f"Bearer {key}" if name.lower() == "authorization" else key
    return value
