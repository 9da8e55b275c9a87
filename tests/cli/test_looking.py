import os
import subprocess
import sys
from pathlib import Path

from tests.cassette.samples import streamed
from tests.cassette.test_shapes import CHAT, said
from tests.cli.recordings import ASKED, CALL, Run, written


def test_show_tells_the_conversation(mockllm: Run, tmp_path: Path) -> None:
    file = written(tmp_path / "a.yaml", CHAT, said("chat/completions", ASKED, CALL))

    code, out, _ = mockllm("cassette", "show", file)

    assert code == 0
    assert out == (
        "1. POST https://h/v1/chat/completions\n"
        "  model: m\n  200, OK\n  stop: end; 1 tokens in, 1 out\n"
        "  user: hi\n  assistant: hello\n\n"
        "2. POST https://h/v1/chat/completions\n"
        "  model: m\n  200, OK\n  stop: tool; 1 tokens in, 1 out\n"
        "  user: hi\n  assistant call: clock {}\n\n"
    )


def test_show_writes_markdown_and_names_files(mockllm: Run, tmp_path: Path) -> None:
    file = written(tmp_path / "a.yaml", CHAT)

    _, out, _ = mockllm("cassette", "show", "--format", "markdown", file, file)

    assert out.count(f"# {file}\n") == 2
    assert "**user:** hi" in out


def test_verify_is_silent_about_what_is_right(mockllm: Run, tmp_path: Path) -> None:
    code, out, _ = mockllm("cassette", "verify", written(tmp_path / "a.yaml", CHAT))

    assert (code, out) == (0, "1 exchange in 1 file, 0 findings.\n")


def test_verify_finds_what_was_edited_by_hand_and_what_is_old(mockllm: Run, tmp_path: Path) -> None:
    file = written(tmp_path / "a.yaml", streamed())
    file.write_text(file.read_text().replace('"n":1', '"n":7'))

    code, out, _ = mockllm("cassette", "verify", "--max-age", "1", file)

    assert code == 1
    assert "its body is not the recorded one" in out
    assert "a secret is in the response headers" in out
    assert "days ago" in out
    assert f"{file}#1: as a stream of chat: " in out


def test_a_cassette_that_is_none_is_one_line(mockllm: Run, tmp_path: Path) -> None:
    (tmp_path / "a.yaml").write_text("a: [\n")

    code, out, err = mockllm("cassette", "verify", tmp_path / "a.yaml")

    assert (code, out) == (2, "0 exchanges in 0 files, 0 findings.\n")
    assert err.startswith(f"mockllm: {tmp_path}/a.yaml:2: not a cassette: ")
    assert err.count("\n") == 1


def test_git_shows_differences_as_conversations(tmp_path: Path) -> None:
    file = written(tmp_path / "a.yaml", CHAT)
    show = f"{sys.executable} -m mockllm cassette show"
    (tmp_path / ".gitattributes").write_text("*.yaml diff=mockllm\n")

    def git(*arguments: str) -> str:
        command = ["git", "-c", "user.name=n", "-c", "user.email=e", "-c", f"diff.mockllm.textconv={show}", *arguments]
        done = subprocess.run(command, cwd=tmp_path, check=True, capture_output=True, text=True, env=environment)  # noqa: S603
        return done.stdout

    environment = {**os.environ, "PYTHONPATH": str(Path(__file__).parents[2])}
    git("init", "-q")
    git("add", ".")
    git("commit", "-qm", "One")
    file.write_text(file.read_text().replace("hello", "bye"))

    found = git("diff")

    assert "-  assistant: hello\n+  assistant: bye\n" in found


def test_verify_goes_on_behind_a_file_that_is_no_cassette(mockllm: Run, tmp_path: Path) -> None:
    (tmp_path / "a.yaml").write_text("a: [\n")
    written(tmp_path / "sub" / "b.yaml", CHAT)

    code, out, err = mockllm("cassette", "verify", tmp_path)

    assert (code, out) == (2, "1 exchange in 1 file, 0 findings.\n")
    assert "a.yaml:2: not a cassette" in err


def test_show_tells_a_folder(mockllm: Run, tmp_path: Path) -> None:
    files = [written(tmp_path / name, CHAT) for name in ("a.yaml", "b.yaml")]

    _, out, _ = mockllm("cassette", "show", tmp_path)

    assert [line for line in out.splitlines() if line.startswith("# ")] == [f"# {file}" for file in files]
