"""The models file: what it holds, and what is said of one that is wrong."""

from pathlib import Path

import pytest

from mockllm.ask import Model
from mockllm.cli.models import known_traits, read
from mockllm.errors import MockLLMError


def test_names_and_their_fields(tmp_path: Path) -> None:
    file = tmp_path / "models.yaml"
    file.write_text("mine: {context: 32000, max_output: 10, reasoning: true, traits: [structured]}\nplain:\n")

    assert read(str(file)) == {
        "mine": Model("mine", reasoning=True, context=32_000, max_output=10, traits=frozenset({"structured"})),
        "plain": Model("plain"),
    }


def test_what_cannot_be_read_is_told_in_one_line(tmp_path: Path) -> None:
    file = tmp_path / "models.yaml"
    with pytest.raises(MockLLMError, match=r"models\.yaml: it cannot be read: No such file or directory\.$"):
        read(str(file))
    file.write_text("a: [1\n")
    with pytest.raises(MockLLMError, match=r"models\.yaml:2: it is neither YAML nor JSON: [^\n]+\.$"):
        read(str(file))


def test_json_is_read_too(tmp_path: Path) -> None:
    file = tmp_path / "models.json"
    file.write_text('{"mine": {"context": 1}}')

    assert read(str(file))["mine"].context == 1


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("a: [", "models.yaml:1: it is neither YAML nor JSON"),
        ("- a", "it must map names of models"),
        ("4: {}", "4 is no name"),
        ("a: 3", "a: its fields must be a mapping"),
        ("a: {context: big}", "a: context: 'big' does not fit"),
        ("a: {reasoning: 1}", "a: reasoning: 1 does not fit"),
        ("a: {traits: x}", "a: traits: 'x' does not fit"),
        ("a: {zzz: 1}", "a: zzz: 1 does not fit"),
        (
            "b:\na:\n  traits:\n    - flex\n    - structred\n",
            "models.yaml:5: a: traits: there is no 'structred'; did you mean 'structured'.$",
        ),
        ("a: {traits: [zzzzzzzz]}", "models.yaml:1: a: traits: there is no 'zzzzzzzz'; known are "),
        ("b: {context: 1}\na:\n  reasoning: 1", "models.yaml:3: a: reasoning: 1 does not fit"),
        ("b: {context: 1}\n4:", "models.yaml:2: 4 is no name"),
        ('{"a":\n {"context": "x"}}', "models.yaml:2: a: context"),
        ("a: 1\n'b': 3", "models.yaml:1: a: its fields"),
    ],
)
def test_mistake_is_named_with_its_place(tmp_path: Path, text: str, words: str) -> None:
    file = tmp_path / "models.yaml"
    file.write_text(text)

    with pytest.raises(MockLLMError, match=words.replace("'", ".")):
        read(str(file))


def test_file_that_is_not_there(tmp_path: Path) -> None:
    with pytest.raises(MockLLMError, match="it cannot be read"):
        read(str(tmp_path / "none"))


def test_every_trait_of_our_own_models_is_known_and_told_in_the_docs(tmp_path: Path) -> None:
    known = sorted(known_traits())
    page = (Path(__file__).parents[2] / "docs" / "errors.md").read_text(encoding="utf-8")
    file = tmp_path / "models.yaml"
    file.write_text(f"mine: {{traits: [{', '.join(known)}]}}\n")

    assert read(str(file))["mine"].traits == set(known)
    assert [word for word in known if f"`{word}`" not in page] == []
    assert "thinking_enabled" in known
