"""`mockllm scenario`: what is wrong with a scenario file, and the schema for editors."""

import json
from pathlib import Path

import click

from mockllm.errors import MockLLMError

__all__ = ["scenario"]


@click.group()
def scenario() -> None:
    """Check scenario files, or print their JSON schema."""


@scenario.command()
@click.argument("paths", metavar="FILE...", nargs=-1, required=True, type=click.Path(path_type=Path))
@click.pass_context
def check(context: click.Context, paths: tuple[Path, ...]) -> None:
    """List every mistake in FILE (or all files of a folder), a line each; exit 1 if there is one."""
    from mockllm.scenario.document import files  # noqa: PLC0415 - the help needs no YAML
    from mockllm.scenario.files import load  # noqa: PLC0415
    from mockllm.scenario.lint import check as lint  # noqa: PLC0415

    found = [file for path in paths for file in files(path)]
    mistakes = [line for file in found for line in lint(file)]
    if not mistakes:
        # Each file is good by itself: those of a folder are played together.
        load(path for path in paths if path.is_dir())
    for line in mistakes:
        click.echo(line)
    if mistakes:
        context.exit(1)
    click.echo(f"{len(found)} {'scenario' if len(found) == 1 else 'scenarios'}, nothing wrong")


@scenario.command()
@click.argument("paths", metavar="[FILE]...", nargs=-1, type=click.Path(path_type=Path))
def schema(paths: tuple[Path, ...]) -> None:
    """Print the JSON schema of scenario files, or write it to each FILE."""
    from mockllm.scenario.schema import schema as made  # noqa: PLC0415 - the help needs no YAML

    text = json.dumps(made(), indent=2)
    if not paths:
        click.echo(text)
    for path in paths:
        try:
            path.write_text(text + "\n", encoding="utf-8")
        except OSError as error:
            raise MockLLMError(f"{path}: cannot write the schema: {error.strerror or error}.") from error
