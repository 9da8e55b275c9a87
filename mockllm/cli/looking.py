"""What `mockllm cassette show` and `verify` do."""

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta

import click

from mockllm.cassette import transcript, verify
from mockllm.cassette.file import load
from mockllm.cassette.redact import Redactor
from mockllm.cli.progress import shown
from mockllm.cli.recording import exchanges_of

__all__ = ["check", "tell"]

_FORMS = {"text": transcript.as_text, "markdown": transcript.as_markdown}


def tell(files: Sequence[str], form: str) -> None:
    """Write the conversations of cassettes to stdout."""
    for file in files:
        if len(files) > 1:
            click.echo(f"# {file}\n")
        for scene in transcript.scenes(exchanges_of([file])):
            click.echo(_FORMS[form](scene))


def check(files: Sequence[str], max_age: int | None, redactor: Redactor) -> None:
    """Write what is wrong with cassettes to stdout; exits with 1 if anything is."""
    now = datetime.now(UTC)
    oldest = timedelta(days=max_age) if max_age is not None else None
    wrong = count = 0
    for file in files:
        cassette = load(file)
        lines = list(cassette.notices)
        for exchange in shown(cassette.exchanges, f"Checking {file}"):
            found = verify.findings(exchange, redactor.secrets, now=now, max_age=oldest)
            lines += [f"{exchange.place}: {line}." for line in found]
        for line in lines:
            click.echo(line)
        wrong += len(lines)
        count += len(cassette.exchanges)
    click.echo(f"{count} exchange(s) in {len(files)} file(s), {wrong} finding(s).")
    if wrong:
        raise click.exceptions.Exit(1)
