"""The forms by which a prompt's mentions are told apart: a table from kind to pattern, the plainest kinds first."""

import re

from mockllm.fake import words

__all__ = ["CURRENCY_OF", "FORMS", "PLACED", "sort"]

_FIGURE = r"(?:\d{1,3}(?:,\d{3})+|\d+)(?:\.\d+)?"
_NUMBER = rf"(?:(?<![\w.])[-+]?|(?<=\d[x×])){_FIGURE}(?:[eE][-+]?\d+)?(?![\w]*@|[\d])"
_WORD = r"[^\W\d_a-z][\w'’-]*"
_OTHER_SCRIPTS = r"[\u0590-\u08ff\u0900-\u0dff\u0e00-\u0eff\u3005-\u30ff\u3400-\u9fff\uac00-\ud7af]+"
_MONTHS = "|".join(words.MONTHS)
_DAYS = "|".join(words.WEEKDAYS)
_ROADS = "St|Street|Ave|Avenue|Road|Rd|Lane|Ln|Drive|Dr|Blvd|Boulevard|Way|Square|Sq|Court|Ct"
_NO_THINGS = (
    "and|or|to|in|at|on|of|for|by|from|with|is|are|was|as|am|pm|times|percent|degrees?|dollars?|euros?|yen|per|x|"
    "celsius|fahrenheit|then|than"
)
_TABLE: tuple[tuple[str, str], ...] = (
    ("quoted", r"```(?:\w+\n)?(?P<code>.+?)```|`(?P<tick>[^`\n]+)`|\"(?P<double>[^\"\n]+)\"|“(?P<curly>[^”\n]+)”"),
    ("quoted", r"(?<![\w])'(?P<single>[^'\n]+(?:'\w[^'\n]*)*)'(?!\w)|«(?P<angle>[^»\n]+)»|「(?P<corner>[^」\n]+)」"),
    ("email", r"[\w.+-]+@[\w-]+(?:\.[\w-]+)+"),
    ("url", r"[a-z][a-z0-9+.-]*://[^\s<>\"'`]*[^\s<>\"'`.,;:!?)]|\bwww\.[^\s<>\"'`]*[^\s<>\"'`.,;:!?)]"),
    ("uuid", r"\b[0-9a-fA-F]{8}-(?:[0-9a-fA-F]{4}-){3}[0-9a-fA-F]{12}\b"),
    ("datetime", r"\b\d{4}-\d\d-\d\d[T ]\d\d:\d\d(?::\d\d(?:\.\d+)?)?(?:Z|[+-]\d\d:\d\d)?"),
    ("date", r"\b\d{4}-\d\d-\d\d\b|\b\d{1,2}[/.]\d{1,2}[/.]\d{4}\b"),
    ("phone", r"(?<![\w+])\+\d[\d ().-]{5,}\d\b|\(\d{3}\)\s?\d{3}-\d{4}\b|(?<![\w-])\d{3}-\d{3,4}-\d{4}(?![\w-])"),
    (
        "date",
        rf"\b(?:{_MONTHS})\s+\d{{1,2}}(?:st|nd|rd|th)?(?:,?\s+\d{{4}})?\b|\b\d{{1,2}}\.?\s+(?:{_MONTHS})(?:\s+\d{{4}})?\b",
    ),
    ("date", rf"\b(?i:today|tomorrow|tonight|yesterday)\b|\b(?:(?i:next|this|last)\s+)?(?:{_DAYS})\b"),
    ("date", r"\b(?i:(?:next|this|last) (?:week|month|year))\b"),
    ("time", r"\b\d{1,2}:\d\d(?::\d\d)?(?:\s?[AaPp][Mm])?\b|\b\d{1,2}\s?(?:[AaPp][Mm])\b|\b(?:noon|midnight)\b"),
    ("street", rf"\b\d{{1,5}}\s+(?:[A-Z][\w'-]*\s+){{1,3}}(?:{_ROADS})\b"),
    (
        "path",
        r"(?<![\w.])(?:~|\.{1,2})?/?(?:[\w.-]+/)+[\w.-]*\w|(?<![\w./])/\w[\w.-]*|\b[\w-]+\.(?:[a-z]{1,4}\d?|json|html)\b(?!\()",
    ),
    ("code", r"\b[A-Z]{1,10}(?:[-_][A-Z0-9]+)*[-_]?\d[A-Z0-9]*(?:[-_][A-Z0-9]+)*\b"),
    ("code", r"\b[a-z]{1,8}[-_](?:[a-z]{1,8}[-_])?(?=[A-Za-z]*\d)[A-Za-z0-9]+\b"),
    ("code", r"\b\d{1,5}[A-Z]{1,3}\d*\b"),
    ("sum", r"(?<![\w.])\(*-?\d+(?:\.\d+)?\)*(?:\s*(?:\*\*|[-+*/^×÷%])\s*\(*-?\d+(?:\.\d+)?\)*)+"),
    ("money", rf"[$€£¥]\s?(?P<sum>{_FIGURE})"),
    ("count", rf"(?<![\w.,$-])\d+(?=\s?[x×]\s|\s(?!(?:{_NO_THINGS})\b)[a-z]{{2}})"),
    ("number", _NUMBER),
    ("currency", rf"\b(?:{'|'.join(words.MONEY)})\b|\b(?:dollar|euro|yen)(?=s?\b)"),
    ("language", rf"\b(?:{'|'.join(words.SPOKEN)})\b"),
    (
        "name",
        rf"(?:(?:Dr|Mrs?|Ms|Prof)\.\s)?{_WORD}(?:(?:\s+(?:of|de|la|von|van|da|del))?[ ]{_WORD}|[ ]?&[ ]?{_WORD})*",
    ),
    ("name", _OTHER_SCRIPTS),
    (
        "thing",
        rf"(?<=\d)\s*(?:[x×]\s+)?(?P<thing>(?!(?:{_NO_THINGS})\b)[a-z][a-z-]+(?:\s(?!{_NO_THINGS})[a-z-]{{3,}}\b)?)",
    ),
)
FORMS = tuple((kind, re.compile(pattern, re.DOTALL if kind == "quoted" else 0)) for kind, pattern in _TABLE)
"""Kind and pattern, in the order of looking; where a pattern has a group that matched, the group is what is meant."""

