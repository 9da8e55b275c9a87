"""Plain data to a script: the one way in for files, for scripts over HTTP and for Python's words."""

import re
from collections.abc import Callable, Collection, Iterator, Mapping
from difflib import get_close_matches
from typing import Any, TypeVar

from msgspec.structs import replace

from mockllm.ask import Tool
from mockllm.errors import Failure
from mockllm.exchange import Fault, Pace
from mockllm.match import Condition, PatternError, Test, condition
from mockllm.scenario.arguments import declared, refusal
from mockllm.scenario.closed import strangers
from mockllm.scenario.mistakes import Mistakes, sound
from mockllm.scenario.parts import Writer, choice
from mockllm.scenario.places import Places, ScenarioError
from mockllm.scenario.reply import Choice, Failing, Reply
from mockllm.scenario.schema import Path, Problem, problems, suggest
from mockllm.scenario.script import Lane, Rule, Script, Step
from mockllm.scenario.words import DEFAULT_LANE, FAULTS, PART_WORDS
from mockllm.turn import ToolCall
from mockllm.wire import layout

__all__ = ["compile", "survey"]

Made = TypeVar("Made", Step, Rule)
DETAILS: Mapping[str, Mapping[str, Any]] = {"request_too_large": {"limit": 26_214_400, "read": 26_214_401}}
"""What the texts of some failures name, where nothing real is at hand."""

AFTERS = ("after_events", "after_tokens", "after_bytes")
_GROUP = re.compile(r"\(\?P?<(\w+)>")
FAILURE = ("message", "param", "code", "type", "status", "body")


def compile(  # noqa: A001 - the word for it
    document: Any, places: Places, known: Collection[str] = (), tools: Mapping[str, Tool] | None = None
) -> Script:
    """The script of a document. `known` are lanes declared before, `tools` those that calls must fit.

    Raises ScenarioError with the first mistake and its place.
    """
    for problem in problems(document):
        raise ScenarioError(problem, places)
    compiler = _Compiler(places, tools)
    script = compiler.script(document, known)
    for error in compiler.mistakes.in_order():
        raise error
    return script


def survey(document: Any, places: Places) -> tuple[Script, list[ScenarioError]]:
    """All mistakes of a document, and the script of its turns and rules whose words are those of the schema."""
    wrong = list(problems(document))
    compiler = _Compiler(places)
    script = Script()
    if isinstance(document, dict):
        known = document["lanes"] if isinstance(document.get("lanes"), dict) else {}
        compiler.script(sound(document, wrong), known)
        script = _Compiler(places).script(sound(document, wrong, entries=True), known)
    # What only follows from a value that is wrong in itself goes unsaid.
    compiler.mistakes.found = [
        error
        for error in compiler.mistakes.found
        if not any(problem.path[: len(error.problem.path)] == error.problem.path for problem in wrong)
    ]
    for problem in wrong:
        compiler.mistakes.note(problem)
    return script, compiler.mistakes.in_order()


