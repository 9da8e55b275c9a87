"""Every command line that the documentation shows is one that the command line understands."""

import re
import shlex
from pathlib import Path

import click
import pytest

from mockllm.cli import cli

ROOT = Path(__file__).parents[2]
PAGES = [*sorted(ROOT.glob("*.md")), *sorted((ROOT / "docs").glob("*.md"))]
BLOCK = re.compile(r"^```(?:yaml|console)\n(.*?)^```$", re.DOTALL | re.MULTILINE)
COMMAND = re.compile(r"(?:^|[ '\"])(mockllm (?:serve|record|replay|verify|cassette|scenario)\b[^\n&#']*)", re.MULTILINE)
LINES = [
    pytest.param(line.strip(), id=f"{page.name}: {line.strip()}")
    for page in PAGES
    for block in BLOCK.findall(page.read_text(encoding="utf-8"))
    for line in COMMAND.findall(block)
]


@pytest.mark.parametrize("line", LINES)
def test_each_command_is_understood(line: str) -> None:
    command: click.Command = cli
    _, *words = shlex.split(line)
    while isinstance(command, click.Group):
        command = command.commands[words.pop(0)]
    if line != "mockllm cassette show":  # git adds the file
        command.make_context(line, words)


def test_there_are_some() -> None:
    assert len(LINES) > 10
