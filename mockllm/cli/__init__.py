"""The command line: one module a command, this one the group."""

import gc

import click

from mockllm.cli.cassette import cassette
from mockllm.cli.record import record
from mockllm.cli.replay import replay
from mockllm.cli.scenario import scenario
from mockllm.cli.serve import serve
from mockllm.cli.verify import verify
from mockllm.errors import MockLLMError

__all__ = ["cli", "main"]


@click.group()
@click.version_option(package_name="mockllm-server", prog_name="mockllm")
def cli() -> None:
    """A local server that speaks the HTTP APIs of language models exactly.

    It answers with deterministic fakes, with scripted turns, or with recordings that it replays byte for byte.
    """


for command in (serve, record, replay, cassette, scenario, verify):
    cli.add_command(command)


def _told(error: click.ClickException) -> str:
    """What is wrong, and where the options are listed."""
    said = " ".join(error.format_message().split())
    where = error.ctx.command_path if isinstance(error, click.UsageError) and error.ctx else ""
    said = said if said.endswith((".", "?")) else f"{said}."
    return f"{said} See {where} --help." if where else said


def main() -> None:
    """Run the command line; a mistake of whoever runs it is one line on stderr."""
    # Nothing that is loaded at the start is garbage: looking for it takes a tenth of the time. Servers enable it.
    gc.disable()
    try:
        done = cli(standalone_mode=False)
    except click.exceptions.NoArgsIsHelpError as error:
        error.show()
        raise SystemExit(error.exit_code) from None
    except click.ClickException as error:
        click.echo(f"mockllm: {_told(error)}", err=True)
        raise SystemExit(error.exit_code) from None
    except (click.Abort, KeyboardInterrupt):
        raise SystemExit(130) from None
    except MockLLMError as error:
        click.echo(f"mockllm: {error}", err=True)
        raise SystemExit(2) from None
    finally:
        gc.enable()
    # Outside of its standalone mode, click returns the code of a command that ends itself.
    raise SystemExit(done if isinstance(done, int) else 0)
