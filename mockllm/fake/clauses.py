"""The parts of a prompt's sentences that are what a message says: after `because`, `saying`, `remind me to`."""

import re
from collections.abc import Iterator

from mockllm.fake.mentions import Mention, mentions

__all__ = ["clauses"]

_ABOUT = re.compile(r"\b(?P<word>about|regarding|concerning)\s+(?:(?:the|my|our|a|an)\s+)?(?P<said>\w[^.?!,;\n]{1,80})")
_OPENERS: tuple[re.Pattern[str], ...] = tuple(
    re.compile(opener + r"\s+(?P<said>[^.?!;\n]{2,300})", re.IGNORECASE)
    for opener in (
        r"\b(?P<word>because)",
        r"\b(?P<word>saying|says)(?:\s+that)?",
        r"\b(?P<word>remind|tell|ask|notify|inform|message|text)\s+\w+(?:\s[A-Z]\w+)?\s+(?:to|that|about)",
        r"\b(?P<word>text|message|note|following)\s*:",
    )
)
_TIMES = frozenset(("time", "date", "datetime"))
_TAIL = re.compile(r"\s+(?:at|on|by|in|for|before|until|from)\s*$|[\s,]+$")


def clauses(text: str) -> Iterator[Mention]:
    """The clauses of a text, and what it says that something is about; a reminder is without its date and time."""
    for opener in _OPENERS:
        for match in opener.finditer(text):
            start = match.start("said")
            end = _dated(text, start, match.end("said")) if match["word"].lower() == "remind" else match.end("said")
            said = _TAIL.sub("", text[start:end]).strip()
            if said and said[0] not in "\"'“`«":
                yield Mention("clause", said, start, start + len(said), (match["word"].lower(),))
    for match in _ABOUT.finditer(text):
        start = match.start("said")
        said = _TAIL.sub("", text[start : _dated(text, start, match.end("said"))]).strip()
        yield Mention("about", said, start, start + len(said), (match["word"].lower(),))


def _dated(text: str, start: int, end: int) -> int:
    """Where the first date or time after `start` is: there the clause ends."""
    return next((each.start for each in mentions(text) if each.kind in _TIMES and start < each.start < end), end)