class _Compiler:
    def __init__(self, places: Places, tools: Mapping[str, Tool] | None = None) -> None:
        self.places = places
        self.mistakes = Mistakes(places)
        self.tools = dict(tools or {})

    def error(self, path: Path, reason: str) -> ScenarioError:
        return ScenarioError(Problem(path, reason), self.places)

    def script(self, document: Mapping[str, Any], known: Collection[str]) -> Script:
        with self.mistakes.noting():
            self.declare(document.get("tools", []))
        declared_lanes = document.get("lanes", {})
        turns = document.get("turns", {})
        queues: dict[str, tuple[list[Any], Path]] = {}
        if isinstance(turns, dict):
            queues = {name: (queue, ("turns", name)) for name, queue in turns.items()}
        elif turns:
            queues = {DEFAULT_LANE: (turns, ("turns",))}
        lanes = {name: self.lane(name, words) for name, words in declared_lanes.items()}
        for name, (queue, path) in queues.items():
            with self.mistakes.noting():
                self.check_lane(name, {*declared_lanes, *known, DEFAULT_LANE}, path)
            made = [self.entry(self.turn, turn, (*path, number)) for number, turn in enumerate(queue)]
            lane = lanes.get(name, Lane(name))
            lanes[name] = Lane(name, lane.condition, lane.per, tuple(step for steps in made for step in steps))
        ruled = [
            self.entry(self.rule, rule, ("rules", number)) for number, rule in enumerate(document.get("rules", []))
        ]
        return Script(lanes, tuple(rule for rules in ruled for rule in rules), frozenset(declared_lanes), self.tools)

    def entry(self, make: Callable[[Any, Path], Iterator[Made]], words: Any, path: Path) -> list[Made]:
        """What one turn or rule makes; nothing where it is not there or makes no sense."""
        made: list[Made] = []
        if words is not None:
            with self.mistakes.noting():
                made.extend(make(words, path))
        return made

    def declare(self, tools: Any) -> None:
        if isinstance(tools, str):
            raise self.error(("tools",), "only a file can name a file of tools; give the definitions themselves")
        try:
            self.tools |= declared(tools)
        except ValueError as error:
            raise self.error(("tools",), str(error)) from error

    def check_lane(self, name: str, known: set[str], path: Path) -> None:
        if name not in known:
            hint = suggest(name, known) if get_close_matches(name, known, n=1) else "; declare it under 'lanes'"
            raise ScenarioError(Problem(path, f"there is no lane {name!r}{hint}", at_key=True), self.places)

    def lane(self, name: str, words: Mapping[str, Any]) -> Lane:
        wanted = {key: value for key, value in words.items() if key != "per"}
        return Lane(name, self.condition(wanted, ("lanes", name)), words.get("per", "session"))

    def condition(self, wanted: Mapping[str, Any], path: Path) -> Condition:
        """The condition; the fields that are wrong are noted, and left out of it."""
        tests: list[Test] = []
        for name, value in wanted.items():
            wrong = list(strangers(name, value, (*path, name), self.tools))
            for problem in wrong:
                self.mistakes.note(problem)
            try:
                tests.extend(condition({name: value}).tests)
            except PatternError as error:
                self.mistakes.note(Problem((*path, *error.path), error.reason))
                tests.append(_broken(name, value))
        return Condition(tuple(tests))

    def turn(self, turn: Any, path: Path) -> Iterator[Step]:
        """The steps of a turn: a failure of the first so many requests is a step each."""
        words = _words(turn)
        expect = self.condition(words.get("expect", {}), (*path, "expect"))
        reply = self.reply(words, path)
        failing = reply.failing
        if reply.by_chance and not reply.choices:
            raise self.error((*path, "fail"), "a turn that fails at a rate needs something to say when it does not")
        if failing is None or failing.first is None or failing.rate is not None:
            yield Step(reply, expect)
            return
        always = Failing(failing.failure, after=failing.after)
        yield from [Step(replace(reply, failing=always), expect)] * failing.first
        if reply.choices:
            yield Step(replace(reply, failing=None), expect)

    def rule(self, words: Mapping[str, Any], path: Path) -> Iterator[Rule]:
        when = self.condition(words.get("when", {}), (*path, "when"))
        yield Rule(self.reply(words, path), when, words.get("times"))

    def reply(self, words: Mapping[str, Any], path: Path) -> Reply:
        writer = Writer(self.mistakes, plain=words.get("template") is False)
        choices = self.choices(words, path, writer)
        failing = self.failing(words["fail"], (*path, "fail")) if "fail" in words else None
        with self.mistakes.noting():
            self.sensible(failing, choices, path)
        self.held(words, path)
        check = words.get("check_tools", True)
        if check and self.tools:
            self.fitting(choices)
        incomplete = words.get("incomplete", {})
        return Reply(
            place=self.places.at(path),
            choices=choices,
            failing=failing,
            pace=_pace(words["pace"]) if "pace" in words else None,
            faults=tuple(_fault(word, words[word]) for word in FAULTS if word in words),
            headers=_pairs(words.get("headers", {})),
            model=words.get("model"),
            chunks=words.get("chunks", "event"),
            hold_after=words.get("hold_after"),
            limit=incomplete.get("after_tokens"),
            limit_stop=incomplete.get("reason", "length"),
            check_tools=check,
        )

    def choices(self, words: Mapping[str, Any], path: Path, writer: Writer) -> tuple[Choice, ...]:
        if "choices" in words:
            beside = [word for word in ("parts", *PART_WORDS) if word in words]
            if beside:
                raise self.error((*path, beside[0]), f"{beside[0]!r} stands beside 'choices'; put it into one of them")
            return tuple(
                choice(each, (*path, "choices", number), writer) for number, each in enumerate(words["choices"])
            )
        if any(word in words for word in ("parts", "stop", *PART_WORDS)):
            return (choice(words, path, writer),)
        return ()

    def sensible(self, failing: Failing | None, choices: tuple[Choice, ...], path: Path) -> None:
        """A reply says something or fails; it does both only where its failure has a time or a chance."""
        if failing is None:
            if not choices:
                raise self.error(path, f"the reply says nothing; add one of {', '.join(PART_WORDS)}, parts or fail")
            return
        if failing.after and not choices:
            raise self.error((*path, "fail"), "a failure in the stream needs something that is said before it")
        timed = failing.after or failing.first is not None or failing.rate is not None
        if choices and not timed:
            raise self.error(
                (*path, "fail"), "the reply both fails and answers; add first, rate, after_events or after_tokens"
            )

    def held(self, words: Mapping[str, Any], path: Path) -> None:
        """The text after which the stream is held is one that is said, as far as that is known."""
        wanted, said = words.get("hold_after", ""), _said(words)
        if said and wanted not in said:
            self.mistakes.note(Problem((*path, "hold_after"), f"{wanted!r} does not stand in what is said"))

    def failing(self, value: Any, path: Path) -> Failing:
        words: Mapping[str, Any] = {"kind": value} if isinstance(value, str) else value
        after = {key: words[key] for key in AFTERS if key in words}
        if len(after) > 1:
            raise self.error(path, "a failure comes after events or after tokens, not both")
        details = {**DETAILS.get(words["kind"], {}), **({"form": words["form"]} if "form" in words else {})}
        given = {key: words[key] for key in FAILURE if key in words}
        failure = Failure(words["kind"], headers=_pairs(words.get("headers", {})), details=details, **given)
        return Failing(failure, words.get("first"), words.get("rate"), after)

    def fitting(self, choices: tuple[Choice, ...]) -> None:
        """Every call fits the declared tools; one with templates is checked when they are filled in."""
        for name, arguments, path in (call for each in choices for call in each.calls):
            if name not in self.tools:
                reason = f"calls the tool {name}, which 'tools' does not declare{suggest(name, self.tools)}"
                self.mistakes.note(Problem(path, reason))
                continue
            text = arguments if isinstance(arguments, str) else layout.text(arguments)
            if "{{" in text or "{%" in text:
                continue
            refused = refusal(ToolCall(name, text), self.tools)
            if refused is not None:
                self.mistakes.note(Problem(path, refused))


