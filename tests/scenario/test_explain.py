from mockllm.errors import Miss
from mockllm.scenario.explain import MOST_LINES, MOST_WIDTH
from tests.asks import ask
from tests.scenario.plays import play

RULES = """
rules:
  - {when: {user: refund, model: "claude-*", turn: 3}, say: a}
  - {when: {user: refund, model: "gpt-*"}, say: b}
  - {when: {user: Hello}, say: c, times: 1}
  - {when: {user: a, model: b, shape: messages, vendor: anthropic}, say: e}
"""


def why(script: str, times: int = 1, user: str = "Hello") -> list[str]:
    says = play(script)
    found = [says(ask(user)) for _ in range(times)][-1]
    assert isinstance(found, Miss)
    return list(found.why)


def test_a_miss_names_the_nearest_rules_and_what_differed() -> None:
    assert why(RULES, 2) == [
        "scenario: rule 3 (s.yaml:5:5) matches, but was used once already",
        "scenario: rule 2 (s.yaml:4:5)",
        '  user: wanted "refund", got "Hello"',
        "scenario: rule 1 (s.yaml:3:5)",
        '  user: wanted "refund", got "Hello"',
        '  model: wanted "claude-*", got "gpt-5"',
        "  turn: wanted 3, got 1",
    ]


def test_a_miss_names_the_expected_turn() -> None:
    assert why("turns: [one, {expect: {user: now}, say: two}]", 2) == [
        "scenario: expected turn 2 of lane default (s.yaml:1:14)",
        '  user: wanted "now", got "Hello"',
    ]


def test_a_miss_says_that_all_turns_are_taken() -> None:
    assert why("turns: [one]", 2) == ["scenario: the only turn is taken in lane default"]


def test_a_miss_counts_the_turns_that_are_taken() -> None:
    assert why("turns: [one, two]", 3) == ["scenario: all 2 turns are taken in lane default"]


def test_a_miss_says_which_lanes_do_not_own_it() -> None:
    assert why("{lanes: {a: {system: planner}}, turns: {a: [x]}}") == [
        "scenario: lane a does not own this request",
        '  system: wanted "planner", got ""',
    ]


def test_a_lane_without_turns_says_so() -> None:
    assert why("lanes: {a: {}}") == ["scenario: there are no turns in lane a"]


def test_an_empty_script_says_so() -> None:
    assert why("{}") == ["scenario: no lane and no rule was meant for this request"]


def test_a_failure_that_lets_a_request_through_says_so() -> None:
    assert why("rules: [{fail: {kind: quota, first: 1}}]", 2) == [
        "scenario: rule 1 (s.yaml:1:9) matches, but does not fail this time and has nothing to say"
    ]


def test_an_explanation_is_capped() -> None:
    fields = "user: a, model: b, shape: messages, vendor: anthropic, system: e, turn: 2, images: 3"
    lines = why("rules: [" + ", ".join([f"{{when: {{{fields}}}, say: x}}"] * 3) + "]")

    assert len(lines) == MOST_LINES
    assert lines[-1].endswith("lines more")
    assert all(len(line) <= MOST_WIDTH for line in why(RULES.replace("refund", "r" * 900), 2))


def test_a_slow_pattern_is_told() -> None:
    lines = why("rules: [{when: {user: '/(\\w+\\w+)+\\1\\W/'}, say: x}]", user="a" * 3_000 + "b")

    assert lines[-1] == r"pattern /(\w+\w+)+\1\W/ ran out of time on this request"


def test_lines_can_be_taken_singly() -> None:
    found = play("turns: []")(ask())

    assert isinstance(found, Miss)
    assert [found.why[0]] == list(found.why[:1])
