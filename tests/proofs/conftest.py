"""What proofs share: an installer, and the figures that are told when the run ends."""

from collections.abc import Callable

import pytest

from tests.proofs.environments import Uv

FIGURES: pytest.StashKey[list[str]] = pytest.StashKey()

Tell = Callable[[str], None]


@pytest.fixture(scope="session")
def tell(pytestconfig: pytest.Config) -> Tell:
    """Notes a line for the end of the run."""
    return pytestconfig.stash.setdefault(FIGURES, []).append


@pytest.fixture(scope="session")
def uv(tmp_path_factory: pytest.TempPathFactory) -> Uv:
    return Uv.installed(tmp_path_factory.mktemp("uv"))


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter, config: pytest.Config) -> None:
    lines = config.stash.get(FIGURES, [])
    if lines:
        terminalreporter.section("figures")
        for line in lines:
            terminalreporter.write_line(line)
