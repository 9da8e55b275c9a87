"""Options that several commands share, and what they become."""

import re
import sys
from collections.abc import Callable, Sequence
from importlib import import_module
from pathlib import Path
from typing import Any, TypeVar

import click

from mockllm.errors import MockLLMError

__all__ = [
    "MATCHING",
    "listening",
    "matching",
    "patterns",
    "port",
    "redaction",
    "redactor",
    "rules",
    "secrets",
    "speed",
]

Command = TypeVar("Command", bound=Callable[..., Any])

port = click.option(
    "--port", default=8000, show_default=True, type=click.IntRange(0, 65_535), help="The port; 0 takes a free one."
)


def listening(command: Command) -> Command:
    """The options that say where a server listens, and to whom."""
    for add in (
        click.option(
            "--token",
            envvar="MOCKLLM_TOKEN",
            metavar="TOKEN",
            help="What /_mockllm asks for where --host is beyond loopback; else $MOCKLLM_TOKEN, else made up.",
        ),
        click.option(
            "--allow-host", "allow_hosts", multiple=True, metavar="NAME", help="Answer requests for this host name too."
        ),
        port,
        click.option("--host", default="127.0.0.1", show_default=True, help="The address to listen at."),
    ):
        command = add(command)
    return command


def _factor(_: click.Context, __: click.Parameter, value: str) -> float | None:
    """A factor, or None for `max`."""
    if value == "max":
        return None
    try:
        number = float(value)
    except ValueError:
        number = 0.0
    if not 0 < number < float("inf"):
        raise click.BadParameter(f"{value!r} is neither a factor nor max.")
    return number


speed = click.option(
    "--speed",
    default="1.0",
    show_default=True,
    metavar="FACTOR|max",
    callback=_factor,
    help="How fast: 2 is twice as fast, max at once.",
)


MATCHING = {
    "volatile": "--volatile",
    "scrubs": "--scrub",
    "results": "--scrub-result",
    "unordered_results": "--unordered-results",
}
"""What `matching` calls its options, and their names."""


def matching(command: Command) -> Command:
    """The options that say what may differ between a request and its recording."""
    for add in (
        click.option("--unordered-results", is_flag=True, help="Tool results may come in any order."),
        click.option(
            "--scrub-result",
            "results",
            multiple=True,
            metavar="[TOOL:]POINTER",
            help="A field of tool results that may differ.",
        ),
        click.option(
            "--scrub", "scrubs", multiple=True, metavar="REGEX", help="What may differ in system and user text."
        ),
        click.option(
            "--volatile",
            multiple=True,
            metavar="POINTER",
            help="A field of the body that may differ (?NAME: of the query).",
        ),
    ):
        command = add(command)
    return command


patterns = click.option("--redact", "patterns", multiple=True, metavar="REGEX", help="What else must not be kept.")


def redaction(command: Command) -> Command:
    """The options that say what else must not be kept."""
    hook = click.option(
        "--redact-hook", "hook", metavar="MODULE:FUNCTION", help="A function from exchange to exchange, or None."
    )
    return patterns(hook(command))


def rules(given: dict[str, Any]) -> Any:
    """The rules of matching that the options ask for; takes its options out of `given`."""
    from mockllm.cassette.canon import VOLATILE, Rules  # noqa: PLC0415 - the help needs no cassettes

    volatile: Sequence[str] = given.pop("volatile")
    for pointer in volatile:
        if pointer[:1] not in {"/", "?"}:
            raise MockLLMError(f"--volatile {pointer}: a JSON pointer starts with /, a field of the query with ?.")
    results: Sequence[str] = given.pop("results")
    for pointer in results:
        if "/" not in pointer:
            raise MockLLMError(f"--scrub-result {pointer}: give a JSON pointer, or a tool, a colon and a JSON pointer.")
    scrubs = _patterns("--scrub", given.pop("scrubs"))
    return Rules((*VOLATILE, *volatile), scrubs, tuple(results), given.pop("unordered_results"))


def redactor(given: dict[str, Any]) -> Any:
    """The redactor that the options ask for; takes its options out of `given`."""
    from mockllm.cassette.redact import Redactor  # noqa: PLC0415 - the help needs no cassettes

    return Redactor(secrets(given.pop("patterns")), _function(given.pop("hook")))


def secrets(own: Sequence[str]) -> Any:
    """What is a secret: what the vendors' keys look like, and what the patterns of `--redact` find."""
    from mockllm.cassette.secrets import PATTERNS, Secrets  # noqa: PLC0415 - the help needs no cassettes
    from mockllm.vendors.table import VENDORS  # noqa: PLC0415

    checked = _patterns("--redact", own)
    known = tuple(pattern for vendor in VENDORS for pattern in vendor.secrets)
    return Secrets((), tuple(dict.fromkeys((*PATTERNS, *known))), checked)


def _patterns(option: str, given: Sequence[str]) -> tuple[str, ...]:
    for pattern in given:
        try:
            re.compile(pattern)
        except re.error as error:
            raise MockLLMError(f"{option} {pattern}: not a regular expression: {error}.") from error
    return tuple(given)


def _function(name: str | None) -> Any:
    if name is None:
        return None
    module, _, function = name.partition(":")
    # As with any tool that is given a module: one beside the person is found, wherever the command itself lies.
    if (here := str(Path.cwd())) not in sys.path:
        sys.path.insert(0, here)
    try:
        found = getattr(import_module(module), function)
    except (ImportError, AttributeError, SyntaxError, ValueError) as error:
        raise MockLLMError(f"--redact-hook {name}: {error}; give it as MODULE:FUNCTION.") from error
    if not callable(found):
        raise MockLLMError(f"--redact-hook {name}: it is not a function.")
    return found
