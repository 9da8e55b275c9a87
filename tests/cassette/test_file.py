import gzip
import json
import re
from pathlib import Path

import pytest

from mockllm.cassette import layout
from mockllm.cassette.append import Appender
from mockllm.cassette.file import load, rewrite, within
from mockllm.errors import MockLLMError
from tests.cassette.samples import answered, appended, streamed
from tests.cassette.test_flavours import VCRPY


def test_a_cassette_torn_at_any_byte_keeps_what_was_whole(tmp_path: Path) -> None:
    path = tmp_path / "a.yaml"
    content = appended(path, 2).encode()
    whole = len(appended(tmp_path / "b.yaml", 1).encode())

    plain = content.index(b"    mockllm:")
    assert content[:plain].endswith(b"message: OK\n")

    for cut in set(range(len(content))) - {plain, plain + len(content) - whole}:
        path.write_bytes(content[:cut])
        found = load(path)
        # The last byte is the end of a line that says all it has to say.
        assert len(found.exchanges) == (cut >= whole - 1) + (cut >= len(content) - 1), cut
        assert bool(found.notices) == (cut not in {0, len(layout.HEADER), whole - 1, whole, len(content) - 1}), cut


def test_an_item_added_by_hand_is_whole(tmp_path: Path) -> None:
    path = tmp_path / "a.yaml"
    path.write_text(appended(path, 1) + layout.item(answered()))

    found = load(path)

    assert len(found.exchanges) == 2
    assert found.notices == ()


def test_a_torn_item_is_told_with_its_line(tmp_path: Path) -> None:
    path = tmp_path / "a.yaml"
    first = appended(path, 1)
    path.write_text(first + "- request:\n    body: '")

    line = first.count("\n") + 1
    assert load(path).notices == (f"{path}:{line}: the last interaction was not written to its end; it is left out.",)


def test_a_last_item_that_is_wrong_but_whole_is_an_error(tmp_path: Path) -> None:
    path = tmp_path / "a.yaml"
    path.write_text(appended(path, 2)[::-1].replace("method: POST"[::-1], "method: ["[::-1], 1)[::-1])

    with pytest.raises(MockLLMError, match="not a cassette"):
        load(path)


@pytest.mark.parametrize(
    ("content", "line"),
    [
        ("interactions:\n- request: {}\n  response: [\n", 4),
        ("interactions:\n- request: {}\n  response: {}\n- request: 3\n  response: {}\n", 4),
        ("hello", 1),
        ("[1, 2]", 1),
        ("version: 1\n", 1),
        ("interactions: [\x00]", 1),
        (layout.HEADER + "- request: [\n- request: {}\n  response: {}\n", 5),
    ],
)
def test_what_is_no_cassette_names_file_and_line_and_stays_as_it_is(tmp_path: Path, content: str, line: int) -> None:
    path = tmp_path / "a.yaml"
    path.write_text(content)

    with pytest.raises(MockLLMError, match=rf"^{path}:{line}: not a cassette: "):
        load(path)
    with pytest.raises(MockLLMError):
        Appender(path)

    assert path.read_text() == content


def test_a_file_that_is_not_there_or_broken_says_so(tmp_path: Path) -> None:
    with pytest.raises(MockLLMError, match="cannot read the cassette: No such file"):
        load(tmp_path / "none.yaml")
    (tmp_path / "a.yaml.gz").write_bytes(gzip.compress(VCRPY.encode())[:-9])
    with pytest.raises(MockLLMError, match="cannot read the cassette: Compressed file ended"):
        load(tmp_path / "a.yaml.gz")


def test_compressed_and_json_cassettes_are_read(tmp_path: Path) -> None:
    (tmp_path / "a.yaml").write_bytes(gzip.compress(VCRPY.encode()))
    item = {"request": {"method": "GET", "uri": "/x", "headers": {}}, "response": {"body": {"string": "é"}}}
    (tmp_path / "a.json").write_text(json.dumps({"version": 1, "interactions": [item]}))

    assert load(tmp_path / "a.yaml").exchanges[0].response.body == b"yes"
    assert load(tmp_path / "a.json").exchanges[0].response.body == "é".encode()


