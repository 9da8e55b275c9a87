"""Answers that may be given again."""

from mockllm.engine.memo import MET, Memo, Remembered
from mockllm.engine.template import Template
from mockllm.exchange import Answer
from mockllm.turn import Usage
from mockllm.vendors.kinds import Said, Speech
from mockllm.vendors.table import VENDORS
from tests.asks import ask
from tests.stamps import stamp_of
from tests.vendors.worlds import world

VENDOR = next(vendor for vendor in VENDORS if vendor.name == "openai")
SPEECH = next(route.endpoint for route in VENDOR.routes if isinstance(route.endpoint, Speech))


def answer(size: int = 1, *, store: bool = False) -> Remembered:
    template = Template((b"x" * size,), (), stamp_of())
    return Remembered(SPEECH, Said(ask(store=store), (), stamp_of()), Answer(), template, Usage(), world(VENDOR))


def offered(memo: Memo, name: str, known: Remembered) -> Remembered:
    memo.keep((name,), known)
    return known


def test_a_key_is_met_from_its_second_time_on() -> None:
    memo = Memo()

    assert [memo.met(("a",)), memo.met(("b",)), memo.met(("a",)), memo.met(("a",))] == [False, False, True, True]


def test_the_key_that_was_met_first_is_forgotten() -> None:
    memo = Memo()
    for number in range(MET + 1):
        memo.met((number,))

    assert memo.met((0,)) is False
    assert memo.met((MET,)) is True


def test_the_answer_that_was_met_longest_ago_goes() -> None:
    memo = Memo(most=2)
    first = offered(memo, "a", answer())
    offered(memo, "b", answer())
    assert memo.find(("a",)) is first

    offered(memo, "c", answer())

    assert memo.find(("a",)) is first
    assert memo.find(("b",)) is None


def test_large_answers_are_not_kept() -> None:
    memo = Memo(largest=10)
    offered(memo, "a", answer(11))
    offered(memo, "b", answer(10))

    assert memo.find(("a",)) is None
    assert memo.find(("b",)) is not None


def test_clear_forgets_all() -> None:
    memo = Memo()
    offered(memo, "a", answer())
    memo.clear()

    assert memo.find(("a",)) is None


def test_stored_answers_are_kept_by_the_session_each_time() -> None:
    assert answer(store=True).keeps is True
    assert answer().keeps is False
