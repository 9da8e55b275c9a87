"""The table of fields that a condition may name, and the test that each makes of the wanted value."""

import json
from collections.abc import Callable, Mapping
from typing import Any

from msgspec import Struct

from mockllm.match.facts import Facts
from mockllm.match.path import parse, select
from mockllm.match.pattern import ANY, Pattern, PatternError, glob, pattern

__all__ = ["FIELDS", "MOST", "Test", "short"]

MOST = 120
"""How many characters of a value an explanation shows."""


def _nothing(_: Facts) -> Mapping[str, str]:
    return {}


class Test(Struct, frozen=True):
    """One field's test. `wanted` and `got` are for explanations; `groups` are what a pattern captured.

    `named` are the groups' names, `source` is the wanted value as it was written.
    """

    name: str
    passes: Callable[[Facts], bool]
    wanted: str
    got: Callable[[Facts], Any]
    groups: Callable[[Facts], Mapping[str, str]] = _nothing
    named: tuple[str, ...] = ()
    source: Any = None

    def difference(self, facts: Facts) -> str:
        """What was wanted, and what came instead."""
        late = " (the pattern ran out of time)" if any(slow in self.wanted for slow in facts.slow) else ""
        return f"{self.name}: wanted {self.wanted}, got {short(self.got(facts))}{late}"


def short(value: Any) -> str:
    """A value as JSON, cut where it is long."""
    text = json.dumps(value, ensure_ascii=False, default=str)
    return text if len(text) <= MOST else f"{text[: MOST // 2]} ... {text[-MOST // 2 :]}"


def _text(name: str, get: Callable[[Facts], str]) -> Callable[[str], Test]:
    def make(source: str) -> Test:
        wanted = pattern(source)
        matches, groups = wanted.matches, wanted.groups
        return Test(
            name,
            lambda facts: matches(get(facts), facts),
            source if source == ANY or wanted.names or source.startswith("/") else short(source),
            get,
            lambda facts: groups(get(facts), facts),
            wanted.names,
        )

    return make


def _name(name: str, get: Callable[[Facts], str]) -> Callable[[Any], Test]:
    def make(value: Any) -> Test:
        sources = [value] if isinstance(value, str) else value
        globs = [glob(source) for source in sources]
        if len(globs) == 1:
            only = globs[0]
            return Test(name, lambda facts: only(get(facts)), short(value), get)
        return Test(name, lambda facts: any(each(get(facts)) for each in globs), f"one of {short(value)}", get)

    return make


def _number(name: str, get: Callable[[Facts], int]) -> Callable[[Any], Test]:
    def make(value: Any) -> Test:
        if isinstance(value, int):
            return Test(name, lambda facts: get(facts) == value, str(value), get)
        low, high = value.get("min", 0), value.get("max", float("inf"))
        return Test(name, lambda facts: low <= get(facts) <= high, short(value), get)

    return make


def _tools(value: Any) -> Test:
    if isinstance(value, str):
        value = [value]
    wanted = (
        [(name, offered) for name, offered in value.items()] if isinstance(value, dict) else [(v, True) for v in value]
    )
    globs = [(glob(name), offered) for name, offered in wanted]
    shown = ", ".join(name if offered else f"no {name}" for name, offered in wanted)

    def passes(facts: Facts) -> bool:
        return all(any(map(each, facts.tools)) is offered for each, offered in globs)

    return Test("tools", passes, shown or "anything", lambda facts: list(facts.tools))


