"""Where ids, times and dice come from."""

import pytest

from mockllm.engine.stamping import digest, stamped
from mockllm.stamp import EPOCH

BODY = {"model": "m", "messages": ["é"]}
DIGEST = digest(0, "v", "e", BODY)


def test_how_an_answer_is_delivered_decides_no_text() -> None:
    assert digest(0, "v", "e", {**BODY, "stream": True, "stream_options": {}}) == DIGEST
    assert digest(0, "v", "e", dict(reversed(BODY.items()))) == DIGEST


@pytest.mark.parametrize(
    "other", [(1, "v", "e", BODY), (0, "w", "e", BODY), (0, "v", "f", BODY), (0, "v", "e", {}), (0, "v", "e", b"x")]
)
def test_all_else_does(other: tuple[int, str, str, dict[str, object] | bytes]) -> None:
    assert digest(*other) != DIGEST


def test_repeats_have_other_ids_and_are_a_second_later() -> None:
    first, second = stamped(DIGEST, 0, None), stamped(DIGEST, 1, None)

    assert first.text == second.text
    assert first.unique != second.unique
    assert second.created == first.created + 1
    assert first.created >= EPOCH


def test_the_real_clock_dates_the_answer() -> None:
    assert stamped(DIGEST, 5, 1_800_000_000.9).created == 1_800_000_000
