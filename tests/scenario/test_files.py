import json
from pathlib import Path

import pytest

from mockllm.errors import MockLLMError
from mockllm.scenario.files import load, named

TOOLS = [{"type": "function", "function": {"name": "read", "parameters": {"required": ["path"]}}}]


def write(folder: Path, name: str, text: str) -> Path:
    path = folder / name
    path.write_text(text)
    return path


def test_files_are_joined_in_order(tmp_path: Path) -> None:
    write(tmp_path, "b.yaml", "{mockllm: 1, turns: [two], rules: [{say: r2}]}")
    write(tmp_path, "a.yaml", "{mockllm: 1, turns: [one], rules: [{say: r1}]}")
    script = load([tmp_path])

    assert [step.reply.place for step in script.lanes["default"].steps] == [
        f"{tmp_path / 'a.yaml'}:1:22",
        f"{tmp_path / 'b.yaml'}:1:22",
    ]
    assert len(script.rules) == 2


def test_calls_are_checked_against_the_file_of_tools(tmp_path: Path) -> None:
    write(tmp_path, "tools.json", json.dumps(TOOLS))
    path = write(tmp_path, "a.yaml", "mockllm: 1\ntools: tools.json\nturns:\n  - {call: {read: {}}}\n")

    with pytest.raises(MockLLMError) as caught:
        load([path])

    assert str(caught.value) == (f"{path}:4:19: calls read with arguments that its schema refuses: /: lacks 'path'")
    assert named([path]) == [path, tmp_path / "tools.json"]


@pytest.mark.parametrize(
    ("text", "tools", "message"),
    [
        ("turns: [a]", None, "a.yaml:1:1: a scenario starts with 'mockllm: 1'"),
        ("[1]", None, "a.yaml:1:1: must be a mapping, not [1]"),
        ("{mockllm: 1, tools: tools.json}", None, "a.yaml:1:21: "),
        ("{mockllm: 1, tools: tools.json}", "{", "tools.json:1:2: not JSON"),
        ("{mockllm: 1, tools: tools.json}", "[1]", "tools.json:1:1: must be a list of tool definitions"),
    ],
)
def test_a_broken_file_is_one_line(tmp_path: Path, text: str, tools: str | None, message: str) -> None:
    if tools is not None:
        write(tmp_path, "tools.json", tools)

    with pytest.raises(MockLLMError) as caught:
        load([write(tmp_path, "a.yaml", text)])

    assert message in str(caught.value)


def test_a_lane_is_declared_in_one_file_only(tmp_path: Path) -> None:
    for name in ("a.yaml", "b.yaml"):
        write(tmp_path, name, "{mockllm: 1, lanes: {coder: {}}}")

    with pytest.raises(MockLLMError, match="the lane 'coder' is declared in another file already"):
        load([tmp_path])


def test_the_first_of_several_mistakes_says_how_many_there_are(tmp_path: Path) -> None:
    path = write(tmp_path, "a.yaml", "mockllm: 1\nturns:\n  - {say: 1}\n  - {say: '{{'}\n  - {fail: qota}\n")

    with pytest.raises(MockLLMError) as caught:
        load([path])

    assert str(caught.value) == (
        f"{path}:3:11: must be a string, not 1; put it in quotes (and 2 more; run `mockllm scenario check {path}`)"
    )
