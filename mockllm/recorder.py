"""Keeping what comes through the proxy: redacted, then appended to a cassette, apart from any client.

The modes mean what they mean in vcrpy. Writing is done by one thread, in the order in which exchanges end.
"""

import asyncio
import contextlib
from collections import Counter
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime
from pathlib import Path
from typing import Literal

from msgspec import Struct, field
from msgspec.structs import replace

from mockllm.cassette.append import Appender
from mockllm.cassette.asked import of_exchange
from mockllm.cassette.canon import Rules
from mockllm.cassette.exchange import Exchange, Trace
from mockllm.cassette.file import Cassette, rewrite, told
from mockllm.cassette.redact import HookError, LeakError, Redacted, Redactor
from mockllm.errors import MockLLMError, counted

__all__ = ["Keeping", "Mode", "Plan", "Recorder", "Statuses", "Summary", "plan"]

Mode = Literal["once", "new_episodes", "none", "all"]
"""vcrpy's record modes."""

_SYNC_SECONDS = 1.0
_BAD = 400


class Plan(Struct, frozen=True):
    """What a mode does: whether it plays what is there, whether it records, whether new replaces old."""

    plays: bool
    records: bool
    replaces: bool = False


def plan(mode: Mode, *, exists: bool) -> Plan:
    """The plan of a mode, by whether the cassette has been recorded before."""
    return {
        "once": Plan(plays=exists, records=not exists),
        "new_episodes": Plan(plays=True, records=True),
        "none": Plan(plays=True, records=False),
        "all": Plan(plays=False, records=True, replaces=True),
    }[mode]


class Statuses:
    """Which error statuses are kept: `429,5xx` as a person writes it. Raises MockLLMError for anything else."""

    def __init__(self, text: str = "") -> None:
        self._kept: set[int] = set()
        for word in filter(None, (word.strip().lower() for word in text.split(","))):
            if len(word) == 3 and word[0] in "45" and word[1:] == "xx":
                self._kept |= set(range(int(word[0]) * 100, int(word[0]) * 100 + 100))
            elif word.isdecimal() and len(word) == 3:
                self._kept.add(int(word))
            else:
                raise MockLLMError(f"--record-errors {text}: {word!r} is neither a status nor 4xx or 5xx.")

    def keeps(self, status: int) -> bool:
        """Whether a response of this status is kept."""
        return status < _BAD or status in self._kept


class Summary(Struct):
    """What came of it: how many were kept, why others were not, what was taken out, what had to be refused."""

    kept: int = 0
    dropped: Counter[str] = field(default_factory=Counter)
    redacted: Counter[str] = field(default_factory=Counter)
    problems: list[str] = field(default_factory=list)

    def lines(self) -> list[str]:
        """The summary for a person."""
        found = [f"{counted(self.kept, 'exchange')} kept."]
        found += [f"{count} not kept: {why}." for why, count in self.dropped.most_common()]
        if self.redacted:
            found.append("Redacted: " + ", ".join(f"{what} ({count})" for what, count in sorted(self.redacted.items())))
        return found + list(dict.fromkeys(self.problems))


class Keeping(Struct, frozen=True):
    """How a cassette is recorded: which error statuses are kept, how secrets go, when two requests are the same."""

    mode: Mode = "once"
    statuses: Statuses = field(default_factory=Statuses)
    redact: Redactor = field(default_factory=Redactor)
    rules: Rules = field(default_factory=Rules)
    now: Callable[[], datetime] = lambda: datetime.now(UTC)


