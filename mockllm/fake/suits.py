"""How well a mention of the prompt suits a field: a score, by the field's name, its format, and the words around."""

from functools import lru_cache
from typing import Any

from msgspec import Struct

from mockllm.fake.fields import known, split
from mockllm.fake.mentions import Mention
from mockllm.fake.names import GENERIC
from mockllm.fake.slots import Slot
from mockllm.fake.terms import stem

__all__ = ["ENUM", "LABEL", "PLAIN", "score", "wants_clause"]

LABEL, ENUM, NEAR, FORMAT, CUE, FIRST = 20, 10, 8, 6, 4, 3
PLAIN = 3
_CLASSES: dict[str, tuple[str, ...]] = {
    "city location place destination origin country region town area where venue": (
        "place",
        "name",
        "phrase",
        "company",
        "symbol",
        "quoted",
    ),
    "state": ("place", "name", "quoted", "phrase"),
    "street address": ("street", "quoted", "place", "name", "phrase"),
    "room zone section department aisle": ("code", "phrase", "name", "number", "quoted"),
    "path file filename filepath directory folder dir repo repository cwd": ("path", "quoted"),
    "name person people user author recipient customer client contact username assignee owner sender patient employee "
    "attendee participant member director passenger host reviewer manager speaker": (
        "person",
        "name",
        "quoted",
        "phrase",
    ),
    "company vendor supplier merchant store shop employer brand restaurant hotel airline organization organisation "
    "manufacturer carrier bank seller": ("company", "name", "quoted", "person"),
    "symbol ticker stock": ("symbol", "quoted"),
    "currency base quote": ("currency", "symbol"),
    "language lang locale": ("language", "name", "quoted"),
    "url uri link website href": ("url",),
    "email mail": ("email",),
    "to from cc recipient": ("email", "place", "person", "name", "currency", "language"),
    "uuid id sku code reference ref account serial isbn tracking key identifier order ticket invoice": (
        "code",
        "uuid",
        "number",
        "quoted",
        "symbol",
    ),
    "expression formula equation calculation math": ("sum", "quoted"),
    "date day when deadline due start end birthday departure arrival checkin checkout": ("datetime", "date"),
    "time hour at": ("time", "datetime"),
    "datetime timestamp": ("datetime", "date", "time"),
    "phone telephone mobile tel fax": ("phone", "number"),
    "zip zipcode postcode postal number": ("number", "code"),
    "quantity count amount price total": ("number", "money", "count"),
    "title headline label caption": ("quoted", "phrase", "name", "about"),
    "product item article": ("quoted", "thing", "name", "phrase"),
    "subject topic": ("quoted", "about"),
    "query question text message prompt content command body q s note comment reminder instruction "
    "instructions task reason": ("quoted", "clause"),
    "search keyword tag term description input sql pattern thought value": ("quoted", "thing"),
}
_WANTED: dict[str, tuple[str, ...]] = {}
for _words, _kinds in _CLASSES.items():
    for _word in _words.split():
        _WANTED.setdefault(_word, _kinds)
_FORMATS = {
    "email": ("email",),
    "idn-email": ("email",),
    "uri": ("url",),
    "uuid": ("uuid",),
    "date": ("date",),
    "time": ("time",),
    "date-time": ("datetime",),
}
_CUES: dict[str, tuple[str, ...]] = {
    **dict.fromkeys(
        ("origin", "source", "departure", "start", "from", "old", "checkin", "begin", "base"), ("from", "replace")
    ),
    **dict.fromkeys(
        ("destination", "target", "arrival", "end", "to", "new", "checkout", "quote"), ("to", "into", "with", "until")
    ),
    "recipient": ("to",),
    "assignee": ("to",),
    "name": ("named", "called", "name", "is"),
    "title": ("titled", "called", "entitled", "title"),
    "label": ("called", "named", "labelled", "labeled"),
    **dict.fromkeys(("location", "city", "place", "town", "country"), ("in", "at", "for", "near")),
    "address": ("to", "at"),
    "room": ("in",),
    **dict.fromkeys(("merchant", "store", "restaurant", "company", "employer", "vendor"), ("at", "from", "by")),
    "customer": ("for",),
    **dict.fromkeys(("author", "director"), ("by",)),
    **dict.fromkeys(("due", "deadline"), ("by", "until", "before")),
    "age": ("aged",),
    "price": ("costs", "for", "at"),
    **dict.fromkeys(("body", "message", "text", "content"), ("saying", "says", "message", "text")),
    "max": ("under", "below", "to", "most", "than", "within"),
    "min": ("over", "above", "least"),
    **dict.fromkeys(("limit", "count"), ("last", "first", "top", "most")),
    "reason": ("because",),
}
"""What stands before a value of such a field."""

