"""`mockllm cassette`: look at recordings, check them, compare them, clean them, take in those of others."""

from typing import Any

import click

from mockllm.cli import options

__all__ = ["cassette"]

_FILES = click.argument("files", nargs=-1, required=True, type=click.Path(), metavar="FILE...")


@click.group()
def cassette() -> None:
    """Look at recordings, check them, compare them, clean them, take in those of others."""


@cassette.command()
@_FILES
@click.option(
    "--format",
    "form",
    default="text",
    show_default=True,
    type=click.Choice(["text", "markdown"]),
    help="How it is written.",
)
def show(files: tuple[str, ...], form: str) -> None:
    """Tell the conversations in cassettes, whatever their shape; streams are put together."""
    from mockllm.cli.looking import tell  # noqa: PLC0415 - the help needs no cassettes

    tell(files, form)


@cassette.command()
@_FILES
@click.option("--max-age", metavar="DAYS", type=click.IntRange(0), help="How old a recording may be; 0: from today.")
@options.patterns
def verify(files: tuple[str, ...], max_age: int | None, patterns: tuple[str, ...]) -> None:
    """Check that bodies are as recorded, streams follow their grammar, nothing secret is left.

    Exit code 1 if not, 2 if a file is no cassette.
    """
    from mockllm.cli.looking import check  # noqa: PLC0415 - the help needs no cassettes

    check(files, max_age, options.secrets(patterns))


@cassette.command()
@click.argument("old", type=click.Path(), metavar="FILE")
@click.argument("new", required=False, type=click.Path(), metavar="[FILE]")
@click.option(
    "--upstream",
    metavar="[NAME=]URL|NAME",
    help="Compare with what the real service answers now; keys come from the environment variables of its SDK.",
)
@click.option("--header", "headers", multiple=True, metavar="NAME:VALUE", help="Send this header upstream.")
@click.option("--max-requests", type=click.IntRange(0), metavar="N", help="Send no more than so many requests.")
@click.option("--in-ci", is_flag=True, help="Send requests although the environment variable CI is set.")
@options.matching
def diff(**given: Any) -> None:
    """Compare a cassette with another, with itself at git's HEAD, or with a live service.

    Differences are of three tiers: wire (fields, types, events), behaviour (tools, endings, exchanges) and wording.
    The first two make the exit code 1.
    """
    from mockllm.cli.comparing import differ  # noqa: PLC0415 - the help needs no cassettes

    differ(options.rules(given), given)


@cassette.command()
@_FILES
@options.redaction
def redact(files: tuple[str, ...], **given: Any) -> None:
    """Take secrets out of cassettes, in place."""
    from mockllm.cli.rewriting import clean  # noqa: PLC0415 - the help needs no cassettes

    clean(files, options.redactor(given))


@cassette.command("import")
@_FILES
@click.option("--output", "-o", type=click.Path(dir_okay=False), metavar="FILE", help="Put all into this one cassette.")
@options.redaction
def import_(files: tuple[str, ...], **given: Any) -> None:
    """Bring what other programs recorded (vcrpy, pydantic-ai, Go, Ruby, R, HAR) into our layout, without secrets.

    Without --output each FILE becomes a cassette of its name that ends in .yaml.
    """
    from mockllm.cli.rewriting import take_in  # noqa: PLC0415 - the help needs no cassettes

    take_in(files, given.pop("output"), options.redactor(given))
