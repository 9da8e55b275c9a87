"""What tools gave back, as lines."""

import pytest

from mockllm.ask import ToolResult
from mockllm.fake.results import MOST, lines


def told(text: str, name: str | None = None) -> str:
    return lines([ToolResult("1", text, name)])


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ('{"temp": 21.5, "sky": {"state": "clear"}}', "temp: 21.5\nstate: clear"),
        ('{"tags": ["a", "b"], "rows": [{"id": 1}, {"id": 2}]}', "tags: a, b\nid: 1\nid: 2"),
        ("sunny", "sunny"),
        ("12", "12"),
        ("{broken", "{broken"),
        ("", ""),
    ],
)
def test_each_member_is_a_line(text: str, said: str) -> None:
    assert told(text) == said


def test_a_bare_result_bears_the_name_of_its_tool() -> None:
    assert told("sunny", "weather") == "weather: sunny"


def test_long_results_are_cut() -> None:
    assert len(told("x" * 9_000)) == MOST