_MONEY = frozenset("price amount total cost sum subtotal tax fee budget balance salary value".split())
_COUNTS = frozenset(("quantity", "count", "qty", "units", "number"))
_CREDIBLE: dict[str, tuple[float, float]] = {
    **dict.fromkeys(("confidence", "score", "probability", "ratio"), (0, 1)),
    **dict.fromkeys(("latitude", "lat"), (-90, 90)),
    **dict.fromkeys(("longitude", "lon", "lng"), (-180, 180)),
    **dict.fromkeys(("percent", "percentage", "humidity"), (0, 100)),
    "rating": (0, 10),
    "age": (0, 130),
    "year": (1800, 2200),
    "month": (1, 12),
    "hour": (0, 24),
    "minute": (0, 60),
}
_LINKS = frozenset("is of to the a an number no id by at in as and".split())
_CLAUSES = frozenset("text message content body note comment reminder task reason prompt title subject topic".split())


def wants_clause(slot: Slot) -> bool:
    """Whether a field takes a part of a sentence."""
    return bool(_CLAUSES & set(slot.words))


class _Name(Struct, frozen=True):
    """What a field's name tells: its words, their stems, the kinds that it takes, what stands before its values."""

    words: tuple[str, ...]
    stems: frozenset[str]
    wanted: tuple[str, ...] | None
    cues: frozenset[str]
    known: bool
    bounds: tuple[float, float] | None


@lru_cache(maxsize=1024)
def _about(name: str) -> _Name:
    parts = _singular(name)
    return _Name(
        parts,
        frozenset(stem(part) for part in parts if len(part) > 1),
        next((_WANTED[part] for part in _by_weight(parts) if part in _WANTED), None),
        frozenset(cue for part in (*parts, "".join(split(name))) for cue in _CUES.get(part, ())),
        known(name),
        next((_CREDIBLE[part] for part in parts if part in _CREDIBLE), None),
    )


def score(slot: Slot, mention: Mention, value: Any, schema: dict[str, Any], *, eager: bool) -> int:
    """How well a mention, read as `value`, suits a slot by one of its schemas; 0 where it does not."""
    about = _about(slot.name)
    near = _near(mention, about)
    points = near + _cue(mention, about)
    if not isinstance(value, str):
        return _figured(mention, about, value, points)
    formed = _FORMATS.get(schema["format"], ()) if isinstance(schema.get("format"), str) else ()
    if mention.kind in formed:
        points += FORMAT
    wanted = about.wanted
    if wanted is not None and mention.kind in wanted:
        return points + FIRST - min(2, wanted.index(mention.kind))
    if mention.kind == "thing":
        return 2 + near if slot.repeated and (wanted is None or wanted[-1] in _SAYING) else 0
    strange = mention.kind in _STRANGE or not eager or wanted is not None
    if strange or (mention.kind != "quoted" and about.known):
        return points if points >= FORMAT else 0
    return points + (2 if mention.kind == "quoted" else 1)


_SAYING = frozenset(("quoted", "phrase", "clause", "thing", "person"))
"""The last kinds of the classes whose fields may hold any words."""

_STRANGE = frozenset(("phrase", "number", "time", "count", "money", "currency", "language", "clause", "about"))
"""Kinds that go only where they are asked for."""


def _figured(mention: Mention, about: _Name, value: Any, told: int) -> int:
    """For a field of numbers."""
    if about.bounds is not None:
        if told >= NEAR:
            return told + 1
        if not about.bounds[0] <= value <= about.bounds[1]:
            return 0
        told += 1 + ("year" in about.words and isinstance(value, int)) * FIRST
    if mention.kind == "money" and _MONEY.intersection(about.words):
        told += FIRST
    if mention.kind == "count" and _COUNTS.intersection(about.words):
        told += CUE
    return told + 1


def _cue(mention: Mention, about: _Name) -> int:
    if not mention.before or not about.cues:
        return 0
    own = len(mention.before) > 1 and stem(mention.before[-1]) in about.stems
    return CUE if mention.before[-2 if own else -1] in about.cues else 0


def _near(mention: Mention, about: _Name) -> int:
    """Whether a word of the field's name stands beside a mention; right before it says most."""
    before = mention.before
    if before and stem(before[-1]) in about.stems:
        return NEAR + 1
    if mention.after and stem(mention.after) in about.stems:
        return NEAR
    return NEAR - 1 if len(before) > 1 and before[-1] in _LINKS and stem(before[-2]) in about.stems else 0


def _by_weight(parts: tuple[str, ...]) -> tuple[str, ...]:
    """The words of a field's name, those that tell most first: `zip` of `zip_code`, `email` of `user_email`."""
    turned = parts[::-1]
    return (*turned[1:], turned[0]) if len(turned) > 1 and turned[0] in GENERIC else turned


@lru_cache(maxsize=1024)
def _singular(name: str) -> tuple[str, ...]:
    """The words of a field's name; a plural gives its singular, which the kinds of mentions go by."""
    parts = split(name)
    if not parts or parts[-1] in _WANTED or not parts[-1].endswith("s"):
        return parts
    last = parts[-1]
    return (*parts[:-1], f"{last[:-3]}y" if last.endswith("ies") else last[:-1])
