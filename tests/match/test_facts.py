from mockllm.match.facts import Facts
from tests.asks import ask, told, tool


def test_facts_are_those_of_the_ask() -> None:
    facts = Facts(ask("Hi", "Be kind", tools=(tool("f"),)))

    assert (facts.user, facts.system, facts.first_user) == ("Hi", "Be kind", "Hi")
    assert (facts.turn, facts.images, facts.format) == (1, 0, "text")
    assert list(facts.tools) == ["f"]


def test_results_are_those_since_the_assistant_spoke() -> None:
    facts = Facts(told(f="one"))

    assert [(result.name, result.text) for result in facts.results] == [("f", "one")]
    assert facts.turn == 2
