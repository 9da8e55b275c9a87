from msgspec.structs import replace

from mockllm.scenario.source import SCENARIO
from mockllm.scenario.state import Play
from mockllm.session import Session
from tests.asks import ask, told
from tests.scenario.plays import heard, of, play

TWO = "turns: [one, two]"
LANES = """
lanes:
  planner: {system: planner}
  coder: {system: coder, per: conversation}
turns:
  default: [d1]
  planner: [p1, p2]
  coder: [c1, c2]
rules:
  - {when: {user: bye}, say: Bye.}
"""


def test_turns_come_in_order_and_then_miss() -> None:
    says = play(TWO)

    assert [heard(says(ask())) for _ in range(3)] == ["one", "two", "miss"]


def test_identical_requests_each_take_a_turn() -> None:
    says = play("turns: [a, b, c]")

    assert {heard(says(ask("best of three"))) for _ in range(3)} == {"a", "b", "c"}


def test_a_failure_is_consumed_and_the_retry_takes_the_next_turn() -> None:
    says = play("turns: [{fail: rate_limit}, done]")

    assert [heard(says(ask())) for _ in range(2)] == ["rate_limit", "done"]


def test_turns_go_before_rules_and_rules_answer_when_they_are_taken() -> None:
    says = play("{turns: [one], rules: [{say: rule}]}")

    assert [heard(says(ask())) for _ in range(3)] == ["one", "rule", "rule"]


def test_a_request_that_is_not_expected_leaves_the_turn_for_later() -> None:
    says = play("{turns: [{expect: {user: now}, say: one}], rules: [{when: {user: bye}, say: Bye.}]}")

    assert [heard(says(ask(user))) for user in ("bye", "later", "now")] == ["Bye.", "miss", "one"]


def test_each_lane_has_its_own_turns() -> None:
    says = play(LANES)
    asks = [ask(system=who) for who in ("a planner", "nobody", "a planner", "nobody")]

    assert [heard(says(each)) for each in asks] == ["p1", "d1", "p2", "miss"]


def test_a_lane_whose_turns_are_taken_takes_none_of_another() -> None:
    says = play(LANES)

    assert [heard(says(ask(system="planner"))) for _ in range(3)] == ["p1", "p2", "miss"]


def test_a_lane_per_conversation_starts_anew_for_each() -> None:
    says = play(LANES)
    asks = [ask(user, "coder") for user in ("fix a", "fix b", "fix a", "fix b", "fix a", "bye")]

    assert [heard(says(each)) for each in asks] == ["c1", "c1", "c2", "c2", "miss", "c1"]


def test_rules_are_tried_in_order() -> None:
    says = play("rules: [{when: {user: refund}, say: one}, {say: other}]")

    assert [heard(says(ask(user))) for user in ("a refund", "hello")] == ["one", "other"]


def test_a_rule_answers_alike_again_and_again() -> None:
    says = play("rules: [{when: {user: '/(?P<what>re\\w+)/'}, say: 'A {{ what }}.'}]")

    assert [heard(says(ask("refund"))) for _ in range(3)] == ["A refund."] * 3


def test_times_count_in_a_session() -> None:
    script = of("rules: [{fail: rate_limit, times: 2}, {say: Done.}]")
    first, second = play(script), play(script)

    assert [heard(first(ask())) for _ in range(3)] == ["rate_limit", "rate_limit", "Done."]
    assert heard(second(ask())) == "rate_limit"


def test_a_failure_may_hit_the_first_requests_only() -> None:
    rule, turn = (
        play("rules: [{fail: {kind: overloaded, first: 2}, say: ok}]"),
        play("turns: [{fail: {kind: overloaded, first: 2}, say: ok}, next]"),
    )

    assert [heard(rule(ask())) for _ in range(4)] == ["overloaded", "overloaded", "ok", "ok"]
    assert [heard(turn(ask())) for _ in range(4)] == ["overloaded", "overloaded", "ok", "next"]


def test_a_rule_that_only_fails_at_first_lets_the_next_rule_answer() -> None:
    says = play("rules: [{fail: {kind: quota, first: 1}}, {say: ok}]")

    assert [heard(says(ask())) for _ in range(3)] == ["quota", "ok", "ok"]


def test_a_rate_fails_a_share_of_requests_by_the_seed() -> None:
    text = "rules: [{fail: {kind: overloaded, rate: 0.3}, say: ok}]"
    says, again = play(text), play(text)
    heards = [heard(says(ask())) for _ in range(400)]

    assert 80 < heards.count("overloaded") < 160
    assert heards == [heard(again(ask())) for _ in range(400)]


def test_a_turn_that_fails_at_a_rate_keeps_what_it_says_for_the_retry() -> None:
    says = play("turns: [{fail: {kind: overloaded, rate: 0.5}, say: ok}]")
    heards = [heard(says(ask())) for _ in range(40)]
    spoken = heards.index("ok")

    assert heards == ["overloaded"] * spoken + ["ok"] + ["miss"] * (39 - spoken)


def test_sessions_do_not_see_each_others_turns() -> None:
    script = of("turns: [" + ", ".join(f"t{number}" for number in range(1_000)) + "]")
    left, right = play(script), play(script)
    both = [(heard(left(ask())), heard(right(ask()))) for _ in range(1_000)]

    assert both == [(f"t{number}", f"t{number}") for number in range(1_000)]


def test_what_was_not_asked_for_is_left_over() -> None:
    session = Session("test")
    says = play(LANES, session)
    for each in (ask(system="planner"), ask("fix a", "coder"), ask("fix a", "coder"), ask("fix b", "coder")):
        says(each)

    assert [line.partition(" was")[0] for line in session.slot(SCENARIO).leftovers()] == [
        "turn 2 of lane planner",
        "turn 2 of lane coder",
        "turn 1 of lane default",
    ]


def test_a_lane_per_conversation_that_nobody_began_is_left_over() -> None:
    assert len(Play(of(LANES)).leftovers()) == 5


def test_more_of_a_script_goes_behind_what_was_there() -> None:
    script = of(TWO).plus(of("turns: [three]"))
    says = play(script)

    assert [heard(says(ask())) for _ in range(4)] == ["one", "two", "three", "miss"]


def test_results_match_in_any_order() -> None:
    says = play("turns: [{expect: {results: {b: any, a: /1/}}, say: ok}]")

    assert heard(says(told(b="x", a="1"))) == "ok"


def test_a_reply_of_its_own_place_is_in_the_journal() -> None:
    found = play(TWO)(ask())

    assert list(found.why) == ["scenario: turn 1 of lane default (s.yaml:1:9)"]


def test_a_lane_condition_captures_too() -> None:
    says = play("{lanes: {a: {system: '/I am (?P<who>\\w+)/'}}, turns: {a: ['{{ who }}!']}}")

    assert heard(says(ask(system="I am Ann"))) == "Ann!"


def test_only_matching_vendors_get_the_turn() -> None:
    says = play("turns: [{expect: {vendor: anthropic}, say: ok}]")

    assert heard(says(ask())) == "miss"
    assert heard(says(replace(ask(), vendor="anthropic"))) == "ok"
