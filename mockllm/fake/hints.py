"""What a prompt offers to arguments: its numbers, quoted strings, names, dates, addresses."""

import re
from dataclasses import dataclass

__all__ = ["Hints", "hints_of", "words_of"]

_QUOTED = re.compile(
    r"\"([^\"\n]{1,400})\"|“([^”\n]{1,400})”|'([^'\n]{1,200})'(?!\w)|`([^`\n]{1,400})`|«([^»\n]{1,200})»"
)
_NUMBER = re.compile(r"(?<![\w.])-?\d+(?:,\d{3})*(?:\.\d+)?(?![\w])")
_DATE = re.compile(r"\b\d{4}-\d{2}-\d{2}\b")
_EMAIL = re.compile(r"[\w.+-]+@[\w-]+(?:\.[\w-]+)+")
_URL = re.compile(r"https?://[^\s<>\"')]+")
_PATH = re.compile(r"(?<![\w/:])(?:~?/)?[\w.-]+(?:/[\w.-]+)*\.[A-Za-z]{1,5}\b")
_NAME = re.compile(r"[^\W\d_a-z][\w'’.-]*(?:(?: (?:de|da|di|of|van|von|la|le)|)(?:,)? [^\W\d_a-z][\w'’-]*)*")
_WORD = re.compile(r"[^\W_]+")
_OPENERS = frozenset(
    "what who when where why how which is are do does did can could would will please use tell give the a an i my "
    "let in on at and or find look get show write call say my hello hi".split()
)


@dataclass(frozen=True, slots=True)
class Hints:
    """What was found, each in the order of the prompt."""

    text: str
    quoted: tuple[str, ...] = ()
    numbers: tuple[str, ...] = ()
    names: tuple[str, ...] = ()
    dates: tuple[str, ...] = ()
    emails: tuple[str, ...] = ()
    urls: tuple[str, ...] = ()
    paths: tuple[str, ...] = ()


def hints_of(prompt: str) -> Hints:
    """The hints of a prompt, of which the last part counts where it is very long."""
    text = prompt[-8_000:]
    dates, emails, urls = _all(_DATE, text), _all(_EMAIL, text), _all(_URL, text)
    rest = text
    for taken in (*urls, *emails, *dates):
        rest = rest.replace(taken, " ")
    quoted = tuple(next(group for group in match.groups() if group) for match in _QUOTED.finditer(text))
    return Hints(
        text,
        quoted,
        tuple(each.replace(",", "") for each in _all(_NUMBER, rest)),
        tuple(name for match in _NAME.finditer(rest) if (name := _name(match.group()))),
        dates,
        emails,
        urls,
        _all(_PATH, rest),
    )


def words_of(text: str) -> set[str]:
    """The words of a text in lower case, plurals cut; snake_case and camelCase names fall into their words."""
    spaced = re.sub(r"(?<=[a-z])(?=[A-Z])", " ", text).replace("_", " ").lower()
    return {_stem(word) for word in _WORD.findall(spaced)}


def _stem(word: str) -> str:
    return word[:-1] if len(word) > 3 and word.endswith("s") and not word.endswith("ss") else word


def _name(found: str) -> str:
    """A proper name without the word that opens its sentence."""
    words = found.split(" ")
    while words and re.split(r"['’]", words[0].lower().strip(",."))[0] in _OPENERS:
        words.pop(0)
    return " ".join(words).strip(",.'’-")


def _all(pattern: re.Pattern[str], text: str) -> tuple[str, ...]:
    return tuple(match.group().rstrip(".,;:") for match in pattern.finditer(text))
