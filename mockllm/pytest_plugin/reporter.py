"""The end of a run: the summary, also under xdist and in CI, and a failed run where requests came out of turn."""

from typing import Any

import pytest

from mockllm.pytest_plugin import options
from mockllm.pytest_plugin.chaos import Toll
from mockllm.pytest_plugin.shared import Shared
from mockllm.pytest_plugin.tally import Tally

__all__ = ["LATE", "Reporter"]

LATE = "mockllm_late"
"""Under which name a worker of xdist hands on what came while none of its tests was running."""

CHAOS = "mockllm_chaos"
"""Under which name it hands on what its runs under chaos have shown."""


class Reporter:
    """Hears the reports of all tests, those of xdist's workers included."""

    def __init__(self, config: pytest.Config, shared: Shared) -> None:
        self._config = config
        self._shared = shared
        self.tally = Tally()
        self.chaos = Toll()

    def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
        """Take in what a report carries."""
        self.tally.add(getattr(report, "mockllm", {}))

    @pytest.hookimpl(optionalhook=True)
    def pytest_testnodedown(self, node: Any) -> None:
        """Hear from a worker of xdist what came while none of its tests was running."""
        output = getattr(node, "workeroutput", {})
        self.tally.late += output.get(LATE, [])
        self.chaos.add(output.get(CHAOS, {}))

    @pytest.hookimpl(tryfirst=True)
    def pytest_sessionfinish(self, session: pytest.Session) -> None:
        """Fail a run in which requests came while no test was running."""
        late = list(dict.fromkeys(self._shared.sessions.late))
        output = getattr(self._config, "workeroutput", None)
        if output is not None:
            output[LATE] = late
            output[CHAOS] = {"runs": dict(self.chaos.runs), "unmoved": self.chaos.unmoved}
        else:
            self.tally.notes += self.chaos.lines(str(options.value(self._config, "chaos")))
        self.tally.late += late
        if self.tally.late and session.exitstatus == pytest.ExitCode.OK:
            session.exitstatus = pytest.ExitCode.TESTS_FAILED

    # The annotation is a text because older releases of pytest lack the name.
    def pytest_terminal_summary(self, terminalreporter: "pytest.TerminalReporter") -> None:
        """Say how the run's requests were answered."""
        lines = self.tally.lines()
        if not hasattr(self._config, "workerinput"):
            lines += self.tally.to_ci()
        if lines:
            terminalreporter.section("mockllm")
            for line in lines:
                terminalreporter.write_line(line)
