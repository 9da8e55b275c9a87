import sys
from pathlib import Path

import pytest

from tests.cassette.test_shapes import CHAT
from tests.cli.recordings import Run, written


@pytest.mark.parametrize(
    ("option", "value", "problem"),
    [
        ("--volatile", "user", "a JSON pointer starts with /"),
        ("--scrub", "(", "not a regular expression"),
        ("--scrub-result", "clock", "give a JSON pointer"),
        ("--header", "none", "give it as NAME:VALUE"),
    ],
)
def test_options_that_make_no_sense_say_so(mockllm: Run, tmp_path: Path, option: str, value: str, problem: str) -> None:
    file = written(tmp_path / "a.yaml", CHAT)

    code, _, err = mockllm("cassette", "diff", file, option, value, "--upstream", "http://127.0.0.1:1")

    assert code == 2
    assert problem in err


def test_a_hook_is_found_where_the_person_is(mockllm: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "besideme.py").write_text("def drop(exchange):\n    return None\n")
    (tmp_path / "wrongbeside.py").write_text("def drop(\n")
    file = written(tmp_path / "a.yaml", CHAT)
    monkeypatch.setattr(sys, "path", [entry for entry in sys.path if entry])
    monkeypatch.chdir(tmp_path)

    assert "'(' was never closed" in mockllm("cassette", "redact", file, "--redact-hook", "wrongbeside:drop")[2]
    assert mockllm("cassette", "redact", file, "--redact-hook", "besideme:drop")[0] == 0
