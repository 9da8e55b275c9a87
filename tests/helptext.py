"""The help of every command in docs/commands.md: checked, or written anew with `--update`.

A block stands between `<!-- help: mockllm serve -->` and `<!-- /help -->`; the prose around it is by hand.
"""

import re
import sys
from pathlib import Path

import click
from click.testing import CliRunner

__all__ = ["blocks", "commands", "main", "rendered"]

COMMANDS = Path(__file__).parent.parent / "docs" / "commands.md"
_BLOCK = re.compile(r"<!-- help: (?P<name>[^>]+?) -->\n.*?<!-- /help -->\n", re.DOTALL)


def commands(group: click.Command, name: str) -> dict[str, str]:
    """The help of a command and of all below it, by full name."""
    found = {name: _help(group, name)}
    if isinstance(group, click.Group):
        for word, command in sorted(group.commands.items()):
            if not command.hidden:
                found |= commands(command, f"{name} {word}")
    return found


def _help(command: click.Command, name: str) -> str:
    # The width is set so that no terminal decides; an empty environment keeps colours and defaults out.
    told = CliRunner().invoke(command, ["--help"], prog_name=name, terminal_width=100, color=False)
    return "\n".join(line.rstrip() for line in told.output.splitlines()) + "\n"


def blocks(text: str) -> list[str]:
    """The names of the commands that a page has blocks for."""
    return [found["name"] for found in _BLOCK.finditer(text)]


def rendered(text: str, helps: dict[str, str]) -> str:
    """The page with its blocks as they should be; commands without one are added at the end."""

    def block(name: str) -> str:
        return f"<!-- help: {name} -->\n```text\n{helps[name]}```\n<!-- /help -->\n"

    kept = _BLOCK.sub(lambda found: block(found["name"]) if found["name"] in helps else "", text)
    present = set(blocks(text))
    return kept + "".join(f"\n## {name}\n{block(name)}" for name in helps if name not in present)


def main(arguments: list[str]) -> int:
    """Checks the page, or writes it where `--update` is given; the exit status."""
    from mockllm.cli import cli  # noqa: PLC0415 - the rest works for any group

    text = COMMANDS.read_text(encoding="utf-8") if COMMANDS.exists() else "# Commands\n"
    wanted = rendered(text, commands(cli, "mockllm"))
    if wanted == text:
        return 0
    if "--update" not in arguments:
        sys.stderr.write(f"{COMMANDS.name} is not what --help says: run `make golden` and read the difference\n")
        return 1
    COMMANDS.parent.mkdir(exist_ok=True)
    COMMANDS.write_text(wanted, encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
