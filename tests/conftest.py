"""What all tests share: golden files, recorded traffic, steady property tests."""

import json
import os
from collections.abc import Callable
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from hypothesis import settings

GOLDEN = Path(__file__).parent / "golden"

Golden = Callable[[str, bytes], None]
Traffic = Callable[[str], list[Any]]

WIDE = (
    "refusals",
    "docs",
    "scenario/test_ready.py",
    "scenario/test_survival.py",
    "test_surface.py",
    "wire/test_turns.py",
)
"""Tests that go over all tables and all files: as those that go over recorded traffic, they run no line that the others
miss, and to trace them takes a minute."""

settings.register_profile("steady", derandomize=True, deadline=None, max_examples=30, print_blob=True)
settings.register_profile("proofs", deadline=None, max_examples=3_000, print_blob=True)
settings.load_profile("steady")


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--update-golden", action="store_true", help="write golden files anew instead of comparing")


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    wide = [GOLDEN.parent / each for each in WIDE]
    for item in items:
        if "traffic" in getattr(item, "fixturenames", ()) or any(item.path.is_relative_to(each) for each in wide):
            item.add_marker("no_cover")


@pytest.fixture
def pytester(pytester: pytest.Pytester) -> pytest.Pytester:
    """Runs that heed no settings of folders above theirs."""
    pytester.makeini("[pytest]\n")
    return pytester


@pytest.fixture
def golden(request: pytest.FixtureRequest) -> Golden:
    """Compares bytes with the file of that path under tests/golden."""

    def compare(path: str, got: bytes) -> None:
        file = GOLDEN / path
        if request.config.getoption("--update-golden"):
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_bytes(got)
        assert file.exists(), f"tests/golden/{path} is missing: run `make golden` and read the difference"
        assert got == file.read_bytes()

    return compare


@pytest.fixture(scope="session")
def traffic() -> Traffic:
    """The recorded exchanges of one kind ("chat", "responses", ...), or a skip that says why."""
    folder = os.environ.get("MOCKLLM_TRAFFIC")

    @cache
    def lines(kind: str) -> list[Any]:
        if not folder:
            pytest.skip("MOCKLLM_TRAFFIC is unset: there is no recorded traffic to read")
        file = Path(folder) / f"{kind}.jsonl"
        if not file.exists():
            pytest.skip(f"MOCKLLM_TRAFFIC holds no {kind}.jsonl")
        # Text may hold U+2028 and the like, at which splitlines() would cut.
        return [json.loads(line) for line in file.read_text(encoding="utf-8").split("\n") if line]

    return lines
