"""What is published: an archive of the sources, a wheel, and what they do where nothing else is installed."""

import subprocess
import sys
import tarfile
import urllib.request
import zipfile
from email import message_from_string
from pathlib import Path

import pytest

from tests.proofs.conftest import Tell
from tests.proofs.environments import ROOT, Uv, ran

pytestmark = [pytest.mark.proof, pytest.mark.timeout(600)]

APART = frozenset({".ci/run", ".editorconfig", ".gitattributes"})
"""What a checkout has and the archive does not."""

MADE = frozenset({"PKG-INFO"})


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with the archive and the wheel that was built from it, as `make build` makes them."""
    folder = tmp_path_factory.mktemp("dist")
    ran(sys.executable, "-m", "build", "--outdir", folder, ROOT)
    return folder


@pytest.fixture(scope="module")
def wheel(built: Path) -> Path:
    (found,) = built.glob("*.whl")
    return found


@pytest.fixture(scope="module")
def bare(uv: Uv, wheel: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of commands of an environment that has the wheel and what it asks for."""
    return uv.environment(tmp_path_factory.mktemp("bare") / "env", Path(sys.executable), wheel).parent


def test_the_archive_holds_what_is_committed(built: Path, tell: Tell) -> None:
    listed = subprocess.run(["git", "ls-files"], cwd=ROOT, capture_output=True, text=True, check=False)  # noqa: S607
    if listed.returncode:
        pytest.skip("this is no checkout: there is no list of files to compare with")
    committed = {name for name in listed.stdout.splitlines() if (ROOT / name).exists()}
    (archive,) = built.glob("*.tar.gz")
    with tarfile.open(archive) as opened:
        held = {name.partition("/")[2] for name in opened.getnames()}

    assert held - committed == MADE
    assert committed - held == APART
    tell(f"{archive.name}: {len(held)} files, {archive.stat().st_size:,} bytes")


def test_the_wheel_holds_the_package_and_nothing_else(wheel: Path, tell: Tell) -> None:
    with zipfile.ZipFile(wheel) as opened:
        held = set(opened.namelist())
        (about,) = (name for name in held if name.endswith(".dist-info/METADATA"))
        said = message_from_string(opened.read(about).decode())

    package = {str(path.relative_to(ROOT)) for path in (ROOT / "mockllm").rglob("*.py")} | {"mockllm/py.typed"}
    info = about.removesuffix("METADATA")
    assert held == package | {f"{info}{name}" for name in ("METADATA", "WHEEL", "RECORD", "entry_points.txt")} | {
        f"{info}licenses/LICENSE"
    }
    assert said["License-Expression"] == "MIT"
    assert said["Requires-Python"] == ">=3.11"
    assert "Typing :: Typed" in said.get_all("Classifier", [])
    tell(f"{wheel.name}: {len(held)} files, {wheel.stat().st_size:,} bytes")


def test_the_index_would_take_both(built: Path, uv: Uv, tmp_path: Path) -> None:
    python = uv.environment(tmp_path / "env", Path(sys.executable), "twine")

    said = ran(python, "-m", "twine", "--no-color", "check", "--strict", *sorted(built.iterdir()))

    assert said.count("PASSED") == 2


@pytest.mark.parametrize("command", [("mockllm",), ("python", "-m", "mockllm")], ids=" ".join)
def test_the_command_is_there_however_it_is_called(bare: Path, command: tuple[str, ...], tmp_path: Path) -> None:
    name, *rest = command

    said = ran(bare / name, *rest, "--help", cwd=tmp_path)

    assert all(word in said for word in ("serve", "record", "replay", "cassette", "scenario", "verify"))


def test_an_installed_server_answers_and_ends(bare: Path, tmp_path: Path) -> None:
    process = subprocess.Popen(  # noqa: S603 - it was installed here
        [bare / "mockllm", "serve", "--port", "0"], cwd=tmp_path, stdout=subprocess.PIPE, text=True
    )
    assert process.stdout is not None
    url = process.stdout.readline().split()[-1]
    with urllib.request.urlopen(f"{url}/_mockllm/health") as reply:  # noqa: S310 - it is ours
        assert reply.status == 200
    process.terminate()

    assert process.wait(5) == 0
    process.stdout.close()


def test_the_package_can_be_imported_without_pytest(bare: Path, tmp_path: Path) -> None:
    absent = "import importlib.util as u; assert u.find_spec('pytest') is None; assert u.find_spec('uvloop') is None"

    ran(bare / "python", "-c", f"{absent}; import mockllm; mockllm.MockLLM().__enter__().__exit__(None, None, None)",
        cwd=tmp_path)  # fmt: skip
