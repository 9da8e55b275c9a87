"""What befalls one request of a session on purpose: an error, or a cut in the middle of its answer."""

from dataclasses import dataclass, field
from typing import Literal

from msgspec.structs import replace

from mockllm import faults
from mockllm.errors import Failure, FailureKind, Miss
from mockllm.exchange import Answer, Fault, Raw, Recording

__all__ = ["Mishap"]

_SOON = (("retry-after-ms", "1"),)
"""Nobody waits in a test: SDKs that try again do so at once."""


@dataclass
class Mishap:
    """One mishap, at the request to a model with this number, from 0.

    `failure` is said instead of an answer; where there is none, the answer is cut after so many events, or in the
    middle of what is no stream. Whoever sends the same request again gets its answer whole.
    """

    at: int
    failure: FailureKind | None = None
    after_events: int = 2
    how: Literal["fin", "reset"] = "fin"
    again: bool = False
    """Whether the request has been sent again."""
    _asked: int = 0
    _body: bytes | None = None
    _whole: Answer | Recording | None = field(default=None, repr=False)

    def before(self, raw: Raw) -> Answer | Recording | Miss:
        """The failure, or the whole answer for whoever tries again; a miss where others are to answer."""
        number, self._asked = self._asked, self._asked + 1
        if number == self.at:
            self._body = raw.body
            failing = self.failure is not None
            return Answer(failure=self._failed(), source="script", why=("a mishap",)) if failing else Miss()
        if raw.body != self._body:
            return Miss()
        self.again = True
        found, self._whole = self._whole, None
        return Miss() if found is None else found

    def after(self, raw: Raw, found: Answer | Recording) -> Answer | Recording:
        """What becomes of an answer."""
        if self.failure is not None or self.again or raw.body != self._body:
            return found
        self._whole = found
        fault = Fault("cut", {"after_events": self.after_events, "how": self.how})
        if isinstance(found, Answer):
            return replace(found, faults=(*found.faults, fault), steady=False)
        if found.reply.live is not None or found.reply.burst is not None:
            return found
        return replace(found, reply=faults.whole([fault], found.reply))

    def _failed(self) -> Failure | None:
        return None if self.failure is None else Failure(self.failure, headers=_SOON)
