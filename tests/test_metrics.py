import pytest
from prometheus_client.parser import text_string_to_metric_families

from mockllm.journal import Entry
from mockllm.metrics import BUCKETS, MOST_NAMES, Histogram, Tally, quantile, render
from mockllm.turn import Usage


def entry(**fields: object) -> Entry:
    given = {"method": "POST", "path": "/", "vendor": "openai", "endpoint": "chat", "source": "script", **fields}
    return Entry(1, **given)  # type: ignore[arg-type]


def samples(tally: Tally, sessions: int = 1, late: tuple[float, ...] = ()) -> dict[tuple[str, ...], float]:
    """Every sample by its name and the values of its labels."""
    families = text_string_to_metric_families(render(tally, sessions, late).decode())
    return {(each.name, *each.labels.values()): each.value for family in families for each in family.samples}


def test_requests_tokens_and_problems_are_counted() -> None:
    tally = Tally()
    tally.add(entry(status=200, usage=Usage(5, 7), ended="complete"))
    tally.add(entry(status=200, usage=Usage(1, 2), ended="complete"))
    tally.add(entry(status=422, source="miss", problems=["miss"], ended="cut"))
    found = samples(tally, 3)

    assert found["mockllm_requests_total", "chat", "script", "200", "openai"] == 2
    assert found["mockllm_requests_total", "chat", "miss", "422", "openai"] == 1
    assert found["mockllm_tokens_total", "input", "openai"] == 6
    assert found["mockllm_tokens_total", "output", "openai"] == 9
    assert found["mockllm_answers_total", "cut"] == 1
    assert found["mockllm_problems_total",] == 1
    assert found["mockllm_sessions",] == 3


def test_times_are_counted_from_arrival() -> None:
    tally = Tally()
    tally.add(entry(arrived=10.0, first_byte=10.03, last_byte=11.5))
    tally.add(entry(arrived=10.0, first_byte=9.0))
    found = samples(tally)

    assert found["mockllm_first_byte_seconds_bucket", "0.02"] == 1
    assert found["mockllm_first_byte_seconds_bucket", "0.05"] == 2
    assert found["mockllm_first_byte_seconds_sum",] == pytest.approx(0.03)
    assert found["mockllm_last_byte_seconds_bucket", "1.0"] == 0
    assert found["mockllm_last_byte_seconds_count",] == 1


def test_lateness_is_told_in_quantiles() -> None:
    found = samples(Tally(), late=tuple(number / 100 for number in range(100, 0, -1)))

    assert found["mockllm_event_lateness_seconds", "0.5"] == 0.51
    assert found["mockllm_event_lateness_seconds", "1.0"] == 1.0
    assert samples(Tally())["mockllm_event_lateness_seconds", "0.99"] == 0.0


def test_a_histogram_counts_what_is_beyond_its_bounds() -> None:
    histogram = Histogram()
    histogram.add(1e9)

    assert histogram.buckets()[-2:] == [(str(BUCKETS[-1]), 0.0), ("+Inf", 1.0)]


def test_names_are_bounded_in_number() -> None:
    tally = Tally()
    for number in range(MOST_NAMES + 50):
        tally.add(entry(endpoint=f"e{number}"))

    assert len(tally.requests) == MOST_NAMES + 1
    assert tally.requests["", "", "", 0] == 50


def test_a_quantile_is_a_value_of_the_list() -> None:
    assert [quantile([1, 2, 3, 4], share) for share in (0.0, 0.5, 0.99, 1.0)] == [1, 3, 4, 4]
    assert quantile([], 0.5) == 0.0


def test_two_renderings_do_not_meet() -> None:
    assert render(Tally(), 1, ()) == render(Tally(), 1, ())
