"""The package as a whole: what it declares, how long its pieces are, what stands beside what."""

import ast
import importlib
import pkgutil
import subprocess
from functools import cache
from pathlib import Path

import pytest

import mockllm

ROOT = Path(__file__).parent.parent
PACKAGE = ROOT / "mockllm"
FILES = sorted(PACKAGE.rglob("*.py"))
MODULES = sorted(
    module.name for module in pkgutil.walk_packages(mockllm.__path__, "mockllm.") if not module.name.endswith("__")
)
FILE_LINES, FILE_LINES_AT_MOST = 300, 400
FUNCTION_LINES, FUNCTION_LINES_AT_MOST = 40, 50
LONGER_THAN_THE_BUDGET = 0.05
BROAD = {"Exception", "BaseException"}
# Put together here, so that this file does not hold what it looks for.
WORKPLACE = ("/" + "work/", "shared/" + "traffic", "shared/" + "wire", "shared/" + "design")

every_file = pytest.mark.parametrize("file", FILES, ids=lambda file: str(file.relative_to(ROOT)))
every_module = pytest.mark.parametrize("name", MODULES)


@cache
def tree(file: Path) -> ast.Module:
    return ast.parse(file.read_bytes())


def functions(file: Path) -> list[tuple[str, int]]:
    """Each function of a file with the number of its lines."""
    return [
        (f"{file.relative_to(ROOT)}:{node.lineno} {node.name}", (node.end_lineno or node.lineno) - node.lineno + 1)
        for node in ast.walk(tree(file))
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)
    ]


def caught(handler: ast.ExceptHandler) -> set[str]:
    """The names that an except clause catches; a bare one catches everything."""
    if handler.type is None:
        return {"BaseException"}
    return {node.id for node in ast.walk(handler.type) if isinstance(node, ast.Name)}


def tracked() -> list[Path]:
    """The files that git knows."""
    if not (ROOT / ".git").exists():
        pytest.skip("not a git checkout: there is no list of files")
    found = subprocess.run(["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, text=True, check=True)  # noqa: S607
    return [ROOT / name for name in found.stdout.split("\0") if name and (ROOT / name).is_file()]


@every_module
def test_a_module_declares_its_surface(name: str) -> None:
    module = importlib.import_module(name)
    if not ast.parse(Path(module.__file__ or "").read_bytes()).body[1:]:
        return  # nothing but a docstring

    assert set(module.__all__) <= set(vars(module))  # that it is sorted is RUF022's


@every_module
def test_no_public_name_is_left_undeclared(name: str) -> None:
    module = importlib.import_module(name)

    own = {
        key
        for key, value in vars(module).items()
        if not key.startswith("_") and getattr(value, "__module__", None) == name and hasattr(value, "__qualname__")
    }

    assert own <= set(getattr(module, "__all__", ()))


@every_file
def test_a_module_says_its_one_job(file: Path) -> None:
    assert ast.get_docstring(tree(file))


@every_file
def test_a_module_has_its_test_file(file: Path) -> None:
    if file.name.startswith("__"):
        return
    name = file.relative_to(PACKAGE).with_name(f"test_{file.name.lstrip('_')}")

    assert (ROOT / "tests" / name).exists()


@every_file
def test_a_file_keeps_its_budget(file: Path) -> None:
    assert len(file.read_text(encoding="utf-8").splitlines()) <= FILE_LINES_AT_MOST


@every_file
def test_a_function_keeps_its_budget(file: Path) -> None:
    assert [place for place, lines in functions(file) if lines > FUNCTION_LINES_AT_MOST] == []


def test_few_files_are_longer_than_they_should_be() -> None:
    long = [file.name for file in FILES if len(file.read_text(encoding="utf-8").splitlines()) > FILE_LINES]

    assert len(long) <= LONGER_THAN_THE_BUDGET * len(FILES), long


def test_few_functions_are_longer_than_they_should_be() -> None:
    every = [each for file in FILES for each in functions(file)]
    long = [place for place, lines in every if lines > FUNCTION_LINES]

    assert len(long) <= LONGER_THAN_THE_BUDGET * len(every), long


def test_at_most_one_except_catches_everything() -> None:
    broad = [
        f"{file.relative_to(ROOT)}:{node.lineno}"
        for file in FILES
        for node in ast.walk(tree(file))
        if isinstance(node, ast.ExceptHandler) and caught(node) & BROAD
    ]

    assert len(broad) <= 1, broad


def test_nothing_names_the_place_where_it_was_made() -> None:
    found = [
        f"{file.relative_to(ROOT)}: {word}"
        for file in tracked()
        for word in WORKPLACE
        if word.encode() in file.read_bytes() and (file.name, word) != ("Makefile", WORKPLACE[1])
    ]

    assert found == []
