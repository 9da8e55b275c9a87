"""`MockLLM`: one server, or one session of it, as a test sees it."""

import sys
from collections.abc import Callable, Coroutine, Iterator, Mapping, Sequence
from os import PathLike
from pathlib import Path
from types import TracebackType
from typing import Any, Literal, Self, TypeVar

from msgspec.structs import replace

from mockllm.api import Config
from mockllm.api.accept import Acceptance
from mockllm.api.home import Home
from mockllm.api.lanes import Lane, When, conditions, said
from mockllm.api.mishap import Mishap
from mockllm.api.observed import Observed
from mockllm.api.terms import TERMS, Chain, OnMiss, chain, known
from mockllm.api.torture import Trial, World, chunkings, cuts
from mockllm.cassette.canon import Rules
from mockllm.cassette.file import load as load_cassette
from mockllm.cassette.replay import Tempo
from mockllm.cassette.source import Library
from mockllm.engine.settings import Settings, Source
from mockllm.errors import MockLLMError, counted
from mockllm.pace import Paced, paced
from mockllm.proxy.source import UpstreamSource
from mockllm.proxy.targets import parse
from mockllm.scenario.files import load as load_scenario
from mockllm.scenario.places import Places
from mockllm.scenario.source import SCENARIO, put
from mockllm.scenario.state import Play
from mockllm.server.holds import HOLDS
from mockllm.session import Session, Sessions
from mockllm.vendors.table import VENDORS, variables

__all__ = ["MockLLM"]

Value = TypeVar("Value")
FilePath = str | PathLike[str]


