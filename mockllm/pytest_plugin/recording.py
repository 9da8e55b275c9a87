"""Cassettes of tests: replayed, or recorded beside and put in place once the test has passed."""

import os
import shutil
import tempfile
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from msgspec.structs import replace

from mockllm.errors import MockLLMError, counted
from mockllm.pytest_plugin import options
from mockllm.vendors.table import VENDORS

if TYPE_CHECKING:
    from mockllm.api.accept import Acceptance
    from mockllm.api.mock import MockLLM
    from mockllm.ask import Ask
    from mockllm.exchange import Answer, Raw
    from mockllm.exchange import Recording as Recorded
    from mockllm.proxy.source import UpstreamSource
    from mockllm.recorder import Mode, Recorder
    from mockllm.session import Session
    from mockllm.vendors.kinds import World

__all__ = ["Keys", "Recording", "Studio", "studio"]

Keys = Mapping[str, tuple[str, str | None]]
"""For each key that SDKs were given: the name of its variable, and the real key if there is one."""


@dataclass
class Recording:
    """What one test plays or records."""

    mock: "MockLLM"
    target: Path
    staged: Path | None = None
    recorder: "Recorder | None" = None
    upstream: "UpstreamSource | None" = None
    acceptance: "Acceptance | None" = None

    def end(self, *, keep: bool) -> Sequence[str]:
        """Finish the recording and put it in place if it is to be kept. Gives what there is to say of it."""
        try:
            return self._accepted(keep=keep) if self.acceptance is not None else self._recorded(keep=keep)
        except OSError as error:
            return [f"{self.target}: not written: {error.strerror}"]
        finally:
            if self.staged is not None:
                shutil.rmtree(self.staged.parent, ignore_errors=True)

    def _accepted(self, *, keep: bool) -> Sequence[str]:
        assert self.acceptance is not None
        if keep:
            return self.acceptance.rewrite(self.target)
        changed = len(self.acceptance.changed)
        return (
            [f"{self.target}: {counted(changed, 'changed request')} not accepted: the test did not pass."]
            if changed
            else []
        )

    def _recorded(self, *, keep: bool) -> Sequence[str]:
        if self.staged is None or self.recorder is None or self.upstream is None:
            return []
        self.mock.finish(self.upstream.close)
        summary = self.mock.finish(self.recorder.close)
        if summary.kept and keep and not summary.problems:
            self._place(self.staged)
            return [f"{self.target}: {line}" for line in summary.lines()]
        why = (
            "" if keep or not summary.kept else f" {counted(summary.kept, 'exchange')} not kept: the test did not pass."
        )
        return [f"{self.target}: {line}" for line in [*summary.lines()[1:], why.strip()] if line]

    def _place(self, staged: Path) -> None:
        beside = self.target.with_name(f".{self.target.name}.tmp")
        self.target.parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(staged, beside)
        beside.replace(self.target)


@dataclass
class Studio:
    """How this run records. `keys` are those that go to the real services in place of ours, if it `asks` any."""

    mode: "Mode" = "none"
    upstreams: Sequence[str] = ()
    keys: Keys = field(default_factory=dict)
    accept: bool = False
    asks: bool = True

    def begin(self, target: Path, mock: "MockLLM") -> Recording:
        """Let a test play a cassette, record it, or both. Raises MockLLMError."""
        from mockllm.recorder import plan  # noqa: PLC0415 - loaded with the server

        exists = target.exists()
        chosen = plan(self.mode, exists=exists)
        if not exists and not chosen.records:
            raise MockLLMError(f"{target}: there is no such cassette; record it with --mockllm-record=once.")
        if exists and chosen.plays:
            mock.cassette(target)
        recording = Recording(mock, target)
        if exists and self.accept:
            recording.acceptance = mock.accept()
        elif chosen.records:
            self._record(recording, copy=exists)
        return recording

    def pass_on(self, mock: "MockLLM") -> Callable[[], object]:
        """Let the real services answer what nothing else does; nothing is recorded. Gives what ends it.

        Raises MockLLMError in CI.
        """
        from mockllm.proxy.source import UpstreamSource  # noqa: PLC0415

        if not self.asks:
            raise MockLLMError(
                "on_miss='upstream' asks the real services: not where CI is set; allow it with --mockllm-in-ci."
            )
        upstream = UpstreamSource(self._targets())
        mock.upstream(_Keyed(upstream, self.keys, mock))
        return lambda: mock.finish(upstream.close)

    def _record(self, recording: Recording, *, copy: bool) -> None:
        from mockllm.proxy.source import UpstreamSource  # noqa: PLC0415
        from mockllm.recorder import Keeping, Recorder  # noqa: PLC0415

        staged = Path(tempfile.mkdtemp(prefix="mockllm-")) / recording.target.name
        if copy:
            shutil.copyfile(recording.target, staged)
        recorder = Recorder(staged, Keeping(self.mode))
        upstream = UpstreamSource(self._targets(), recorder)
        recording.staged, recording.recorder, recording.upstream = staged, recorder, upstream
        recording.mock.upstream(_Keyed(upstream, self.keys, recording.mock))

    def _targets(self) -> Any:
        from mockllm.proxy.targets import parse  # noqa: PLC0415

        return parse(self.upstreams, {vendor.name: vendor.upstream for vendor in VENDORS})


def studio(config: pytest.Config, keys: Keys) -> Studio:
    """How this run records. Raises UsageError for what is not done in CI."""
    in_ci = bool(os.environ.get("CI"))
    accept = bool(options.value(config, "accept"))
    if accept and in_ci:
        raise pytest.UsageError("--mockllm-accept rewrites cassettes: not in CI, where nobody looks at them.")
    asks = not in_ci or bool(options.value(config, "in_ci"))
    mode: Any = options.value(config, "record")
    if mode != "none" and not asks:
        raise pytest.UsageError(
            f"mockllm_record = {mode} asks the real services: not where CI is set; --mockllm-record=none replays, "
            "--mockllm-in-ci allows it."
        )
    upstreams = options.value(config, "upstream")
    assert isinstance(upstreams, list)
    if upstreams:
        _checked(upstreams)
    return Studio(mode, upstreams, keys, accept, asks)


def _checked(upstreams: list[str]) -> None:
    from mockllm.proxy.targets import parse  # noqa: PLC0415 - seldom needed

    try:
        parse(upstreams, {vendor.name: vendor.upstream for vendor in VENDORS})
    except MockLLMError as error:
        raise pytest.UsageError(str(error).replace("--upstream", "--mockllm-upstream", 1)) from error


class _Keyed:
    """An upstream that is asked with the real keys."""

    name = "upstream"
    raw = True

    def __init__(self, upstream: "UpstreamSource", keys: Keys, mock: "MockLLM") -> None:
        self._upstream = upstream
        self._keys = keys
        self._mock = mock

    def active(self, _: "Session") -> bool:
        """Always."""
        return True

    async def answer(self, raw: "Raw", ask: "Ask | None", world: "World") -> "Answer | Recorded | Any":
        """What the real service says."""
        pairs = tuple((name, self._real(value)) for name, value in raw.pairs)
        headers = {name.lower(): value for name, value in pairs}
        return await self._upstream.answer(replace(raw, pairs=pairs, headers=headers), ask, world)

    def _real(self, value: str) -> str:
        for ours, (name, real) in self._keys.items():
            if value == ours or value.endswith(f" {ours}"):
                if real is None:
                    self._mock.complain(f"{name} was not set when pytest started: the real service refuses our key")
                    return value
                return value[: -len(ours)] + real
        return value
