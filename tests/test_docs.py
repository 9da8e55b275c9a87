"""The documentation says what is so."""

import re
from pathlib import Path

import click
import pytest

from mockllm.cli import cli
from tests.helptext import COMMANDS, blocks, commands, rendered

ROOT = Path(__file__).parent.parent
PAGES = [*sorted(ROOT.glob("*.md")), *sorted((ROOT / "docs").rglob("*.md"))]
CODE = re.compile(r"^```python\n(.*?)^```$", re.DOTALL | re.MULTILINE)
BLOCK = re.compile(r"^```.*?^```$", re.DOTALL | re.MULTILINE)
HEADING = re.compile(r"^#+ (.*)$", re.MULTILINE)
ANCHOR = re.compile(r"\]\((?!https?:|mailto:)([^)#]*)#([^)]+)\)")
LINK = re.compile(r"\]\((?!https?:|#|mailto:)([^)#]+)")

every_page = pytest.mark.parametrize("page", PAGES, ids=lambda page: str(page.relative_to(ROOT)))


@click.group()
def zoo() -> None:
    """Animals."""


@zoo.command()
@click.option("--loud", is_flag=True, help="So that the neighbours hear it.")
def bark(*, loud: bool) -> None:
    """Make a noise."""
    del loud


@zoo.command(hidden=True)
def molt() -> None:
    """Make a mess."""


@every_page
def test_python_in_the_docs_compiles(page: Path) -> None:
    text = page.read_text(encoding="utf-8")
    for found in CODE.finditer(text):
        line = text.count("\n", 0, found.start(1))
        compile("\n" * line + found[1], str(page), "exec")


@every_page
def test_links_within_the_docs_lead_somewhere(page: Path) -> None:
    links = LINK.findall(page.read_text(encoding="utf-8"))

    assert [link for link in links if not (page.parent / link).exists()] == []


def test_the_page_of_commands_is_what_help_says() -> None:
    text = COMMANDS.read_text(encoding="utf-8")

    assert text == rendered(text, commands(cli, "mockllm")), "run `make golden` and read the difference"


def test_help_is_taken_of_every_command_that_is_not_hidden() -> None:
    helps = commands(zoo, "zoo")

    assert list(helps) == ["zoo", "zoo bark"]
    assert "Usage: zoo bark [OPTIONS]" in helps["zoo bark"]
    assert "So that the neighbours hear it." in helps["zoo bark"]


def test_a_block_is_replaced_and_the_prose_around_it_stays() -> None:
    text = "# Zoo\n<!-- help: zoo -->\nold\n<!-- /help -->\nProse.\n<!-- help: zoo bark -->\n<!-- /help -->\n"

    fresh = rendered(text, commands(zoo, "zoo"))

    assert "old" not in fresh
    assert "\nProse.\n" in fresh
    assert blocks(fresh) == ["zoo", "zoo bark"]
    assert rendered(fresh, commands(zoo, "zoo")) == fresh


def test_a_command_without_a_block_gets_one_and_a_block_without_a_command_goes() -> None:
    text = "# Zoo\n<!-- help: zoo meow -->\nold\n<!-- /help -->\n"

    assert blocks(rendered(text, commands(zoo, "zoo"))) == ["zoo", "zoo bark"]


def _anchors(page: Path) -> set[str]:
    """The headings of a page as links name them."""
    text = BLOCK.sub("", page.read_text(encoding="utf-8"))
    return {re.sub(r"[^\w\- ]", "", found.strip().lower()).replace(" ", "-") for found in HEADING.findall(text)}


@every_page
def test_links_to_headings_lead_to_one(page: Path) -> None:
    links = ANCHOR.findall(BLOCK.sub("", page.read_text(encoding="utf-8")))

    lost = [
        f"{name}#{heading}" for name, heading in links if heading not in _anchors(page.parent / name if name else page)
    ]
    assert lost == []