class MockLLM(Observed):
    """A server for tests, in `with` (on a thread) or `async with` (on the running loop), and its default session.

    `seed` decides all fakes; `on_miss` is "error", "fake" or "upstream"; `pace` is tokens a second or a `Pace`;
    `scenario` and `cassette` are files to play; `upstream` are the real services, `[NAME=]URL` each, where they are
    not the vendors' own; `settings` are the server's other options. Leaving the `with` block without an exception
    raises AssertionError where a request was a miss or something scripted was not asked for, unless `check` is False.
    """

    trial: Trial | None = None
    """Who reports the worlds of `cuts` and `chunkings`, each by itself."""

    def __init__(  # noqa: PLR0913 - keywords, all of them
        self,
        *,
        seed: int = 0,
        on_miss: OnMiss = "error",
        pace: Paced | None = None,
        scenario: FilePath | None = None,
        cassette: FilePath | None = None,
        upstream: Sequence[str] = (),
        port: int = 0,
        settings: Settings | None = None,
        check: bool = True,
    ) -> None:
        if upstream and on_miss != "upstream":
            raise MockLLMError("MockLLM asks an upstream only with on_miss='upstream'.")
        targets = parse(
            [upstream] if isinstance(upstream, str) else upstream, {vendor.name: vendor.upstream for vendor in VENDORS}
        )
        self._upstream = UpstreamSource(targets) if on_miss == "upstream" else None
        self._chain = chain(known(on_miss), self._upstream)
        chosen = replace(settings or Settings(), seed=seed, **({} if pace is None else {"pace": paced(pace)}))
        self._home = Home(
            Config(chosen, sources=self._chain.sources, on_miss="error", keeps_replies=True), port
        )  # fmt: skip
        self._session = self._home.server.sessions.get("default")
        self._check = check
        self._files = (scenario, cassette)

    @classmethod
    def within(cls, home: Home, sources: Chain, session: Session) -> Self:
        """One session of a server that runs already."""
        made = cls.__new__(cls)
        made._home, made._chain, made._session = home, sources, session  # noqa: SLF001 - another way to make one
        made._check, made._files, made._upstream = False, (None, None), None  # noqa: SLF001
        return made

    def __enter__(self) -> Self:
        self._load()
        self._home.start()
        return self

    def __exit__(self, kind: type[BaseException] | None, _: BaseException | None, __: TracebackType | None) -> None:
        if self._upstream is not None:
            self.finish(self._upstream.close)
        self._home.stop()
        if kind is None and self._check:
            self.verify()

    async def __aenter__(self) -> Self:
        self._load()
        await self._home.begin()
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, _: BaseException | None, __: TracebackType | None
    ) -> None:
        if self._upstream is not None:
            await self._upstream.close()
        await self._home.end()
        if kind is None and self._check:
            self.verify()

    def __repr__(self) -> str:
        return f"<MockLLM session {self.name!r}, {counted(self._session.journal.count, 'request')}>"

    def _load(self) -> None:
        scenario, cassette = self._files
        if scenario is not None:
            self.scenario(scenario)
        if cassette is not None:
            self.cassette(cassette)

    @property
    def name(self) -> str:
        """The name of the session."""
        return self._session.name

    @property
    def url(self) -> str:
        """The root of the server, or of this session of it."""
        return self._home.url if self.name == "default" else f"{self._home.url}/s/{self.name}"

    @property
    def openai_url(self) -> str:
        """The base URL for OpenAI's SDK."""
        return f"{self.url}/v1"

    @property
    def anthropic_url(self) -> str:
        """The base URL for Anthropic's SDK."""
        return self.url

    @property
    def openrouter_url(self) -> str:
        """The base URL for OpenRouter's SDK, and for OpenAI's when it is to ask OpenRouter."""
        return f"{self.url}/api/v1"

    @property
    def aiandgpu_url(self) -> str:
        """The base URL for AIandGPU by OpenAI's SDK."""
        return f"{self.url}/aiandgpu/v1"

    @property
    def predictionguard_url(self) -> str:
        """The base URL for Prediction Guard's SDK."""
        return f"{self.url}/predictionguard"

    def env(self) -> dict[str, str]:
        """Every variable that an SDK reads for its base URL or key, with its value for this session.

        Those that keep an SDK from telling the real service what it does are among them.
        """
        return variables(self.url)

    def session(self, name: str) -> "MockLLM":
        """Another session of the same server, for clients that use its URLs."""
        return MockLLM.within(self._home, self._chain, self._sessions.get(name))

    @property
    def _sessions(self) -> Sessions:
        return self._home.server.sessions

    def script(self, *turns: Any) -> None:
        """Add turns: each argument is one, a list its parts, a string text, a dict or pydantic model JSON.

        Raises ScenarioError, naming the argument, for what cannot be a turn.
        """
        __tracebackhide__ = True
        self._put({"turns": [said(each) for each in turns]})

    def lane(self, name: str, *, per: str = "session", **condition: Any) -> Lane:
        """A queue of turns of its own for the requests that match, so that agents do not take each other's turns.

        `per="conversation"` starts it anew for each conversation; `condition` is as in a scenario's `lanes`.
        """
        __tracebackhide__ = True
        words = {**conditions(condition), **({"per": per} if per != "session" else {})}
        self._put({"lanes": {name: words}})
        return Lane(self._put, name)

    def when(self, *parts: Mapping[str, Any], **condition: Any) -> When:
        """A rule for the requests that match: `when(user="refund").reply("Done.")`, or `when(results("12:00"))`."""
        merged = {key: value for part in parts for key, value in part.items()}
        return When(self._put, merged | conditions(condition))

    def fake(self) -> None:
        """Let deterministic fakes answer what nothing else does."""
        self._session.slot(TERMS).on_miss = "fake"

    def allow(self, *, seed: int | None = None, on_miss: OnMiss | None = None, pace: Paced | None = None) -> None:
        """Choose for this session what the server decides for all; None leaves a choice as it is.

        Raises MockLLMError where the real services are to answer and the server has no way to them.
        """
        terms = self._session.slot(TERMS)
        if on_miss == "upstream" and terms.upstream is None and not self._chain.asks:
            raise MockLLMError(
                "This server asks no real service: choose on_miss='upstream' for MockLLM, or by the marker mockllm."
            )
        self._session.seed = self._session.seed if seed is None else seed
        terms.on_miss = known(on_miss) if on_miss is not None else terms.on_miss
        terms.pace = terms.pace if pace is None else paced(pace)

    def upstream(self, source: Source) -> None:
        """Let a source that asks real services answer what scripts and recordings do not."""
        self._session.slot(TERMS).upstream = source

    def accept(self) -> Acceptance:
        """Play recordings by their place where a request has changed; gives what the changes are."""
        acceptance = Acceptance(self._chain.cassette)
        self._session.slot(TERMS).first = acceptance
        return acceptance

    def disturb(self, mishap: Mishap) -> None:
        """Let something befall one request."""
        self._session.slot(TERMS).mishap = mishap

    def complain(self, problem: str) -> None:
        """Note what must fail the test."""
        self._session.slot(TERMS).problems.append(problem)

    def finish(self, ending: Callable[[], Coroutine[Any, Any, Value]]) -> Value:
        """What a coroutine function returns that must run on the server's thread."""
        return self._home.wait(ending())

    def release(self, name: str | None = None) -> int:
        """Let the streams go on that are held at `name`, or all; how many there were."""
        return self._home.call(lambda: self._session.slot(HOLDS).release(name))

    def leave(self) -> None:
        """The session is over: whoever still waits for a held stream gets the rest of it."""
        if self._session.slot(HOLDS).held():
            self.release()

    def scenario(self, *files: FilePath) -> None:
        """Play scenario files. Raises MockLLMError, naming file, line and column."""
        __tracebackhide__ = True
        script = _plainly(lambda: load_scenario([Path(file) for file in files]))
        self._session.put(SCENARIO, Play(script))

    def cassette(self, *files: FilePath, rules: Rules | None = None, tempo: Tempo | None = None) -> None:
        """Replay recordings, at once unless `tempo` says otherwise. Raises MockLLMError, naming file and line."""
        __tracebackhide__ = True
        exchanges = _plainly(lambda: [exchange for file in files for exchange in load_cassette(file).exchanges])
        self._chain.cassette.give(self._session, Library(exchanges, rules, tempo or Tempo(None)))

    def cuts(self, *turns: Any, how: Literal["fin", "reset"] = "fin") -> Iterator[World]:
        """A world for each event of the turns, the stream cut there: `for world in mockllm.cuts("Hi."):` `with world:`.

        Raises AssertionError in the end, naming the cuts after which the body returned as if all were well.
        """
        return cuts(self, turns, how)

    def chunkings(self, *turns: Any) -> Iterator[World]:
        """A world for each kind of chunking of the turns' streams; AssertionError in the end where the body failed."""
        return chunkings(self, turns)

    def play(self, turns: Sequence[Mapping[str, Any]]) -> None:
        """Start anew with these turns, in the words of scenarios."""
        self.reset()
        self._put({"turns": list(turns)})

    def reset(self) -> None:
        """Back to the start: no script, an empty journal, held streams released."""
        self.release()
        self._home.call(self._session.reset)

    def _put(self, document: Mapping[str, Any]) -> None:
        frame = sys._getframe(2)  # noqa: SLF001 - whoever scripts is named in what is left over
        where = f"{Path(frame.f_code.co_filename).name}:{frame.f_lineno}"
        __tracebackhide__ = True
        _plainly(lambda: put(self._session, document, Places(f"{where} at ")))


def _plainly(function: Callable[[], Value]) -> Value:
    """What a function returns; a mistake comes without how it was found out, which is no help in a test."""
    __tracebackhide__ = True
    try:
        return function()
    except MockLLMError as error:
        raise error.with_traceback(None) from None
