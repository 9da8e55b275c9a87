"""The pytest plugin: its hooks and fixtures."""

import contextlib
from collections.abc import Generator
from typing import TYPE_CHECKING, Any
from unittest import TestCase

import pytest
from _pytest.runner import runtestprotocol

from mockllm.pytest_plugin import artifacts, options
from mockllm.pytest_plugin.chaos import Disorder, disorders
from mockllm.pytest_plugin.environment import Environment
from mockllm.pytest_plugin.guard import Guard
from mockllm.pytest_plugin.markers import MARKERS
from mockllm.pytest_plugin.owners import Owners
from mockllm.pytest_plugin.recording import Studio, studio
from mockllm.pytest_plugin.reporter import Reporter
from mockllm.pytest_plugin.running import Test
from mockllm.pytest_plugin.shared import Shared
from mockllm.pytest_plugin.stale import Stale
from mockllm.pytest_plugin.tally import counts

if TYPE_CHECKING:
    from mockllm.api.mock import MockLLM

__all__ = [
    "mockllm",
    "mockllm_server",
    "mockllm_url",
    "pytest_addoption",
    "pytest_configure",
    "pytest_configure_node",
    "pytest_fixture_setup",
    "pytest_load_initial_conftests",
    "pytest_recording_configure",
    "pytest_runtest_call",
    "pytest_runtest_makereport",
    "pytest_runtest_protocol",
    "pytest_runtest_setup",
    "pytest_runtest_teardown",
]

_KEYS = "mockllm_keys"


class _Plugin:
    """What a run holds from its start to its end."""

    def __init__(self, config: pytest.Config) -> None:
        self.config = config
        self.shared = Shared(options.seed(config))
        self.environment = Environment(self.shared.url)
        self.environment.set()
        self.studio = Studio()
        self.reporter = Reporter(config, self.shared)
        self.guard = Guard(str(options.value(config, "egress")), self.refused)
        sessions = self.shared.sessions
        self.owners = Owners(lambda: sessions.current)
        self.stale = Stale(self.shared.url, self.owners, sessions.test, self.refused)
        self.guard.set()
        self.owners.watch()
        self.stale.watch()
        self.test: Test | None = None
        self.disorder: Disorder | None = None
        self.answers: list[str] = []
        self.requests = 0
        self.passed = False

    def refused(self, line: str) -> None:
        """Note a connection that was refused: for the running test, else for the run."""
        if self.test is not None:
            self.test.refused.append(line)
        else:
            self.shared.sessions.late.append(line)

    def close(self) -> None:
        """Put everything back; a test that was interrupted is over, and did not pass."""
        if self.test is not None:
            self.test.failed = True
            self.test.end()
        self.stale.close()
        self.owners.close()
        self.guard.lift()
        self.environment.restore()
        self.shared.stop()


class _Granting:
    """Within the setup of all other plugins: it may fail the test."""

    @pytest.hookimpl(tryfirst=True)
    def pytest_runtest_setup(self, item: pytest.Item) -> None:
        """Do what the test's markers ask for."""
        test = _of(item.config).test
        if test is not None:
            test.grant()


_PLUGIN = pytest.StashKey[_Plugin]()


def _of(config: pytest.Config) -> _Plugin:
    return config.stash[_PLUGIN]


def pytest_addoption(parser: pytest.Parser) -> None:
    """Add the options."""
    options.add(parser)


@pytest.hookimpl(tryfirst=True)
def pytest_load_initial_conftests(early_config: pytest.Config) -> None:
    """Set the environment before anything of the project is imported."""
    plugin = early_config.stash[_PLUGIN] = _Plugin(early_config)
    early_config.add_cleanup(plugin.close)


@pytest.hookimpl(tryfirst=True)
def pytest_configure(config: pytest.Config) -> None:
    """Declare the markers and learn how to record."""
    for line in MARKERS.values():
        config.addinivalue_line("markers", line)
    plugin = _of(config)
    real = getattr(config, "workerinput", {}).get(_KEYS) or plugin.environment.real()
    plugin.studio = studio(config, plugin.environment.keys(real))
    config.pluginmanager.register(plugin.reporter, "mockllm-reporter")
    config.pluginmanager.register(_Granting(), "mockllm-granting")


@pytest.hookimpl(optionalhook=True)
def pytest_configure_node(node: Any) -> None:
    """Give a worker of xdist the real keys: it starts in the environment that is ours already."""
    node.workerinput[_KEYS] = _of(node.config).environment.real()


@pytest.hookimpl(optionalhook=True)
def pytest_recording_configure(config: pytest.Config, vcr: Any) -> None:
    """Keep our own traffic out of the cassettes of pytest-recording."""
    ours = _of(config).shared.url
    before = vcr.before_record_request

    def foreign(request: Any) -> Any:
        if request.uri.startswith(ours):
            return None
        return request if before is None else before(request)

    vcr.before_record_request = foreign


