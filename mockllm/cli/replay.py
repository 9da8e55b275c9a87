"""`mockllm replay`."""

from typing import Any

import click

from mockllm.cli import options

__all__ = ["replay"]


@click.command()
@click.argument("files", nargs=-1, required=True, type=click.Path(), metavar="FILE...")
@options.listening
@options.speed
@click.option(
    "--repeats",
    default="error",
    show_default=True,
    type=click.Choice(["error", "last", "loop"]),
    help="What a request gets once all its recordings have been played.",
)
@click.option(
    "--chunks",
    default="recorded",
    show_default=True,
    type=click.Choice(["recorded", "event", "byte", "random"]),
    help="Where bodies are cut into HTTP chunks.",
)
@options.matching
def replay(**given: Any) -> None:
    """Serve what was recorded, byte for byte; no connection leaves the machine."""
    from mockllm.cli.recording import serve_recordings  # noqa: PLC0415 - the help needs no server

    serve_recordings(options.rules(given), given)
