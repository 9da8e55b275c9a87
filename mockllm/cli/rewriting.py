"""What `mockllm cassette redact` and `import` do."""

from collections import Counter
from collections.abc import Sequence
from pathlib import Path

import click

from mockllm.cassette.exchange import Exchange
from mockllm.cassette.file import load, rewrite, within
from mockllm.cassette.redact import HookError, LeakError, Redactor
from mockllm.cli.progress import shown
from mockllm.cli.recording import exchanges_of
from mockllm.errors import MockLLMError, counted

__all__ = ["clean", "take_in"]

_OTHERS = frozenset({".json", ".har"})
"""Suffixes of files in whose place our layout would surprise whoever reads them."""


def clean(files: Sequence[str], redactor: Redactor) -> None:
    """Take secrets out of cassettes, each all at once."""
    for file in (each for path in files for each in within(path)):
        found = load(file)
        if found.notices:
            raise MockLLMError(f"{found.notices[0]} Take it out or record it again first.")
        kept, what = _redacted(found.exchanges, redactor, f"Redacting {file}")
        if kept != list(found.exchanges):
            if Path(file).suffix.lower() in _OTHERS:
                raise MockLLMError(
                    f"{file}: it is no YAML; `mockllm cassette import` makes a cassette of it, redacted."
                )
            rewrite(file, kept)
        taken = ", ".join(f"{name} ({count})" for name, count in sorted(what.items()))
        click.echo(f"{file}: {f'redacted {taken}' if taken else 'nothing to redact'}.")


def take_in(files: Sequence[str], output: str | None, redactor: Redactor) -> None:
    """Bring recordings of other programs into our layout; exits with 1 where some had to be left out."""
    failed = False
    found = [file for path in files for file in within(path)]
    groups: dict[str, list[str]] = {}
    for file in found:
        groups.setdefault(_own(file) if output is None else output, []).append(file)
    for target, sources in groups.items():
        if output is None and len(sources) > 1:
            raise MockLLMError(
                f"{target}: {' and '.join(sources)} would both become it; put them together with --output."
            )
    for target, sources in groups.items():
        if Path(target).exists() and target not in sources:
            raise MockLLMError(f"{target}: it is there already; name another with --output, or delete it.")
        refused: list[str] = []
        # Where a file is rewritten in its own place, what was left out would be lost.
        spare = None if target in sources else refused
        kept, _ = _redacted(exchanges_of(sources), redactor, f"Importing into {target}", spare)
        rewrite(target, kept)
        for line in refused:
            click.echo(f"mockllm: {line}", err=True)
        failed = failed or bool(refused)
        click.echo(f"{target}: {counted(len(kept), 'exchange')} from {', '.join(sources)}.")
    if failed:
        raise click.exceptions.Exit(1)


def _own(file: str) -> str:
    name = file.removesuffix(".gz")
    return name if name.endswith((".yaml", ".yml")) else str(Path(name).with_suffix(".yaml"))


def _redacted(
    exchanges: Sequence[Exchange], redactor: Redactor, label: str, refused: list[str] | None = None
) -> tuple[list[Exchange], Counter[str]]:
    """The exchanges without secrets, and what was taken out. Why some cannot be kept goes into `refused`, if given."""
    kept: list[Exchange] = []
    what: Counter[str] = Counter()
    for exchange in shown(exchanges, label):
        try:
            redacted = redactor(exchange)
        except (LeakError, HookError) as error:
            if refused is None:
                raise
            refused.append(f"{exchange.place}: {error}")
            continue
        what.update(redacted.what)
        if redacted.exchange is not None:
            kept.append(redacted.exchange)
    return kept, what
