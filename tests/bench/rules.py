"""What it costs to match a request against a thousand rules, none of which is meant."""

from time import perf_counter

from mockllm.match import Condition, Facts, condition
from tests.asks import ask

__all__ = ["Rows", "matching"]

Rows = tuple[tuple[str, ...], ...]
RULES = 1_000
ROUNDS = 50
SOURCES = {
    "plain texts": "refund %d",
    "patterns with a plain beginning": "/refund (?P<number>%d)/",
    "patterns with plain text inside": r"/^(?P<who>\w+), refund %d$/",
    "patterns without regard to case": "/refund %d/i",
    "patterns of a choice": r"/(?P<what>refund|return) +%d|voucher %d/",
    "patterns without plain text but few characters in a place": r"/(?P<word>[a-z]+)[%d]/",
    "patterns without plain text": r"/(?P<word>[a-z]+)\d{1,%d}/",
}


def matching() -> Rows:
    """A row for each kind of pattern, in milliseconds."""
    return tuple((f"a request against 1,000 {name}", f"{_best(source):.2f} ms") for name, source in SOURCES.items())


def _best(source: str) -> float:
    asked = ask("Good morning. " * 50, "You are kind. " * 100)
    rules = [condition({"user": source.replace("%d", str(number)), "model": "gpt-*"}) for number in range(1, RULES + 1)]
    return min(_once(rules, Facts(asked)) for _ in range(ROUNDS)) * 1_000


def _once(rules: list[Condition], facts: Facts) -> float:
    start = perf_counter()
    for rule in rules:
        rule.matches(facts)
    return perf_counter() - start