PLACED = re.compile(
    r"\b(?:in|for|at|near|from|to|around|called|named|titled|labell?ed)\s+(?:(?:the|a|an)\s+)?"
    r"((?:[^\W\d_]+\b(?!\w)\s?){1,3})"
)
"""What follows a preposition, though it is written in lower case."""

CURRENCY_OF = {"$": "USD", "€": "EUR", "£": "GBP", "¥": "JPY", "dollar": "USD", "euro": "EUR", "yen": "JPY"}
"""The codes of currencies that are written otherwise."""

_FIRMS = re.compile(r"\b(?:Inc|Corp|Corporation|LLC|Ltd|GmbH|Co|AG|SA|Company|Bank|Group)\b")
_STATE = re.compile(r",\s?\S")
_PLACES = frozenset(each.lower() for each in (*words.CITIES, *words.COUNTRIES, *words.KNOWN_PLACES))
_PERSONS = frozenset((*words.FIRST_NAMES, *words.KNOWN_PERSONS))
_SYMBOL = 5


def sort(said: str) -> str:
    """What kind of name a name is: `symbol`, `company`, `place`, `person`, or just `name`."""
    if said.isascii() and said.isupper() and len(said) <= _SYMBOL and said.isalpha():
        return "symbol"
    if _FIRMS.search(said):
        return "company"
    if _STATE.search(said) or said.lower() in _PLACES:
        return "place"
    return "person" if said.split(maxsplit=1)[0] in _PERSONS else "name"
