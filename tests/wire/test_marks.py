"""Cache breakpoints: what counts as one."""

from typing import Any

import pytest

from mockllm.ask import Mark
from mockllm.wire.marks import kept, marks

SHORT = {"cache_control": {"type": "ephemeral"}}
HOUR = {"cache_control": {"type": "ephemeral", "ttl": "1h"}}


@pytest.mark.parametrize(
    ("entry", "ttl"),
    [
        ({}, None),
        ({"cache_control": None}, None),
        ({"cache_control": "ephemeral"}, None),
        ({"cache_control": {"type": "zzz", "ttl": "1h"}}, None),
        (SHORT, "5m"),
        (HOUR, "1h"),
        ({"cache_control": {"type": "ephemeral", "ttl": 3}}, "5m"),
        ({"type": "tool_result", "content": [{}, HOUR]}, "1h"),
        ({"type": "tool_result", "content": "x"}, None),
        ({"type": "text", "content": [HOUR]}, None),
    ],
)
def test_mark_says_how_long(entry: dict[str, Any], ttl: str | None) -> None:
    assert kept(entry) == ttl


def test_marks_count_the_parts_before_them() -> None:
    assert marks([{}, SHORT, {}, HOUR]) == (Mark(2, "5m"), Mark(4, "1h"))
