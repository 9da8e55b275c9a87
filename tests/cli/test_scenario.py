import json
from pathlib import Path

from mockllm.scenario.schema import schema
from tests.cli.recordings import Run

BROKEN = "mockllm: 1\nrules:\n  - {say: a}\n  - {when: {user: x}, say: '{{ group }}'}\n"


def test_a_good_scenario_has_nothing_wrong(mockllm: Run, tmp_path: Path) -> None:
    (tmp_path / "a.yaml").write_text("{mockllm: 1, turns: [a]}")
    (tmp_path / "b.yaml").write_text("{mockllm: 1, turns: [a]}")

    assert mockllm("scenario", "check", tmp_path / "a.yaml") == (0, "1 scenario, nothing wrong\n", "")
    assert mockllm("scenario", "check", tmp_path)[1] == "2 scenarios, nothing wrong\n"


def test_mistakes_are_listed_with_their_places(mockllm: Run, tmp_path: Path) -> None:
    path = tmp_path / "a.yaml"
    path.write_text(BROKEN)
    code, out, _ = mockllm("scenario", "check", path)

    assert code == 1
    unknown, shadowed = out.splitlines()
    assert unknown.startswith(f"{path}:4:5: uses {{{{ group }}}}, but its own patterns have no group of that name, and")
    assert shadowed == f"{path}:4:5: never answers, since the rule at {path}:3:5 always does first"


def test_files_of_a_folder_must_be_good_together(mockllm: Run, tmp_path: Path) -> None:
    for name in ("a.yaml", "b.yaml"):
        (tmp_path / name).write_text("{mockllm: 1, lanes: {coder: {}}, turns: {coder: [a]}}")
    code, _, err = mockllm("scenario", "check", tmp_path)

    assert code == 2
    assert "the lane 'coder' is declared in another file already" in err
    assert mockllm("scenario", "check", tmp_path / "a.yaml", tmp_path / "b.yaml")[0] == 0


def test_the_schema_is_printed_or_written(mockllm: Run, tmp_path: Path) -> None:
    code, out, _ = mockllm("scenario", "schema")

    assert (code, json.loads(out)) == (0, schema())
    assert mockllm("scenario", "schema", tmp_path / "s.json")[0] == 0
    assert json.loads((tmp_path / "s.json").read_text()) == schema()


def test_a_schema_that_cannot_be_written_is_one_line(mockllm: Run, tmp_path: Path) -> None:
    path = tmp_path / "none" / "s.json"
    code, _, err = mockllm("scenario", "schema", path)

    assert (code, err) == (2, f"mockllm: {path}: cannot write the schema: No such file or directory.\n")


def test_an_empty_folder_is_one_line(mockllm: Run, tmp_path: Path) -> None:
    code, _, err = mockllm("scenario", "check", tmp_path)

    assert (code, err) == (2, f"mockllm: {tmp_path}: the folder holds no scenario; add a .yaml file\n")
