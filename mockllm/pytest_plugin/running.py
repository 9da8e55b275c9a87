"""One test with its session: begun before its fixtures, judged after its body, ended after its teardown."""

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from itertools import count
from typing import TYPE_CHECKING

import pytest

from mockllm.errors import MockLLMError
from mockllm.pytest_plugin.chaos import Disorder
from mockllm.pytest_plugin.markers import Wishes, place_of, wishes
from mockllm.pytest_plugin.recording import Recording, Studio
from mockllm.pytest_plugin.shared import Shared

if TYPE_CHECKING:
    from mockllm.api.mock import MockLLM
    from mockllm.api.torture import Trial

__all__ = ["Test"]

_NUMBERS = count(1)
_SLUG = 60


@dataclass
class Test:
    """A running test."""

    __test__ = False

    item: pytest.Item
    shared: Shared
    studio: Studio
    name: str = ""
    disorder: Disorder | None = None
    asked: bool = False
    """Whether the test knows of mockllm: by a fixture or a marker."""
    failed: bool = False
    told: set[str] = field(default_factory=set)
    refused: list[str] = field(default_factory=list)
    """Connections that were refused while it ran, in the words of whoever refused them, from any thread."""
    _mock: "MockLLM | None" = None
    _recording: Recording | None = None
    _endings: list[Callable[[], object]] = field(default_factory=list)

    def begin(self) -> None:
        """Open the session."""
        slug = "".join(each if each.isalnum() else "-" for each in self.item.name)[:_SLUG]
        self.name = f"{slug}-{next(_NUMBERS)}"
        self.shared.sessions.begin(self.name, self.item.nodeid)

    def grant(self) -> None:
        """Do what the test's markers ask for. Fails the test where that cannot be."""
        wanted = wishes(self.item)
        if self.disorder is not None:
            self.mock.disturb(self.disorder.mishap())
        if not wanted.any:
            return
        self.asked = True
        try:
            self._grant(wanted)
        except MockLLMError as error:
            reason = f"{place_of(self.item)}: {error}"
        else:
            return
        pytest.fail(reason, pytrace=False)

    def _grant(self, wanted: Wishes) -> None:
        if wanted.on_miss == "upstream":
            self._endings.append(self.studio.pass_on(self.mock))
        self.mock.allow(seed=wanted.seed, on_miss=wanted.on_miss, pace=wanted.pace)
        if wanted.scenarios:
            self.mock.scenario(*wanted.scenarios)
        if wanted.cassette is not None:
            self._recording = self.studio.begin(wanted.cassette, self.mock)

    @property
    def mock(self) -> "MockLLM":
        """The session as the test sees it."""
        if self._mock is None:
            self._mock = self.shared.mock(self.name)
            self._mock.trial = self._trial()
            self._endings.append(self._mock.leave)
        return self._mock

    @property
    def recording(self) -> bool:
        """Whether what the real services say is recorded."""
        return self._recording is not None and self._recording.recorder is not None

    @property
    def met(self) -> bool:
        """Whether there may be anything to look at."""
        return self.shared.running

    def _trial(self) -> "Trial | None":
        if not self.item.config.pluginmanager.hasplugin("subtests"):
            return None
        from mockllm.api.torture import UnnoticedError  # noqa: PLC0415 - loaded with the server

        @contextmanager
        def trial(name: str) -> Iterator[None]:
            subtests = self.item._request.getfixturevalue("subtests")  # type: ignore[attr-defined]  # noqa: SLF001
            with subtests.test(name):
                unnoticed = ""
                try:
                    yield
                except UnnoticedError as error:
                    unnoticed = str(error)
                if unnoticed:
                    pytest.fail(unnoticed, pytrace=False)

        return trial

    def complaints(self) -> list[str]:
        """What must fail the test and was not told yet."""
        lines = [*self.refused, *(self.mock.complaints() if self.met else [])]
        # Clients try again: what was refused to them twice is one complaint.
        found = [line for line in dict.fromkeys(lines) if line not in self.told]
        self.told.update(found)
        return found

    def judge(self) -> None:
        """Fail the test where it has complaints. Under chaos nothing but the test itself decides."""
        if self.disorder is not None:
            return
        found = self.complaints()
        if found:
            pytest.fail(self._explained(found), pytrace=False)

    def journal(self) -> str:
        """What was asked, a line each; empty where nothing was."""
        lines = self.mock.journal if self.met else []
        if self._recording is not None and any(entry.source == "miss" for entry in self.mock.entries):
            lines = [*lines, "(Is that as it should be? --mockllm-accept takes the new prompt into the recording.)"]
        return "\n".join(lines)

    def end(self) -> Sequence[str]:
        """Close the session. Gives what is to be said of a recording."""
        try:
            for ending in self._endings:
                ending()
            return [] if self._recording is None else self._recording.end(keep=not self.failed)
        finally:
            self.shared.sessions.end()

    def _explained(self, found: list[str]) -> str:
        first, *others = [line for complaint in found for line in complaint.splitlines()]
        lines = [f"mockllm: {first}", *(f"  {line}" for line in others)]
        if not self.asked and any(": miss: " in line for line in lines):
            lines.append("  (This test does not use the mockllm fixture: script an answer, or mark it for fakes.)")
        return "\n".join(lines)
