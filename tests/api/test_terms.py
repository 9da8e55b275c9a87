import pytest

from mockllm import MockLLM, Pace
from mockllm.api.terms import TERMS, chain, known
from mockllm.errors import MockLLMError
from mockllm.session import Session
from tests.asking import ask


def test_the_terms_of_a_session_decide_about_fakes() -> None:
    strict, lenient = Session("a"), Session("b")
    lenient.slot(TERMS).on_miss = "fake"

    def active(session: Session) -> list[str]:
        return [source.name for source in chain().sources if source.active(session)]

    assert active(strict) == ["end"]
    assert active(lenient) == ["fake"]


def test_a_halted_session_answers_nothing() -> None:
    session = Session("a")
    session.slot(TERMS).on_miss = "fake"
    session.slot(TERMS).halted = "enough"

    assert [source.name for source in chain().sources if source.active(session)] == ["end"]


def test_a_session_has_its_own_pace() -> None:
    with MockLLM() as mock:
        mock.script("slowly")
        mock.allow(pace=Pace(ttft=0.05))
        ask(mock.openai_url)

        entry = mock.entries[0]
        assert entry.first_byte is not None
        assert ask(mock.session("other").openai_url) != "slowly"


def test_a_word_that_names_nobody_is_refused() -> None:
    with pytest.raises(MockLLMError, match="on_miss is one of error, fake, upstream, not 'fakes'"):
        known("fakes")  # type: ignore[arg-type]
    assert known("fake") == "fake"
