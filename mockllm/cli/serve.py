"""`mockllm serve`."""

import click

from mockllm.cli import options

__all__ = ["serve"]


@click.command()
@options.listening
@click.option("--seed", default=0, show_default=True, help="Decides every fake: another seed, other texts and ids.")
@click.option("--lenient", is_flag=True, help="Accept what the real services refuse, and any id.")
@click.option("--ttft", default=0.0, type=click.FloatRange(0), help="Seconds to the first token.")
@click.option("--tps", default=0.0, type=click.FloatRange(0), help="Tokens a second; 0 sends them at once.")
@click.option(
    "--clock",
    default="fixed",
    show_default=True,
    type=click.Choice(["fixed", "real"]),
    help="Where times in answers come from.",
)
@click.option(
    "--require-auth",
    is_flag=False,
    flag_value="",
    default=None,
    metavar="[KEY]",
    help="Ask for a key: this one, or any well-formed one.",
)
@click.option(
    "--body-limit",
    default=64,
    show_default=True,
    type=click.IntRange(1),
    metavar="MIB",
    help="The largest request body where the vendor has no limit of its own.",
)
@click.option(
    "--allow-unknown", default="", metavar="model,param", help="Accept unknown models or parameters in strict mode."
)
@click.option("--models", default=None, metavar="FILE", help="Models to accept beside the vendors' own, YAML or JSON.")
@click.option(
    "--rate-limit", default=None, metavar="RPM/TPM", help="Requests and tokens a minute for each model of a session."
)
@click.option(
    "--work",
    default=1.0,
    show_default=True,
    type=click.FloatRange(0),
    metavar="SECONDS",
    help="How long tasks, batches and answers in the background take.",
)
@click.option(
    "--scenario", "scenarios", multiple=True, metavar="FILE", help="Answer from a scenario file, or all of a folder."
)
@click.option(
    "--cassette",
    "cassettes",
    multiple=True,
    metavar="FILE",
    help="Answer from the recordings of a file, or of all in a folder.",
)
@options.matching
@click.option(
    "--upstream",
    "upstreams",
    multiple=True,
    metavar="[NAME=]URL",
    help="Where --on-miss upstream sends requests: a vendor's mount, or that of all of them.",
)
@click.option("--in-ci", is_flag=True, help="Allow --on-miss upstream where the environment variable CI is set.")
@click.option("--watch", is_flag=True, help="Read the files of --scenario again when they change.")
@click.option(
    "--on-miss",
    default=None,
    type=click.Choice(["fake", "error", "upstream"]),
    help="What answers where nothing else does. By default fakes; an error once a script, scenario or cassette is "
    "loaded; the upstream where only that is given.",
)
def serve(**given: object) -> None:
    """Answer Chat Completions, Responses and Messages."""
    from mockllm.cli.running import serve_with  # noqa: PLC0415 - the help needs no server

    serve_with(given)
