from pathlib import Path

from mockllm import MockLLM
from mockllm.cassette.file import load, rewrite
from tests.asking import ask


def test_a_changed_request_takes_the_place_of_the_recorded_one(tmp_path: Path) -> None:
    file = tmp_path / "a.yaml"
    with MockLLM() as first:
        first.script("one", "two")
        ask(first.openai_url, "a"), ask(first.openai_url, "b")
        rewrite(file, first.exchanges)

    with MockLLM(cassette=file) as second:
        acceptance = second.accept()
        said = [ask(second.openai_url, "a"), ask(second.openai_url, "changed")]
        lines = acceptance.rewrite(file)

    assert said == ["one", "two"]
    assert list(acceptance.changed) == [1]
    assert any(line.startswith("-") and '"b"' in line for line in lines)
    assert any(line.startswith("+") and '"changed"' in line for line in lines)
    assert b"changed" in load(file).exchanges[1].request.body
    assert acceptance.recorded is not None


def test_nothing_is_written_where_nothing_has_changed(tmp_path: Path) -> None:
    file = tmp_path / "a.yaml"
    with MockLLM() as first:
        first.script("one")
        ask(first.openai_url)
        rewrite(file, first.exchanges)
    before = file.stat().st_mtime_ns

    with MockLLM(cassette=file) as second:
        acceptance = second.accept()
        ask(second.openai_url)

        assert acceptance.rewrite(file) == []
    assert file.stat().st_mtime_ns == before