@pytest.hookimpl(wrapper=True, tryfirst=True)
def pytest_runtest_protocol(item: pytest.Item, nextitem: pytest.Item | None) -> Generator[None, Any, Any]:
    """After a test that passed, run it again with each kind of failure thrown in, if that is wanted."""
    done = yield
    plugin = _of(item.config)
    seed = str(options.value(item.config, "chaos"))
    if not seed or not plugin.passed or not isinstance(item, pytest.Function):
        return done
    before = plugin.answers
    for disorder in disorders(seed, item.nodeid, plugin.requests):
        plugin.disorder = disorder
        item._initrequest()  # noqa: SLF001 - as whoever runs a test again must
        runtestprotocol(item, log=False, nextitem=nextitem)
        plugin.reporter.chaos.note(item.nodeid, disorder, before, plugin.answers, passed=plugin.passed)
    plugin.disorder = None
    return done


@pytest.hookimpl(wrapper=True, tryfirst=True)
def pytest_runtest_setup(item: pytest.Item) -> Generator[None, None, None]:
    """Open the test's session before its fixtures are made."""
    plugin = _of(item.config)
    plugin.test = Test(item, plugin.shared, plugin.studio, disorder=plugin.disorder)
    plugin.passed = True
    plugin.test.begin()
    plugin.owners.begin(plugin.test.name)
    yield
    instance = getattr(item, "instance", None)
    if isinstance(instance, TestCase):
        plugin.test.asked = True
        vars(instance)["mockllm"] = plugin.test.mock


@pytest.hookimpl(wrapper=True, tryfirst=True)
def pytest_fixture_setup(
    fixturedef: "pytest.FixtureDef[Any]", request: pytest.FixtureRequest
) -> Generator[None, object, object]:
    """Let what a fixture of wider scope starts live on after the test that was the first to need it."""
    with contextlib.nullcontext() if fixturedef.scope == "function" else _of(request.config).owners.nobody():
        return (yield)


@pytest.hookimpl(wrapper=True)
def pytest_runtest_call(item: pytest.Item) -> Generator[None, None, None]:
    """Judge the test by its session once its body has passed."""
    yield
    test = _of(item.config).test
    if test is not None:
        test.judge()


@pytest.hookimpl(wrapper=True, tryfirst=True)
def pytest_runtest_teardown(item: pytest.Item) -> Generator[None, None, None]:
    """End the session after the fixtures, and judge what they did."""
    yield
    test = _of(item.config).test
    if test is not None and not test.failed:
        test.judge()


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(
    item: pytest.Item, call: pytest.CallInfo[None]
) -> Generator[None, pytest.TestReport, pytest.TestReport]:
    """Add to a failure what was asked, and to the last report what the run's summary needs."""
    report = yield
    plugin = _of(item.config)
    test = plugin.test
    if test is None:
        return report
    plugin.passed = plugin.passed and report.passed
    if report.failed:
        test.failed = True
        if plugin.disorder is not None and call.when == "call":
            # Subtests report by themselves, also where the run is ours alone.
            report.outcome, report.longrepr = "passed", None
            return report
        journal = test.journal()
        if journal:
            report.sections.append(("mockllm: what was asked", journal))
    if call.when == "teardown":
        vars(report)["mockllm"] = _ended(plugin, test)  # xdist carries what a report holds
    return report


def _ended(plugin: _Plugin, test: Test) -> dict[str, Any]:
    folder = options.value(plugin.config, "artifacts")
    told: dict[str, Any] = {"counts": counts(test.mock, recording=test.recording) if test.met else {}, "notes": []}
    if folder and test.failed and test.met:
        told["notes"] += artifacts.keep(str(folder), test.item.nodeid, test.mock)
    plugin.answers = test.mock.answers() if test.met else []
    plugin.requests = len(test.mock.asks) if test.met else 0
    told["notes"] += test.end()
    plugin.owners.begin(None)
    plugin.test = None
    return told


@pytest.fixture
def mockllm(request: pytest.FixtureRequest) -> "MockLLM":
    """The session of this test: script it, and look at what it was asked. An unforeseen request fails the test."""
    test = _of(request.config).test
    assert test is not None
    test.asked = True
    return test.mock


@pytest.fixture(scope="session")
def mockllm_server(request: pytest.FixtureRequest) -> str:
    """The running server of this test process: its root URL, at which the running test's session answers."""
    shared = _of(request.config).shared
    shared.start()
    return shared.url


@pytest.fixture(scope="session")
def mockllm_url(request: pytest.FixtureRequest) -> str:
    """The root URL that the environment names: the running test's session answers there."""
    return _of(request.config).shared.url
