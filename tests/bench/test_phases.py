"""Every phase of the bench measures something, on a small scale."""

from collections.abc import Iterator

import pytest

from tests.bench.__main__ import markdown
from tests.bench.phases import PHASES, Effort, Table
from tests.bench.process import anywhere


@pytest.fixture
def unpinned() -> Iterator[None]:
    yield
    anywhere()


@pytest.mark.proof
@pytest.mark.usefixtures("unpinned")
@pytest.mark.parametrize("name", PHASES)
async def test_a_phase_gives_a_table_of_numbers(name: str) -> None:
    table = await PHASES[name](Effort(seconds=0.1, streams=3, requests=120))

    assert table.rows
    assert all(len(row) == len(table.head) for row in table.rows)
    assert all(any(letter.isdigit() for letter in cell) for row in table.rows for cell in row[2:])


def test_tables_of_one_heading_stand_as_one() -> None:
    head = ("requests", "ratio")

    text = markdown([Table(head, (("chat", "0.5"),)), Table(("ms",), (("9",),)), Table(head, (("messages", "0.4"),))])

    assert text == (
        "| requests | ratio |\n| --- | ---: |\n| chat | 0.5 |\n| messages | 0.4 |\n\n| ms |\n| --- |\n| 9 |"
    )
