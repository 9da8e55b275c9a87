from pathlib import Path

import pytest

from mockllm.errors import MockLLMError
from mockllm.scenario.document import files, parse, read, read_json
from mockllm.scenario.places import Mark


def test_every_value_keeps_its_place() -> None:
    document, places = parse("mockllm: 1\nrules:\n  - say: Hi\n", "a.yaml")

    assert document == {"mockllm": 1, "rules": [{"say": "Hi"}]}
    assert places.marks["rules", 0, "say"] == Mark((3, 10), (3, 5))
    assert places.at(("rules", 0, "say")) == "a.yaml:3:10"
    assert places.at(("rules", 0, "say"), at_key=True) == "a.yaml:3:5"
    assert places.at(("rules", 0, "cite", 4)) == "a.yaml:3:5"


def test_json_is_read_too() -> None:
    assert parse('{"mockllm": 1, "turns": ["a\\u00e9"]}', "a.json")[0] == {"mockllm": 1, "turns": ["aé"]}


def test_json_escapes_of_surrogate_pairs_are_joined() -> None:
    document, places = parse('{"\\ud83d\\ude00": "\\ud83d\\ude00 \\ud83d"}', "a.json")

    assert document == {"\U0001f600": "\U0001f600 \ufffd"}
    assert places.at(("\U0001f600",)) == "a.json:1:18"


def test_what_yaml_guesses_stays_as_written() -> None:
    document, _ = parse("a: 2026-01-02\nb: !thing x\nc: 0x10\nd: ~\non: yes\n", "a.yaml")

    assert document == {"a": "2026-01-02", "b": "x", "c": 16, "d": None, "on": True}


def test_aliases_and_merges_are_written_out() -> None:
    document, _ = parse("a: &x {b: 1, c: 2}\nd: {<<: *x, b: 3}\ne: *x\nf: {<<: *x, b: 3}\n", "a.yaml")

    assert document == {"a": {"b": 1, "c": 2}, "d": {"b": 3, "c": 2}, "e": {"b": 1, "c": 2}, "f": {"b": 3, "c": 2}}


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("", "a.yaml:1:1: the file is empty; start with 'mockllm: 1'"),
        ("a: b: c", "a.yaml:1:5: not YAML: mapping values are not allowed here"),
        ("a: [", "a.yaml:1:5: not YAML: expected the node content, but found '<stream end>'"),
        ("a: \x07", "a.yaml: not YAML: "),
        ("a: 1\na: 2\n", "a.yaml:2:1: the key 'a' stands twice"),
        ("? [a]\n: 1\n", "a.yaml:1:1: a key must be a word"),
        ("a: &x [*x]", "a.yaml:1:4: an alias holds itself"),
        ("a: !!int x", "a.yaml:1:4: 'x' is not a number"),
        ("a: .nan", "a.yaml:1:4: .nan is no number that JSON can say"),
        ("<<: 1", "a.yaml:1:1: not YAML: expected a mapping or list of mappings for merging"),
        ("a: b\n---\nc: d", "a.yaml:2:1: not YAML: but found another document"),
    ],
)
def test_a_broken_file_is_one_line_with_its_place(text: str, message: str) -> None:
    with pytest.raises(MockLLMError) as caught:
        parse(text, "a.yaml")

    assert str(caught.value).startswith(message)
    assert "\n" not in str(caught.value)


def test_a_bomb_of_aliases_is_refused() -> None:
    lines = ["a0: &a0 [x, x, x, x, x, x, x, x, x, x]"]
    lines += [f"a{n}: &a{n} [{', '.join([f'*a{n - 1}'] * 10)}]" for n in range(1, 7)]

    with pytest.raises(MockLLMError, match="more than 200,000 values"):
        parse("\n".join(lines), "a.yaml")


def test_deep_nesting_is_refused() -> None:
    with pytest.raises(MockLLMError, match="nested too deeply"):
        parse("[" * 5_000 + "]" * 5_000, "a.yaml")


def test_a_file_that_is_not_there_is_one_line(tmp_path: Path) -> None:
    with pytest.raises(MockLLMError, match="cannot be read: No such file"):
        read(tmp_path / "a.yaml")


def test_a_file_that_is_not_utf8_is_one_line(tmp_path: Path) -> None:
    (tmp_path / "a.yaml").write_bytes(b"a: \xff")

    with pytest.raises(MockLLMError, match="is not UTF-8 at byte 3"):
        read(tmp_path / "a.yaml")


def test_a_folder_stands_for_its_scenarios(tmp_path: Path) -> None:
    for name in ("b.yaml", "a.yml", "notes.txt"):
        (tmp_path / name).write_text("mockllm: 1")
    (tmp_path / "c.json").write_text('{"mockllm": 1}')
    (tmp_path / "tools.json").write_text("[]")

    assert [path.name for path in files(tmp_path)] == ["a.yml", "b.yaml", "c.json"]


def test_an_empty_folder_is_a_mistake(tmp_path: Path) -> None:
    with pytest.raises(MockLLMError, match="holds no scenario"):
        files(tmp_path)


def test_broken_json_names_line_and_column() -> None:
    with pytest.raises(MockLLMError, match=r"t\.json:2:1: not JSON"):
        read_json("[\nx]", "t.json")
