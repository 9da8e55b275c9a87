from pathlib import Path

import pytest

from mockllm.scenario.lint import check, lint
from tests.scenario.plays import of


@pytest.mark.parametrize(
    ("script", "found"),
    [
        ("rules: [{say: a}, {when: {user: x}, say: b}]", ["s.yaml:1:19: never answers, since the rule at s.yaml:1:9"]),
        ("rules: [{when: {user: re}, say: a}, {when: {user: refund, turn: 1}, say: b}]", ["never answers"]),
        ("rules: [{when: {user: refund}, say: a}, {when: {user: re}, say: b}]", []),
        ("rules: [{when: {user: /re/}, say: a}, {when: {user: /ref/}, say: b}]", []),
        ("rules: [{when: {model: gpt}, say: a}, {when: {model: gpt-5}, say: b}]", []),
        ("rules: [{when: {turn: 1}, say: a}, {when: {turn: 1}, say: b}]", ["never answers"]),
        ("rules: [{say: a, times: 1}, {say: b}]", []),
        ("rules: [{fail: quota}, {say: b}]", ["never answers"]),
        ("rules: [{fail: {kind: quota, first: 2}}, {say: b}]", []),
        ("rules: [{fail: {kind: quota, rate: 0.5}}, {say: b}]", []),
        ("rules: [{fail: {kind: quota, first: 2}, say: a}, {say: b}]", ["never answers"]),
        (
            "rules: [{when: {user: '/(?P<a>x)/'}, say: '{{ a }} {{ b }}'}]",
            ["uses {{ b }}, but its own patterns have no group"],
        ),
        ("turns: [{expect: {user: '/(?P<a>x)/'}, call: {f: {x: '{{ c }}'}}}]", ["uses {{ c }}"]),
        ("turns: [{expect: {user: '/(?P<c>x)/'}, say: a}, '{{ c }}']", ["those of other turns do not reach it"]),
        ("turns: ['{{ usr }}']", ["no group of that name; did you mean user?"]),
        ("turns: [{say: '{{ c }}', template: false}]", []),
        ("{lanes: {l: {system: '/(?P<a>x)/'}}, turns: {l: ['{{ a }} {{ user }}']}}", []),
        ("lanes: {l: {system: x}}", ["lane l has no turns"]),
    ],
)
def test_what_cannot_be_meant_is_found(script: str, found: list[str]) -> None:
    lines = list(lint(of(script)))

    assert len(lines) == len(found)
    assert all(part in line for part, line in zip(found, lines, strict=True))


def test_all_mistakes_of_a_file_are_listed(tmp_path: Path) -> None:
    path = tmp_path / "a.yaml"
    path.write_text("mockllm: 1\nrules:\n  - {sya: a}\n  - {say: 1}\n")

    assert check(path) == [
        f"{path}:3:6: unknown key 'sya'; did you mean 'say'?",
        f"{path}:4:11: must be a string, not 1; put it in quotes",
    ]


EVERY_KIND = """\
mockllm: 1
mockllm: 1
tools:
  - {name: get_weather, parameters: {required: [city]}}
lanes:
  planner: {system: "/plan(/", shape: chatt}
turns:
  plannr: [Hi]
  planner:
    - {sya: Hello, expect: {user: "/fix (/", vendor: opneai}}
    - {say: "{{ bug", expect: {results: {get_wether: any}}}
    - {call: [{get_wether: {}}, {get_weather: {}}], pace: {tps: fast}}
    - {say: "{{ bug }}"}
rules:
  - {fail: rate_limt}
  - {when: {turn: 0}, say: One}
  - {say: a, fail: quota}
  - say: [1]
"""


def test_mistakes_of_every_kind_are_listed_at_once(tmp_path: Path) -> None:
    path = tmp_path / "a.yaml"
    path.write_text(EVERY_KIND)
    found = [line.removeprefix(f"{path}:") for line in check(path)]
    wanted = [
        ("2:1:", "the key 'mockllm' stands twice"),
        ("6:21:", "not a regular expression"),
        ("6:39:", "there is no shape 'chatt'; did you mean 'chat'?"),
        ("8:3:", "there is no lane 'plannr'; did you mean 'planner'?"),
        ("10:8:", "unknown key 'sya'; did you mean 'say'?"),
        ("10:35:", "not a regular expression"),
        ("10:54:", "there is no vendor 'opneai'; did you mean 'openai'?"),
        ("11:13:", "the template cannot be read"),
        ("11:42:", "there is no tool 'get_wether' among 'tools'; did you mean 'get_weather'?"),
        ("12:28:", "calls the tool get_wether, which 'tools' does not declare; did you mean 'get_weather'?"),
        ("12:47:", "lacks 'city'"),
        ("12:65:", "must be a number"),
        ("13:7:", "uses {{ bug }}, but its own patterns have no group of that name"),
        ("15:12:", "did you mean 'rate_limit'?"),
        ("16:19:", "must be at least 1"),
        ("17:20:", "the reply both fails and answers"),
        ("18:10:", "must be a string"),
    ]

    assert [line.partition(" ")[0] for line in found] == [place for place, _ in wanted]
    assert all(reason in line for line, (_, reason) in zip(found, wanted, strict=True))


def test_a_mistake_in_a_condition_does_not_hide_what_is_unknown_in_the_reply(tmp_path: Path) -> None:
    path = tmp_path / "a.yaml"
    path.write_text('mockllm: 1\nrules:\n  - {when: {user: "/(?P<a>x/"}, say: "{{ a }} {{ b }}"}\n  - {say: x}\n')

    regular, unknown = check(path)
    assert "not a regular expression" in regular or "not a regular expression" in unknown
    told = f"{path}:3:5: uses {{{{ b }}}}, but its own patterns have no group of that name"
    assert regular.startswith(told) or unknown.startswith(told)


def test_a_good_file_has_none(tmp_path: Path) -> None:
    path = tmp_path / "a.yaml"
    path.write_text("mockllm: 1\nturns: [a]\n")

    assert check(path) == []


def test_a_file_that_cannot_be_read_is_one_line(tmp_path: Path) -> None:
    assert check(tmp_path / "no.yaml") == [f"{tmp_path / 'no.yaml'}: cannot be read: No such file or directory"]
