"""What a test sees of a session: what was asked, what was answered, and what was wrong."""

from typing import Any

from mockllm.admin.desk import Desk
from mockllm.admin.verdict import complaints
from mockllm.api.asked import Asked, asked, turns_in, usage_in
from mockllm.api.expect import called, used
from mockllm.api.home import Home
from mockllm.api.report import journal_lines, transcript
from mockllm.api.tap import kept
from mockllm.api.terms import TERMS, Chain
from mockllm.cassette.exchange import Exchange, is_stream
from mockllm.journal import Entry
from mockllm.scenario.vocabulary import plain_value
from mockllm.session import Session
from mockllm.turn import Usage
from mockllm.wire import sse

__all__ = ["Observed"]


class Observed:
    """One session of a server, to look at."""

    _home: Home
    _chain: Chain
    _session: Session

    @property
    def asks(self) -> list[Asked]:
        """The requests to a model, in order."""
        return asked(self._session)

    @property
    def exchanges(self) -> list[Exchange]:
        """All requests with their responses, as bytes, in order."""
        found = [kept(self._session, entry) for entry in self.entries]
        return [each.exchange() for each in found if each is not None]

    @property
    def entries(self) -> list[Entry]:
        """The journal's entries: who answered each request, and why."""
        return list(self._session.journal)

    @property
    def journal(self) -> list[str]:
        """A line for each request, and below it what was wrong; without secrets."""
        return journal_lines(self._session)

    def transcript(self) -> str:
        """The session as text that is the same in every run and for every shape."""
        return transcript(self._session)

    def assert_called(self, *, times: int | None = None, **wanted: Any) -> None:
        """Fail unless a request matches, or exactly `times` do; `wanted` are conditions, such as model or user."""
        __tracebackhide__ = True
        called(self.asks, {name: plain_value(value) for name, value in wanted.items()}, times)

    def assert_usage(self, **limits: int) -> None:
        """Fail unless the sums fit: requests, input_tokens, output_tokens, each also with __lt, __le, __gt, __ge."""
        __tracebackhide__ = True
        used(self._session, limits)

    def used(self) -> list[tuple[Entry, Usage]]:
        """Each request with the tokens it used."""
        return [(entry, usage_in(self._session, entry)) for entry in self.entries]

    def complaints(self) -> list[str]:
        """What must fail a test, a line each: misses, refused calls, what was not asked for."""
        desk = Desk(self._home.server.sessions, self._chain.finite)
        return [*self._session.slot(TERMS).problems, *complaints(desk, self._session)]

    def verify(self) -> None:
        """Raise AssertionError with the complaints and the journal, if there are any complaints."""
        __tracebackhide__ = True
        found = self.complaints()
        if found:
            raise AssertionError("\n".join([*found, "", "What was asked:", *(self.journal or ["nothing"])]))

    def lengths(self) -> list[int]:
        """How many events the answer to each request to a model has had; 0 for one that was no stream."""
        found = [kept(self._session, each.entry) for each in self.asks]
        responses = [each.exchange().response for each in found if each is not None]
        return [len(sse.split(each.body)) if is_stream(each) else 0 for each in responses]

    def answers(self) -> list[str]:
        """What each whole answer said, in order."""
        whole = [entry for entry in self.entries if entry.status == 200 and entry.ended != "cut"]
        return [repr(turns_in(self._session, entry)) for entry in whole]
