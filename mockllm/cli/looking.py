"""What `mockllm cassette show` and `verify` do."""

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta

import click

from mockllm.cassette import transcript, verify
from mockllm.cassette.file import load, within
from mockllm.cassette.secrets import Secrets
from mockllm.cli.progress import shown
from mockllm.cli.recording import exchanges_of
from mockllm.errors import MockLLMError, counted

__all__ = ["check", "tell"]

_FORMS = {"text": transcript.as_text, "markdown": transcript.as_markdown}


def tell(files: Sequence[str], form: str) -> None:
    """Write the conversations of cassettes to stdout."""
    found = [file for path in files for file in within(path)]
    for file in found:
        if len(found) > 1:
            click.echo(f"# {file}\n")
        for scene in transcript.scenes(exchanges_of([file])):
            click.echo(_FORMS[form](scene))


def check(files: Sequence[str], max_age: int | None, secrets: Secrets) -> None:
    """Write what is wrong with cassettes to stdout; exits with 1 if anything is, with 2 if some are none at all."""
    now = datetime.now(UTC)
    oldest = timedelta(days=max_age) if max_age is not None else None
    wrong = count = broken = 0
    found = [file for path in files for file in within(path)]
    for file in found:
        try:
            cassette = load(file)
        except MockLLMError as error:
            click.echo(f"mockllm: {error}", err=True)
            broken += 1
            continue
        lines = list(cassette.notices)
        for exchange in shown(cassette.exchanges, f"Checking {file}"):
            lines += [
                f"{exchange.place}: {line}." for line in verify.findings(exchange, secrets, now=now, max_age=oldest)
            ]
        for line in lines:
            click.echo(line)
        wrong += len(lines)
        count += len(cassette.exchanges)
    click.echo(f"{counted(count, 'exchange')} in {counted(len(found) - broken, 'file')}, {counted(wrong, 'finding')}.")
    if broken or wrong:
        raise click.exceptions.Exit(2 if broken else 1)