def test_rewriting_leaves_the_mode_and_no_other_file(tmp_path: Path) -> None:
    path = tmp_path / "a.yaml"
    path.write_text("old")
    path.chmod(0o640)

    rewrite(path, [streamed()])

    assert load(path).exchanges[0].response == streamed().response
    assert path.stat().st_mode & 0o777 == 0o640
    assert list(tmp_path.iterdir()) == [path]


def test_rewriting_follows_a_link(tmp_path: Path) -> None:
    (tmp_path / "kept").mkdir()
    rewrite(tmp_path / "kept" / "a.yaml", [streamed()])
    link = tmp_path / "a.yaml"
    link.symlink_to(tmp_path / "kept" / "a.yaml")

    rewrite(link, [streamed()] * 2)

    assert link.is_symlink()
    assert len(load(tmp_path / "kept" / "a.yaml").exchanges) == 2


def test_rewriting_compresses_where_the_name_says_so(tmp_path: Path) -> None:
    rewrite(tmp_path / "a.yaml.gz", [streamed()])

    assert (tmp_path / "a.yaml.gz").read_bytes().startswith(b"\x1f\x8b")
    assert len(load(tmp_path / "a.yaml.gz").exchanges) == 1


def test_a_rewrite_that_fails_leaves_the_old_one(tmp_path: Path) -> None:
    (tmp_path / "a.yaml").mkdir()

    with pytest.raises(OSError, match=r"a\.yaml"):
        rewrite(tmp_path / "a.yaml", [streamed()])

    assert [path.name for path in tmp_path.iterdir()] == ["a.yaml"]


def test_paths_are_told_without_ways_back(tmp_path: Path) -> None:
    (tmp_path / "sub").mkdir()
    rewrite(tmp_path / "a.yaml", [streamed()])

    assert load(tmp_path / "sub" / ".." / "a.yaml").exchanges[0].place == f"{tmp_path}/a.yaml#1"
    with pytest.raises(MockLLMError, match=f"^{re.escape(str(tmp_path))}/none.yaml: cannot read"):
        load(f"{tmp_path}/sub/./../none.yaml")


def test_what_a_merge_has_left_is_told_with_its_line(tmp_path: Path) -> None:
    path = tmp_path / "a.yaml"
    lines = appended(path, 2).splitlines()
    at = len(lines) - 3
    path.write_text("\n".join([*lines[:at], "<<<<<<< HEAD", lines[at], "=======", lines[at], ">>>>>>> other", ""]))

    with pytest.raises(MockLLMError, match=rf"^{path}:{at + 1}: a conflict of a merge is left here; resolve it first"):
        load(path)


def test_a_problem_of_an_interaction_is_told_with_its_line(tmp_path: Path) -> None:
    path = tmp_path / "a.yaml"
    path.write_text(VCRPY.replace("code: 201", "code: made"))

    with pytest.raises(MockLLMError, match=rf"^{path}:3: not a cassette: interaction 1: 'made' is no status\."):
        load(path)


def test_a_folder_stands_for_its_cassettes(tmp_path: Path) -> None:
    names = ["a.yaml", "b/c.yml", "b/d.json", "e.har", "f.yaml.gz"]
    for name in [*names, "README.md", ".g.yaml.x.tmp", ".hidden.yaml"]:
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).touch()
    (tmp_path / "none").mkdir()

    assert within(tmp_path) == [str(tmp_path / name) for name in names]
    assert within(tmp_path / "a.yaml") == [str(tmp_path / "a.yaml")]
    with pytest.raises(MockLLMError, match="none: the folder holds no cassette"):
        within(tmp_path / "none")
