"""What is a sum, and what only looks like one."""

import pytest

from mockllm.fake.sums import sums


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("What is 2+2?", ["2+2"]),
        ("What is 5-3?", ["5-3"]),
        ("12/4", ["12/4"]),
        ("Calculate: 7 x 6.", ["7 x 6"]),
        ("10 - 12 =", ["10 - 12"]),
        ("Add 2 * (3 + 4) to 3 + 1, please", ["2 * (3 + 4)", "3 + 1"]),
        ("-5 + 3", ["-5 + 3"]),
    ],
)
def test_a_sum_is_found(text: str, found: list[str]) -> None:
    assert list(sums(text)) == found


@pytest.mark.parametrize(
    "text",
    [
        "Answer in 2-3 sentences: why is the sky blue?",
        "2-3 sentences, please",
        "What happened on 2024-01-15?",
        "Call me at 555-123-4567.",
        "Summarize pages 10-20.",
        "A 1920x1080 image",
        "24/7 support",
        "Rate it from 1-10",
        "Is version 1.2-3b out?",
        "Compare COVID-19 and SARS-2",
        "No digits - none",
        " " * 40 + "9-5 is when the office is open",
    ],
)
def test_what_only_looks_like_one_is_none(text: str) -> None:
    assert list(sums(text)) == []


def test_a_long_log_takes_no_time() -> None:
    assert list(sums("2024-01-15 10:00:00 served 1/2 " * 20_000)) == []
    assert list(sums("1+1 " + "(" * 1_000_000)) == ["1+1"]