class Recorder:
    """Writes a cassette. `tell` gets a line for a person at once; `summary` is complete after `close`."""

    def __init__(
        self, path: str | Path, keeping: Keeping | None = None, tell: Callable[[str], None] | None = None
    ) -> None:
        self._appender = Appender(path)
        self._keeping = keeping or Keeping()
        self._tell = tell or (lambda _: None)
        found = self._appender.found
        self.plan = plan(self._keeping.mode, exists=found is not None and bool(found.exchanges))
        self.summary = Summary()
        self._new: list[Exchange] = []
        self._thread = ThreadPoolExecutor(1, thread_name_prefix="mockllm-recorder")
        self._syncing: asyncio.Task[None] | None = None

    @property
    def cassette(self) -> Cassette | None:
        """The cassette as it was before."""
        return self._appender.found

    def notices(self) -> list[str]:
        """What the person should know before anything is recorded."""
        found = self._appender.found
        lines = list(found.notices) if found is not None else []
        folder = self._appender.path.parent
        if self.plan.records and not (folder.is_dir() and any(folder.glob("*.y*ml"))):
            lines.append(
                f"{told(folder)}: first recording here. Prompts, answers and tool results are stored as plain text; "
                "credentials are taken out. Look before you commit."
            )
        return lines

    @contextlib.contextmanager
    def held(self) -> Iterator[None]:
        """Keep other recorders away from the cassette meanwhile. Raises MockLLMError where one has it."""
        if self.plan.records:
            self._appender.hold()
        try:
            yield
        finally:
            self._appender.close()

    async def keep(self, exchange: Exchange) -> None:
        """Write an exchange, or note why not; returns when that is done."""
        if not self._keeping.statuses.keeps(exchange.response.status):
            self.drop(f"status {exchange.response.status} (see --record-errors)")
            return
        loop = asyncio.get_running_loop()
        if self._syncing is None:
            self._syncing = asyncio.create_task(self._sync())
        try:
            redacted = await loop.run_in_executor(self._thread, self._write, _dated(exchange, self._keeping.now()))
        except LeakError as error:
            self._refuse("a secret would have remained", error)
        except HookError as error:
            self._refuse("the redaction hook failed", error)
        except MockLLMError as error:
            self._refuse("the cassette could not be written", error)
        else:
            self._count(redacted)

    def drop(self, why: str) -> None:
        """Note that an exchange is not kept."""
        self.summary.dropped[why] += 1

    async def close(self) -> Summary:
        """Finish the file; in mode `all` old exchanges that were recorded anew go."""
        if self._syncing is not None:
            self._syncing.cancel()
            with contextlib.suppress(asyncio.CancelledError):
                await self._syncing
        await asyncio.get_running_loop().run_in_executor(self._thread, self._finish)
        self._thread.shutdown()
        return self.summary

    def _write(self, exchange: Exchange) -> Redacted:
        redacted = self._keeping.redact(exchange)
        if redacted.exchange is not None:
            self._appender.append(redacted.exchange)
        return redacted

    def _count(self, redacted: Redacted) -> None:
        if redacted.exchange is None:
            self.drop("the redaction hook dropped it")
            return
        self.summary.kept += 1
        self.summary.redacted.update(redacted.what)
        if self.plan.replaces:
            self._new.append(redacted.exchange)

    def _refuse(self, why: str, error: MockLLMError) -> None:
        self.drop(why)
        self.summary.problems.append(str(error))
        self._tell(str(error))

    async def _sync(self) -> None:
        loop = asyncio.get_running_loop()
        while True:
            await asyncio.sleep(_SYNC_SECONDS)
            await loop.run_in_executor(self._thread, self._appender.sync)

    def _finish(self) -> None:
        self._appender.close()
        found = self._appender.found
        if self._new and found is not None and found.exchanges:
            recorded = {self._key(exchange) for exchange in self._new}
            old = [exchange for exchange in found.exchanges if self._key(exchange) not in recorded]
            rewrite(self._appender.path, [*old, *self._new])

    def _key(self, exchange: Exchange) -> bytes:
        asked = of_exchange(exchange.request, self._keeping.rules)
        return asked.keys(asked.body)[0]


def _dated(exchange: Exchange, now: datetime) -> Exchange:
    trace = exchange.response.trace or Trace()
    at = now.isoformat(timespec="seconds").replace("+00:00", "Z")
    return replace(exchange, response=replace(exchange.response, trace=replace(trace, recorded_at=at)))
