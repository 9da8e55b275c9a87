"""What a run did with model requests: counted for each test, summed up at its end."""

import os
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from mockllm.api.mock import MockLLM

__all__ = ["Tally", "counts"]

_WORDS = {
    "cassette": "replayed",
    "script": "scripted",
    "scenario": "scripted",
    "fake": "faked",
    "recording": "recorded",
    "upstream": "asked of the real services",
    "miss": "missed",
}
_ERRORS = 400
_UNPAID = frozenset({"cassette", "script", "scenario", "fake"})


def counts(mock: "MockLLM", *, recording: bool = False) -> dict[str, int]:
    """How a test's requests were answered, and the tokens that nobody had to pay for.

    With `recording` the real services are recorded, but for their errors.
    """
    found: Counter[str] = Counter()
    for entry, usage in mock.used():
        source = "recording" if entry.source == "upstream" and recording and entry.status < _ERRORS else entry.source
        if source in _WORDS:
            found[_WORDS[source]] += 1
        if entry.source in _UNPAID:
            found["tokens"] += usage.input + usage.output
    return dict(found)


@dataclass
class Tally:
    """The sums of a run, and what else there is to say at its end."""

    sums: Counter[str] = field(default_factory=Counter)
    notes: list[str] = field(default_factory=list)
    late: list[str] = field(default_factory=list)

    def add(self, told: Mapping[str, Any]) -> None:
        """Take in what a test's report carries."""
        self.sums.update(told.get("counts", {}))
        self.notes.extend(told.get("notes", ()))

    def lines(self) -> list[str]:
        """The summary; empty where no model was asked."""
        words = [f"{self.sums[word]} {word}" for word in dict.fromkeys(_WORDS.values()) if self.sums[word]]
        found = []
        if words:
            found.append(f"Model requests: {', '.join(words)}; {self.sums['tokens']} tokens not paid for.")
        found += self.notes
        found += [f"FAILED: {line}; which client is it, and should it have ended?" for line in self.late]
        return found

    def to_ci(self) -> list[str]:
        """Add the summary to that of the CI step, where there is one. Gives what there is to say of it."""
        file = os.environ.get("GITHUB_STEP_SUMMARY")
        lines = self.lines()
        if not file or not lines:
            return []
        try:
            with Path(file).open("a", encoding="utf-8") as out:
                out.write(_markdown(lines))
        except OSError as error:
            return [f"GITHUB_STEP_SUMMARY: {file}: not written: {error.strerror}"]
        return []


def _markdown(lines: Iterable[str]) -> str:
    return "### mockllm\n\n" + "".join(f"- {line}\n" for line in lines) + "\n"
