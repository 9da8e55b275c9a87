"""`mockllm record`."""

from typing import Any

import click

from mockllm.cli import options

__all__ = ["record"]


@click.command()
@click.option(
    "--upstream",
    "upstreams",
    multiple=True,
    metavar="[NAME=]URL",
    help="Where requests go: those of one vendor, or without a name all. Without any: to the vendors themselves.",
)
@click.option("--cassette", required=True, type=click.Path(dir_okay=False), metavar="FILE", help="Where exchanges go.")
@click.option(
    "--mode",
    default="once",
    show_default=True,
    type=click.Choice(["once", "new_episodes", "none", "all"]),
    help="As in vcrpy: record into a new file, add what is not there, only replay, record all anew.",
)
@click.option("--record-errors", default="", metavar="4xx,529,...", help="Keep responses of these error statuses too.")
@click.option("--ca", metavar="FILE", help="Further authorities to trust, as PEM.")
@click.option("--proxy", metavar="URL|env", help="Go through this HTTP proxy, or through those of the environment.")
@click.option("--raw", is_flag=True, help="Leave Accept-Encoding as it is: bodies may come compressed.")
@click.option("--max-requests", type=click.IntRange(0), metavar="N", help="Send no more than so many requests.")
@click.option("--in-ci", is_flag=True, help="Record although the environment variable CI is set.")
@options.redaction
@options.matching
@options.listening
def record(**given: Any) -> None:
    """Stand between a client and the real service, and keep what passes in a cassette.

    Give the client this server's address and its real key. Prompts, answers and tool results are stored as they are;
    credentials are not. With a --host beyond loopback every request needs the header x-mockllm-token.
    """
    from mockllm.cli.recording import serve_recorder  # noqa: PLC0415 - the help needs no server

    serve_recorder(options.rules(given), options.redactor(given), given)
