"""The parts of a reply: what each word of the vocabulary makes."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import suppress
from typing import Any

from msgspec import Struct

from mockllm.scenario.mistakes import Mistakes
from mockllm.scenario.places import Places, ScenarioError
from mockllm.scenario.reply import Choice, Maker
from mockllm.scenario.scene import Scene
from mockllm.scenario.schema import Path, Problem
from mockllm.scenario.template import Template, TemplateError, render, template, variables
from mockllm.scenario.words import PART_WORDS
from mockllm.turn import Citation, Json, Other, Part, Reasoning, Refusal, Stop, Text, ToolCall, Usage
from mockllm.wire import layout

__all__ = ["Writer", "choice"]

MOST_DEPTH = 100
"""How deep a document may be nested."""


class Writer(Struct, frozen=True):
    """How texts become templates: `plain` takes them as they are, `mistakes` keeps those that are none."""

    mistakes: Mistakes
    plain: bool = False

    @property
    def places(self) -> Places:
        """Where the texts stand."""
        return self.mistakes.places

    def text(self, source: str, path: Path) -> Template:
        """The template of a text; where it is none, a mistake is noted."""
        if self.plain:
            return source
        try:
            return template(source)
        except TemplateError as error:
            self.mistakes.note(Problem(path, str(error)))
            return source

    def value(self, value: Any, path: Path) -> Callable[[Mapping[str, Any]], Any]:
        """What makes a JSON value whose strings are templates. Raises ScenarioError."""
        if len(path) > MOST_DEPTH:
            raise ScenarioError(Problem(path[:MOST_DEPTH], "is nested too deeply"), self.places)
        if isinstance(value, str):
            text = self.text(value, path)
            return lambda values: render(text, values)
        if isinstance(value, list):
            items = [self.value(item, (*path, number)) for number, item in enumerate(value)]
            return lambda values: [item(values) for item in items]
        if isinstance(value, dict):
            members = {key: self.value(item, (*path, key)) for key, item in value.items()}
            return lambda values: {key: item(values) for key, item in members.items()}
        return lambda _: value


Parts = Callable[[Any, Mapping[str, Any], Path, Writer], Iterator[Maker]]


def choice(words: Mapping[str, Any], path: Path, writer: Writer) -> Choice:
    """One turn of the words of a reply. Raises ScenarioError."""
    beside = [word for word in PART_WORDS if word in words]
    if "parts" in words and beside:
        raise ScenarioError(Problem((*path, beside[0]), f"{beside[0]!r} stands beside 'parts'; put it into the list"),
                          writer.places)  # fmt: skip
    listed = words.get("parts", [words] if beside else [])
    spots: list[tuple[Mapping[str, Any], Path]] = []
    makers: list[Maker] = []
    for number, part in enumerate(listed):
        spot = (*path, "parts", number) if "parts" in words else path
        spots.append(({"say": part} if isinstance(part, str) else part, spot))
        with writer.mistakes.noting():
            makers.extend(_part(*spots[-1], writer))
    stop: Stop | None = words.get("stop")
    return Choice(
        parts=tuple(makers),
        stop=stop,
        stop_sequence=words.get("stop_sequence"),
        usage=_usage(words["usage"], (*path, "usage"), writer) if "usage" in words else None,
        deltas=words.get("deltas", "token"),
        calls=tuple(call for part, spot in spots for call in _calls(part.get("call", []), (*spot, "call"))),
        variables=frozenset() if writer.plain else frozenset(name for part, _ in spots for name in _names(part)),
    )


WHOLES = {"input": ("cached", "written"), "output": ("reasoning",), "written": ("written_1h",)}
"""Counts of tokens, and those that are parts of them."""


def _usage(words: Mapping[str, int], path: Path, writer: Writer) -> Usage:
    """The counts; those of parts that make more than the whole are a mistake."""
    for whole, names in WHOLES.items():
        said = sum(words.get(name, 0) for name in names)
        if said > words.get(whole, 0):
            part = next(name for name in names if name in words)
            reason = f"is a part of {whole!r}, which must be {said} at least"
            writer.mistakes.note(Problem((*path, part), reason))
    return Usage(**words)


def _part(part: Mapping[str, Any], path: Path, writer: Writer) -> Iterator[Maker]:
    if not any(word in part for word in PART_WORDS):
        raise ScenarioError(Problem(path, f"a part needs one of {', '.join(PART_WORDS)}"), writer.places)
    if "cite" in part and "say" not in part:
        raise ScenarioError(Problem((*path, "cite"), "'cite' needs a 'say' beside it to quote from"), writer.places)
    if "id" in part and len(list(_calls(part.get("call", [])))) != 1:
        raise ScenarioError(Problem((*path, "id"), "'id' needs one 'call' beside it"), writer.places)
    for word in PART_WORDS:
        if word in part:
            yield from PARTS[word](part[word], part, (*path, word), writer)


def _say(source: str, part: Mapping[str, Any], path: Path, writer: Writer) -> Iterator[Maker]:
    text = writer.text(source, path)
    cited = part.get("cite", [])

    def make(scene: Scene) -> Part:
        said = render(text, scene.values)
        return Text(said, tuple(_citation(said, each) for each in cited))

    yield make


def _citation(said: str, cited: Mapping[str, str]) -> Citation:
    quote = cited.get("quote")
    start = 0 if quote is None else said.find(quote)
    if start < 0:
        raise TemplateError(f"the text does not hold the quote {quote!r}")
    return Citation(cited["url"], cited.get("title", ""), start, start + len(said if quote is None else quote or ""))


def _think(value: Any, _: Mapping[str, Any], path: Path, writer: Writer) -> Iterator[Maker]:
    words: Mapping[str, Any] = {"text": value} if isinstance(value, str) else value
    text = writer.text(words.get("text", ""), path)
    summary = [writer.text(each, (*path, "summary", number)) for number, each in enumerate(words.get("summary", []))]
    yield lambda scene: Reasoning(
        render(text, scene.values),
        tuple(render(each, scene.values) for each in summary),
        words.get("signature"),
        words.get("redacted", False),
    )


def _refuse(value: Any, _: Mapping[str, Any], path: Path, writer: Writer) -> Iterator[Maker]:
    words: Mapping[str, Any] = {"text": value} if isinstance(value, str) else value
    text = writer.text(words["text"], path)
    yield lambda scene: Refusal(render(text, scene.values), words.get("category"))


def _json(value: Any, _: Mapping[str, Any], path: Path, writer: Writer) -> Iterator[Maker]:
    make = writer.value(value, path)
    yield lambda scene: Json(layout.text(make(scene.values)))


def _raw(value: Mapping[str, Any], _: Mapping[str, Any], __: Path, ___: Writer) -> Iterator[Maker]:
    for shape, data in value.items():
        yield _constant(Other(shape, data))


def _constant(part: Part) -> Maker:
    return lambda _: part


def _call(value: Any, part: Mapping[str, Any], path: Path, writer: Writer) -> Iterator[Maker]:
    for name, arguments, spot in _calls(value, path):
        yield _one_call(name, writer.value(arguments, spot), part.get("id"))


def _calls(value: Any, path: Path = ()) -> Iterator[tuple[str, Any, Path]]:
    """The calls of a `call` word (a name, a map of names to arguments, or a list of either), and where each stands."""
    if isinstance(value, str):
        yield value, {}, path
    elif isinstance(value, dict):
        yield from ((name, arguments, (*path, name)) for name, arguments in value.items())
    else:
        for number, each in enumerate(value):
            yield from _calls(each, (*path, number))


def _one_call(name: str, arguments: Callable[[Mapping[str, Any]], Any], call_id: str | None) -> Maker:
    def make(scene: Scene) -> Part:
        made = arguments(scene.values)
        tool = scene.facts.tools.get(name)
        text = made if isinstance(made, str) else layout.text(made)
        return ToolCall(name, text, call_id, custom=tool is not None and tool.kind == "custom")

    return make


PARTS: dict[str, Parts] = {
    "say": _say,
    "think": _think,
    "refuse": _refuse,
    "json": _json,
    "call": _call,
    "raw": _raw,
}


def _names(part: Mapping[str, Any]) -> Iterable[str]:
    """The variables of every template in a part."""
    for word in ("say", "think", "refuse", "json", "call"):
        yield from _looked_up(part.get(word))


def _looked_up(value: Any) -> Iterator[str]:
    if isinstance(value, str):
        with suppress(TemplateError):
            yield from variables(value)
    elif isinstance(value, list):
        for item in value:
            yield from _looked_up(item)
    elif isinstance(value, dict):
        yield from _looked_up(list(value.values()))
