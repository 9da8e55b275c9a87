"""What a server has done, in numbers: counted cheaply as it goes, written in Prometheus' text format when asked.

prometheus_client is imported when somebody asks, and only its own registry of the moment is written.
"""

from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from mockllm.journal import Entry

__all__ = ["BUCKETS", "Histogram", "Tally", "quantile", "render"]

BUCKETS = (0.001, 0.002, 0.005, 0.01, 0.02, 0.05, 0.1, 0.2, 0.5, 1.0, 2.0, 5.0, 10.0, 30.0, 60.0)
"""Upper bounds of the histograms, in seconds."""

QUANTILES = (0.5, 0.9, 0.99, 1.0)
MOST_NAMES = 500
_OTHERS = ("", "", "", 0)


class Histogram:
    """How many times were how long, in seconds."""

    def __init__(self) -> None:
        self.counts = [0] * (len(BUCKETS) + 1)
        self.sum = 0.0

    def add(self, seconds: float) -> None:
        """Count one time; less than none is none."""
        seconds = max(0.0, seconds)
        self.counts[bisect_left(BUCKETS, seconds)] += 1
        self.sum += seconds

    def buckets(self) -> list[tuple[str, float]]:
        """Each upper bound with how many times were at most that long."""
        found, below = [], 0
        for bound, count in zip((*BUCKETS, float("inf")), self.counts, strict=True):
            below += count
            found.append(("+Inf" if bound == float("inf") else str(bound), float(below)))
        return found


class Tally:
    """Counts over all sessions since the start."""

    def __init__(self) -> None:
        # Not of Counter, which takes twice as long to count one more.
        self.requests: defaultdict[tuple[str, str, str, int], int] = defaultdict(int)
        self.read: defaultdict[str, int] = defaultdict(int)
        self.written: defaultdict[str, int] = defaultdict(int)
        self.ended: defaultdict[str, int] = defaultdict(int)
        self.problems = 0
        self.first_byte = Histogram()
        self.last_byte = Histogram()

    def add(self, entry: Entry) -> None:
        """Count a request that is done with."""
        names = (entry.vendor, entry.endpoint, entry.source, entry.status)
        # Endpoints come from tables, but whatever a client can make up must not grow without bound.
        self.requests[names if names in self.requests or len(self.requests) < MOST_NAMES else _OTHERS] += 1
        self.ended[entry.ended] += 1
        self.problems += len(entry.problems)
        if entry.usage is not None:
            self.read[entry.vendor] += entry.usage.input
            self.written[entry.vendor] += entry.usage.output
        if entry.first_byte is not None:
            self.first_byte.add(entry.first_byte - entry.arrived)
        if entry.last_byte is not None:
            self.last_byte.add(entry.last_byte - entry.arrived)


def quantile(ordered: Sequence[float], share: float) -> float:
    """The value below which this share of the ordered values lies; 0 where there are none."""
    return ordered[min(int(share * len(ordered)), len(ordered) - 1)] if ordered else 0.0


def render(tally: Tally, sessions: int, late: Iterable[float]) -> bytes:
    """The numbers in Prometheus' text format. `late` is how late events of paced streams left, in seconds."""
    from prometheus_client import CollectorRegistry, generate_latest  # noqa: PLC0415 - only who asks pays for it

    class _Collector:
        """Gives what is counted to one registry."""

        def collect(self) -> Iterator[Any]:
            yield from _families(tally, sessions, sorted(late))

    registry = CollectorRegistry(auto_describe=False)
    registry.register(_Collector())
    return bytes(generate_latest(registry))


def _families(tally: Tally, sessions: int, late: Sequence[float]) -> Iterator[Any]:
    from prometheus_client.core import (  # noqa: PLC0415 - only who asks pays for it
        CounterMetricFamily,
        GaugeMetricFamily,
        HistogramMetricFamily,
    )

    requests = CounterMetricFamily(
        "mockllm_requests", "Requests by who answered.", labels=["vendor", "endpoint", "source", "status"]
    )
    for (*names, status), count in tally.requests.items():
        requests.add_metric([*names, str(status or "")], count)
    tokens = CounterMetricFamily("mockllm_tokens", "Tokens by direction.", labels=["vendor", "direction"])
    for vendor, count in tally.read.items():
        tokens.add_metric([vendor, "input"], count)
        tokens.add_metric([vendor, "output"], tally.written[vendor])
    ended = CounterMetricFamily("mockllm_answers", "Answers by how they ended.", labels=["ended"])
    for how, count in tally.ended.items():
        ended.add_metric([how], count)
    problems = CounterMetricFamily("mockllm_problems", "Misses and refused tool calls.", value=tally.problems)
    yield from (requests, tokens, ended, problems)
    yield GaugeMetricFamily("mockllm_sessions", "Sessions there are.", value=sessions)
    for name, about, times in (
        ("mockllm_first_byte_seconds", "From arrival to the first byte.", tally.first_byte),
        ("mockllm_last_byte_seconds", "From arrival to the last byte.", tally.last_byte),
    ):
        yield HistogramMetricFamily(name, about, buckets=times.buckets(), sum_value=times.sum)
    lateness = GaugeMetricFamily(
        "mockllm_event_lateness_seconds", "How late events of paced streams leave.", labels=["quantile"]
    )
    for share in QUANTILES:
        lateness.add_metric([str(share)], quantile(late, share))
    yield lateness
