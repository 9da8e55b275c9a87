import os
from pathlib import Path

import pytest

from mockllm.errors import MockLLMError
from mockllm.scenario.script import Script
from mockllm.watch import Watch


def write(path: Path, text: str, age: int) -> None:
    """A file with a time of change of its own, since tests write faster than clocks tick."""
    path.write_text(text)
    os.utime(path, ns=(age * 10**9, age * 10**9))


def turns(script: Script) -> int:
    return len(script.lanes["default"].steps)


def test_a_changed_file_is_read_again(tmp_path: Path) -> None:
    told: list[str] = []
    path = tmp_path / "a.yaml"
    write(path, "{mockllm: 1, turns: [a]}", 1)
    watch = Watch([path], told.append)
    first = watch.current()
    watch.look()

    assert watch.current() is first
    write(path, "{mockllm: 1, turns: [a, b]}", 2)
    watch.look()
    assert turns(watch.current()) == 2
    assert told == [f"read again: {path}"]


def test_a_broken_edit_keeps_the_old_rules_and_says_so(tmp_path: Path) -> None:
    told: list[str] = []
    path = tmp_path / "a.yaml"
    write(path, "{mockllm: 1, turns: [a]}", 1)
    watch = Watch([path], told.append)
    first = watch.current()
    write(path, "{mockllm: 1, turns: [{sya: a}]}", 2)
    watch.look()
    watch.look()

    assert watch.current() is first
    assert told == [f"{path}:1:23: unknown key 'sya'; did you mean 'say'?; the old rules stay"]
    path.unlink()
    watch.look()
    assert watch.current() is first
    write(path, "{mockllm: 1, turns: [a, b]}", 3)
    watch.look()
    assert turns(watch.current()) == 2


def test_a_new_file_in_a_folder_is_read(tmp_path: Path) -> None:
    write(tmp_path / "a.yaml", "{mockllm: 1, turns: [a]}", 1)
    os.utime(tmp_path, ns=(1, 1))
    watch = Watch([tmp_path], print)
    write(tmp_path / "b.yaml", "{mockllm: 1, turns: [b]}", 2)
    watch.look()

    assert turns(watch.current()) == 2


def test_a_changed_file_of_tools_is_read_again(tmp_path: Path) -> None:
    told: list[str] = []
    write(tmp_path / "t.json", '[{"name": "f"}]', 1)
    path = tmp_path / "a.yaml"
    write(path, "{mockllm: 1, tools: t.json, turns: [{call: f}]}", 1)
    watch = Watch([path], told.append)
    write(tmp_path / "t.json", '[{"name": "g"}]', 2)
    watch.look()

    assert "'tools' does not declare" in told[0]


def test_a_start_with_a_broken_file_is_refused(tmp_path: Path) -> None:
    write(tmp_path / "a.yaml", "turns", 1)

    with pytest.raises(MockLLMError):
        Watch([tmp_path / "a.yaml"], print)


def test_what_cannot_be_meant_so_is_told(tmp_path: Path) -> None:
    told: list[str] = []
    path = tmp_path / "a.yaml"
    write(path, "{mockllm: 1, rules: [{when: {user: a}, say: b}]}", 1)
    watch = Watch([path], told.append)
    assert told == []
    write(path, "{mockllm: 1, rules: [{when: {user: a}, say: b}, {when: {user: a}, say: c}]}", 2)
    watch.look()
    Watch([path], told.append)

    never = f"{path}:1:49: never answers, since the rule at {path}:1:22 always does first"
    assert told == [f"read again: {path}", never, never]
