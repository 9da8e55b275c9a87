from pathlib import Path

import pytest

from tests.cli.recordings import Run


@pytest.mark.parametrize(
    ("arguments", "problem"),
    [
        (["--upstream", "nonsense"], "--upstream nonsense: neither an address nor a vendor"),
        (["--record-errors", "x"], "'x' is neither a status nor 4xx or 5xx"),
        (["--redact", "("], "--redact (: not a regular expression"),
        (["--ca", "/none.pem"], "--ca /none.pem: cannot read certificates"),
    ],
)
def test_options_that_make_no_sense_stop_it(mockllm: Run, tmp_path: Path, arguments: list[str], problem: str) -> None:
    code, _, err = mockllm("record", "--cassette", tmp_path / "a.yaml", *arguments)

    assert code == 2
    assert problem in err


def test_recording_is_refused_on_a_build_machine(mockllm: Run, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("CI", "true")

    code, _, err = mockllm("record", "--cassette", tmp_path / "a.yaml")

    assert code == 2
    assert err.startswith("mockllm: The environment variable CI is set: requests would go to the real services; ")


def test_a_cassette_that_is_none_stops_the_recording_and_stays(mockllm: Run, tmp_path: Path) -> None:
    (tmp_path / "a.yaml").write_text("interactions: [\n")

    code, _, err = mockllm("record", "--cassette", tmp_path / "a.yaml", "--mode", "all")

    assert code == 2
    assert f"{tmp_path}/a.yaml:2: not a cassette" in err
    assert (tmp_path / "a.yaml").read_text() == "interactions: [\n"