def _results(value: Any) -> Test:
    named: list[tuple[str | None, Pattern]] = []
    if isinstance(value, str):
        named = [(None, pattern(value))]
    elif isinstance(value, list):
        named = [(name, pattern(ANY)) for name in value]
    else:
        for name, source in value.items():
            try:
                named.append((name, pattern(source)))
            except PatternError as error:
                raise PatternError(error.reason, name) from error

    def texts(name: str | None, facts: Facts) -> list[str]:
        return [result.text for result in facts.results if name is None or result.name == name]

    def passes(facts: Facts) -> bool:
        return all(any(wanted.matches(text, facts) for text in texts(name, facts)) for name, wanted in named)

    def groups(facts: Facts) -> Mapping[str, str]:
        return {
            key: found
            for name, wanted in named
            for text in texts(name, facts)
            for key, found in wanted.groups(text, facts).items()
        }

    names = tuple(name for _, wanted in named for name in wanted.names)
    return Test("results", passes, short(value), _shown_results, groups, names)


def _shown_results(facts: Facts) -> list[dict[str, str]]:
    return [{result.name or result.call_id: result.text} for result in facts.results]


def _format(value: Any) -> Test:
    if isinstance(value, str):
        return Test("format", lambda facts: facts.format == value, value, lambda facts: facts.format)
    named = glob(value["name"])

    def name_of(facts: Facts) -> str | None:
        return facts.ask.format.name if facts.ask.format else None

    return Test("format", lambda facts: named(name_of(facts) or ""), f"one named {value['name']}", name_of)


def _headers(value: Mapping[str, str]) -> Test:
    return _keyed("headers", value, lambda name: lambda facts: _present(facts.ask.headers.get(name.lower())), pattern)


def _present(value: str | None) -> list[Any]:
    return [] if value is None else [value]


def _body(value: Mapping[str, Any]) -> Test:
    def getter(source: str) -> Callable[[Facts], list[Any]]:
        path = parse(source)
        return lambda facts: list(select(path, facts.ask.body))

    return _keyed("body", value, getter, _value)


def _value(wanted: Any) -> Pattern:
    """A pattern over a JSON value: patterns look at strings, anything else must be equal."""
    if wanted == ANY:
        return pattern(ANY)
    if isinstance(wanted, str) and len(wanted) > 1 and wanted.startswith("/"):
        found = pattern(wanted)
        return Pattern(
            wanted,
            lambda got, facts: isinstance(got, str) and found.matches(got, facts),
            lambda got, facts: found.groups(got, facts) if isinstance(got, str) else {},
            found.names,
        )
    return Pattern(short(wanted), lambda got, _: bool(got == wanted) and type(got) is type(wanted), lambda _, __: {})


def _keyed(
    field: str,
    value: Mapping[str, Any],
    getter: Callable[[str], Callable[[Facts], list[Any]]],
    make: Callable[[Any], Pattern],
) -> Test:
    """A test of several keys, each with its own pattern: some value of each key must match."""
    rows = []
    for key, wanted in value.items():
        try:
            rows.append((key, getter(key), make(wanted)))
        except PatternError as error:
            raise PatternError(error.reason, key) from error

    def passes(facts: Facts) -> bool:
        return all(any(wanted.matches(got, facts) for got in get(facts)) for _, get, wanted in rows)

    def groups(facts: Facts) -> Mapping[str, str]:
        return {
            name: text
            for _, get, wanted in rows
            for got in get(facts)
            for name, text in wanted.groups(got, facts).items()
        }

    names = tuple(name for _, _, wanted in rows for name in wanted.names)
    return Test(field, passes, short(value), lambda facts: {key: get(facts) for key, get, _ in rows}, groups, names)


FIELDS: dict[str, Callable[[Any], Test]] = {
    "vendor": _name("vendor", lambda facts: facts.ask.vendor),
    "shape": _name("shape", lambda facts: facts.ask.shape),
    "model": _name("model", lambda facts: facts.ask.model),
    "system": _text("system", lambda facts: facts.system),
    "user": _text("user", lambda facts: facts.user),
    "tools": _tools,
    "results": _results,
    "turn": _number("turn", lambda facts: facts.turn),
    "images": _number("images", lambda facts: facts.images),
    "format": _format,
    "headers": _headers,
    "body": _body,
}
