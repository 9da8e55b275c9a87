"""Which session a request belongs to: the running test's, or one that it names."""

from collections.abc import Callable

from mockllm.session import Session, Sessions

__all__ = ["TestSessions"]

_NONE = "between tests"


class TestSessions(Sessions):
    """The sessions of a test run: one for each test, which ends with it.

    A request that names the session of a finished test, or comes while no test runs, is answered with a miss, and told
    to the test that is running or to whoever reports the run.
    """

    __test__ = False

    def __init__(self) -> None:
        super().__init__()
        self.current = _NONE
        self.late: list[str] = []
        """What came while no test was running, a line each."""
        self._tests: dict[str, str] = {}
        self._last = ""

    def begin(self, name: str, test: str) -> None:
        """Let requests land in the session of that name from now on."""
        self._tests[name] = test
        self.current = name

    def end(self) -> None:
        """The running test is over: its session goes."""
        self._last = self._tests.get(self.current, "")
        self.delete(self.current)
        self.current = _NONE

    def test(self, name: str) -> str:
        """The test whose session has that name."""
        return self._tests.get(name, name)

    def get(self, name: str) -> Session:
        """The session of that name; one that answers nothing where its test is over or none is running."""
        if name == _NONE:
            where = f"after {self._last}" if self._last else "before the first test"
            return self._shut(f"while no test was running ({where})", self.late.append)
        if name in self._tests and name != self.current:
            test = self._tests[name]
            tell = self.late.append if self.current == _NONE else self._problems().append
            return self._shut(f"from a client of the finished test {test}", tell)
        return super().get(name)

    def _problems(self) -> list[str]:
        from mockllm.api.terms import TERMS  # noqa: PLC0415 - loaded with the server

        return super().get(self.current).slot(TERMS).problems

    def _shut(self, what: str, tell: Callable[[str], None]) -> Session:
        from mockllm.api.terms import TERMS  # noqa: PLC0415

        tell(f"a request came {what}")
        session = Session("finished")
        session.slot(TERMS).halted = f"this request came {what}"
        return session
