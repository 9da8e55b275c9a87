"""Text that cites what the request holds: the passages of its documents and search results that suit the question."""

import re
from collections.abc import Iterator, Sequence

from msgspec import Struct

from mockllm.ask import Ask, File, ToolResult
from mockllm.fake.heard import Heard
from mockllm.fake.pages import pages
from mockllm.fake.terms import content
from mockllm.stamp import Dice
from mockllm.turn import Part, Passage, Text, Unit

__all__ = ["cited"]

MOST = 3
MOST_LOOKS = 5_000
LONGEST = 300
"""How many characters of a passage are said."""
_HOLDERS = (File, ToolResult)
_SENTENCE = re.compile(r"\S[^.!?。\n]*(?:[.!?。]+(?=\s|$)|[.!?。]+[^.!?。\n]*)*\s*")


class _Found(Struct, frozen=True):
    """A passage that may be cited, and what is said of it."""

    said: str
    passage: Passage


def cited(ask: Ask, heard: Heard, dice: Dice) -> tuple[Part, ...] | None:
    """Texts that say what the best passages say and cite them, in their order; None where nothing can be cited."""
    files = [part for message in ask.messages for part in message.parts if isinstance(part, _HOLDERS)]
    if not any(map(_citable, files)):
        return None
    if heard.came and not any(file.cited for result in heard.came for file in result.files):
        return None
    found = [each for _, each in zip(range(MOST_LOOKS), _all(files), strict=False)]
    best = _best(found, content(_question(ask)), dice.fork("cited"))
    parts: list[Part] = []
    for each in best:
        parts += [Text(" ")] if parts else []
        parts.append(Text(each.said, passages=(each.passage,)))
    return tuple(parts) or None


def _citable(part: File | ToolResult) -> bool:
    return part.cited if isinstance(part, File) else bool(part.files)


def _question(ask: Ask) -> str:
    """What the user says beside the documents."""
    last = next((message for message in reversed(ask.messages) if message.role == "user"), None)
    return "\n".join(part.text for part in last.parts if isinstance(part, Text)) if last else ""


def _best(found: Sequence[_Found], wanted: dict[str, str], dice: Dice) -> list[_Found]:
    """Those that share the most words with the question; the first of all where none shares any."""
    shared = [len(wanted.keys() & content(each.said).keys()) for each in found]
    most = max(shared, default=0)
    good = [place for place, number in enumerate(shared) if number and number * 2 >= most] or list(range(len(found)))[
        :1
    ]
    kept = sorted(good, key=lambda place: -shared[place])[: dice.between(1, MOST) if len(good) > 1 else 1]
    return [found[place] for place in sorted(kept)]


def _all(parts: Sequence[File | ToolResult]) -> Iterator[_Found]:
    """The passages of all that may be cited; documents and search results are numbered apart."""
    files = [file for part in parts for file in (part.files if isinstance(part, ToolResult) else (part,))]
    for results in (False, True):
        for number, file in enumerate(file for file in files if file.result == results):
            if file.cited:
                yield from _passages(file, number)


def _passages(file: File, number: int) -> Iterator[_Found]:
    if file.blocks:
        unit: Unit = "result" if file.result else "block"
        for place, text in enumerate(file.blocks):
            yield from (
                _Found(said, Passage(text, unit, number, place, place + 1, file.name, file.url))
                for said, _, __ in _sentences(text)
            )
    elif file.text:
        for said, start, end in _sentences(file.text):
            yield _Found(said, Passage(file.text[start:end], "character", number, start, end, file.name))
    elif file.media_type == "application/pdf" and file.data:
        for place, text in enumerate(pages(file.data), 1):
            for said, start, end in _sentences(text):
                yield _Found(said, Passage(text[start:end], "page", number, place, place + 1, file.name))


def _sentences(text: str) -> Iterator[tuple[str, int, int]]:
    """Each sentence without the white space after it, and where it begins and ends with it."""
    for match in _SENTENCE.finditer(text):
        said = match[0].rstrip()[:LONGEST].rstrip()
        if any(letter.isalnum() for letter in said):
            yield said, match.start(), match.end()
