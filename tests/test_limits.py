"""The limits: stop sequences and output tokens."""

from mockllm.ask import Ask, Model
from mockllm.limits import apply, spent
from mockllm.tokens import count
from mockllm.turn import Citation, Json, Part, Reasoning, Refusal, Text, ToolCall, Turn, Usage, said


def ask(limit: int | None = None, stop: tuple[str, ...] = ()) -> Ask:
    return Ask("v", "chat", "m", Model("m"), limit=limit, stop=stop, input_tokens=7)


def turn(*parts: Part) -> Turn:
    return Turn(parts)


def test_a_turn_within_its_limits_only_gets_its_usage() -> None:
    got = apply(turn(Text("one two three")), ask(limit=3))

    assert got == Turn((Text("one two three"),), usage=Usage(input=7, output=3))


def test_an_uncut_turn_keeps_the_usage_it_came_with() -> None:
    given = Turn((Text("one two"),), usage=Usage(input=1, output=99, cached=1))

    assert apply(given, ask(limit=50, stop=("zzz",))) == given


def test_a_stop_sequence_ends_the_text_before_it_and_is_named() -> None:
    got = apply(turn(Text("one two three four")), ask(stop=("four", "three")))

    assert (said(got), got.stop, got.stop_sequence) == ("one two ", "stop_sequence", "three")
    assert got.usage == Usage(input=7, output=count("one two "))


def test_of_two_stop_sequences_at_one_place_the_longer_is_named() -> None:
    assert apply(turn(Text("a END b")), ask(stop=("EN", "END"))).stop_sequence == "END"


def test_a_stop_sequence_across_two_texts_is_seen() -> None:
    got = apply(turn(Text("ab"), Text("cd"), ToolCall("f")), ask(stop=("bc",)))

    assert got.parts == (Text("a"),)


def test_a_stop_sequence_at_the_start_leaves_nothing() -> None:
    got = apply(turn(Text("stop here")), ask(stop=("stop",)))

    assert (got.parts, got.stop) == ((), "stop_sequence")


def test_a_stop_sequence_in_arguments_or_thoughts_does_not_stop() -> None:
    given = turn(Reasoning("END"), ToolCall("f", '{"a":"END"}'))

    assert apply(given, ask(stop=("END",))).parts == given.parts


def test_an_empty_stop_sequence_stops_nothing() -> None:
    assert apply(turn(Text("a")), ask(stop=("",))).stop is None


def test_a_token_limit_cuts_text_for_real() -> None:
    got = apply(turn(Text("one two three four")), ask(limit=2))

    assert (said(got), got.stop) == ("one two", "length")
    assert got.usage == Usage(input=7, output=2)


def test_a_token_limit_cuts_arguments_in_the_middle_and_drops_what_follows() -> None:
    arguments = '{"city":"Paris"}'
    got = apply(turn(Text("Let me see."), ToolCall("f", arguments), ToolCall("g")), ask(limit=count("Let me see.") + 2))

    assert got.stop == "length"
    assert len(got.parts) == 2
    cut = got.parts[1]
    assert isinstance(cut, ToolCall)
    assert count(cut.arguments) == 2
    assert arguments.startswith(cut.arguments)


def test_a_part_that_gets_no_token_is_dropped() -> None:
    assert apply(turn(Text("one two"), ToolCall("f")), ask(limit=2)).parts == (Text("one two"),)


def test_a_limit_before_the_stop_sequence_wins() -> None:
    got = apply(turn(Text("one two three four")), ask(limit=1, stop=("four",)))

    assert (said(got), got.stop, got.stop_sequence) == ("one", "length", None)


def test_reasoning_spends_the_limit_first() -> None:
    got = apply(turn(Reasoning("think hard now"), Text("one two three")), ask(limit=4))

    assert got.parts == (Reasoning("think hard now"), Text("one"))
    assert got.usage == Usage(input=7, output=4, reasoning=3)


def test_a_limit_inside_the_reasoning_leaves_a_part_of_it() -> None:
    got = apply(turn(Reasoning("think hard now", summary=("a b", "c d")), Text("one")), ask(limit=2))

    assert got.parts == (Reasoning("think hard", summary=("a b",)),)
    assert got.usage == Usage(input=7, output=2, reasoning=2)
    assert got.stop == "length"


def test_hidden_reasoning_counts_by_its_usage() -> None:
    given = Turn((Reasoning(), Text("one two three")), usage=Usage(input=7, output=13, reasoning=10))

    assert apply(given, ask(limit=11)).parts == (Reasoning(), Text("one"))
    assert apply(given, ask(limit=4)).parts == (Reasoning(),)


def test_a_limit_of_nothing_leaves_nothing() -> None:
    got = apply(turn(Reasoning("a"), Text("one")), ask(limit=0))

    assert (got.parts, got.stop, got.usage) == ((), "length", Usage(input=7))
    assert apply(turn(Text("one")), ask(limit=0)).parts == ()


def test_documents_and_refusals_are_cut_too() -> None:
    assert apply(turn(Json('{"a":1}')), ask(limit=1)).parts == (Json('{"'[:1]),)
    assert apply(turn(Refusal("No, never.")), ask(limit=1)).parts == (Refusal("No"),)


def test_a_citation_of_text_that_was_cut_goes_with_it() -> None:
    cited = Text("one two three", (Citation("u", start=0, end=3), Citation("v", start=4, end=13)))

    assert apply(turn(cited), ask(limit=2)).parts == (Text("one two", (Citation("u", start=0, end=3),)),)


def test_what_is_spent_counts_all_that_is_said() -> None:
    parts = (Reasoning("a b"), Text("c"), ToolCall("f", "{}"), Refusal("d e"), Json("1"))

    assert spent(parts) == Usage(output=2 + 1 + count("{}") + 2 + 1, reasoning=2)
    assert spent((Reasoning(summary=("a b", "c")),)) == Usage(output=3, reasoning=3)
    assert spent((Reasoning(), Text("a")), hidden=5) == Usage(output=6, reasoning=5)
