import errno
import gzip
import os
from collections.abc import Callable
from pathlib import Path

import pytest

from mockllm.cassette import layout
from mockllm.cassette.append import Appender
from mockllm.cassette.file import load, rewrite
from mockllm.errors import MockLLMError
from tests.cassette.samples import appended, streamed
from tests.cassette.test_flavours import VCRPY


def test_what_is_appended_is_loaded(tmp_path: Path) -> None:
    path = tmp_path / "deep" / "a.yaml"
    appended(path)

    found = load(path)

    assert [exchange.response for exchange in found.exchanges] == [streamed().response] * 3
    assert [exchange.place for exchange in found.exchanges] == [f"{path}#1", f"{path}#2", f"{path}#3"]
    assert found.ours
    assert found.notices == ()


def test_appending_continues_a_cassette_of_ours_without_touching_what_is_there(tmp_path: Path) -> None:
    path = tmp_path / "a.yaml"
    before = appended(path, 1)

    assert appended(path, 1) == before + layout.item(streamed())


def test_appending_to_a_cassette_of_another_program_puts_it_in_our_layout(tmp_path: Path) -> None:
    path = tmp_path / "a.yaml"
    path.write_text(VCRPY)
    appended(path, 1)

    found = load(path)

    assert [exchange.response.status for exchange in found.exchanges] == [201, 200]
    assert found.ours


def test_nothing_is_written_before_the_first_exchange(tmp_path: Path) -> None:
    appender = Appender(tmp_path / "a.yaml")
    appender.sync()
    appender.close()

    assert list(tmp_path.iterdir()) == []


def test_a_torn_item_is_cut_off_before_more_is_appended(tmp_path: Path) -> None:
    path = tmp_path / "a.yaml"
    content = appended(path, 2)
    path.write_text(content[:-99])
    appended(path, 1)

    assert path.read_text() == content


@pytest.mark.parametrize(("name", "kind"), [("a.yaml.gz", "compressed"), ("a.json", "JSON"), ("a.HAR", "HAR")])
def test_a_cassette_that_is_no_plain_yaml_is_not_appended_to(tmp_path: Path, name: str, kind: str) -> None:
    with pytest.raises(MockLLMError, match=f"{name}: a {kind} cassette cannot be appended to; record into a plain"):
        Appender(tmp_path / name)


def test_a_cassette_that_cannot_be_written_says_so(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    appender = Appender(tmp_path / "file" / "a.yaml")

    with pytest.raises(MockLLMError, match="cannot write the cassette"):
        appender.append(streamed())
    with pytest.raises(MockLLMError, match="cannot write the cassette"):
        appender.hold()


def test_an_item_is_added_below_a_last_line_that_has_no_end(tmp_path: Path) -> None:
    path = tmp_path / "a.yaml"
    content = appended(path, 1)
    path.write_text(content[:-1])

    assert appended(path, 1) == content + layout.item(streamed())


@pytest.mark.parametrize("behind", ["metadata: {}\n", "...\n", "# the end\nname: weather\n"])
def test_a_cassette_with_more_behind_its_items_is_put_in_order_first(tmp_path: Path, behind: str) -> None:
    path = tmp_path / "a.yaml"
    path.write_text(appended(path, 1) + behind)
    appended(path, 1)

    assert len(load(path).exchanges) == 2


def test_a_compressed_cassette_of_any_name_is_unpacked_first(tmp_path: Path) -> None:
    path = tmp_path / "a.yaml"
    path.write_bytes(gzip.compress(appended(path, 1).encode()))
    appended(path, 1)

    assert len(load(path).exchanges) == 2


def test_two_recorders_cannot_write_one_cassette(tmp_path: Path) -> None:
    path = tmp_path / "a.yaml"
    first, second = Appender(path), Appender(path)
    first.hold()

    with pytest.raises(MockLLMError, match=r"a\.yaml: another recorder is writing this cassette; give each its own"):
        second.hold()
    with pytest.raises(MockLLMError, match="another recorder"):
        second.append(streamed())
    first.append(streamed())
    first.close()
    second.close()

    assert len(load(path).exchanges) == 1


def test_a_file_that_was_made_for_nothing_goes(tmp_path: Path) -> None:
    path = tmp_path / "a.yaml"
    appender = Appender(path)
    appender.hold()
    assert path.read_bytes() == b""
    appender.close()

    assert not path.exists()
    path.touch()
    appender = Appender(path)
    appender.hold()
    appender.close()
    assert path.exists()


def test_where_files_cannot_be_locked_everyone_may_write(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: object) -> None:
        raise OSError(errno.ENOLCK, "No locks available")

    monkeypatch.setattr("mockllm.cassette.append.fcntl.flock", refuse)

    assert appended(tmp_path / "a.yaml", 1).endswith("\n")


def _delete(path: Path) -> None:
    path.unlink()


def _replace(path: Path) -> None:
    rewrite(path, [streamed()] * 2)


def _edit(path: Path) -> None:
    path.write_text(path.read_text() + "# noted\n")


@pytest.mark.parametrize("change", [_delete, _replace, _edit])
@pytest.mark.parametrize("started", [False, True])
def test_what_was_changed_meanwhile_is_not_written_over(
    tmp_path: Path, change: Callable[[Path], None], *, started: bool
) -> None:
    path = tmp_path / "a.yaml"
    appended(path, 1)
    appender = Appender(path)
    if started:
        appender.append(streamed())
    change(path)
    left = path.read_bytes() if path.exists() else b""

    with pytest.raises(MockLLMError, match="was changed, replaced or deleted while it was being recorded"):
        appender.append(streamed())

    appender.close()
    assert (path.read_bytes() if path.exists() else b"") == left


def test_a_full_disk_leaves_no_half_item_behind(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "a.yaml"
    content = appended(path, 1)
    appender = Appender(path)
    write, room = os.write, [50]

    def scarce(file: int, data: bytes) -> int:
        if not room:
            raise OSError(errno.ENOSPC, "No space left on device")
        return write(file, data[: room.pop()])

    with monkeypatch.context() as patched:
        patched.setattr("mockllm.cassette.append.os.write", scarce)
        with pytest.raises(MockLLMError, match="cannot write the cassette: No space left on device"):
            appender.append(streamed())
    assert path.read_text() == content

    appender.append(streamed())
    appender.close()
    assert len(load(path).exchanges) == 2