def _broken(name: str, value: Any) -> Test:
    """Stands for a pattern that cannot be read, with the groups that it meant to have."""
    named = tuple(_GROUP.findall(str(value)))
    return Test(name, lambda _: False, "", lambda _: "", named=named, source=value)


def _words(turn: Any) -> Mapping[str, Any]:
    """The words of a turn: a text is said, a list is its parts."""
    if isinstance(turn, str):
        return {"say": turn}
    return {"parts": turn} if isinstance(turn, list) else turn


def _said(words: Mapping[str, Any]) -> str | None:
    """All that a reply says; None where it says more than text, or fills in templates."""
    parts = [{"say": part} if isinstance(part, str) else part for part in words.get("parts", [words])]
    if "choices" in words or any(word in part for part in parts for word in PART_WORDS if word != "say"):
        return None
    text = "".join(part.get("say", "") for part in parts)
    return None if "{{" in text or "{%" in text else text


def _pace(words: Mapping[str, Any]) -> Pace:
    return Pace(words.get("ttft", 0.0), words.get("tps", 0.0), tuple(words.get("jitter", ())))


def _pairs(headers: Mapping[str, Any]) -> tuple[tuple[str, str], ...]:
    return tuple((name, str(value)) for name, value in headers.items())


def _fault(word: str, value: Any) -> Fault:
    return Fault(word, {"what": value} if isinstance(value, str) else dict(value))
