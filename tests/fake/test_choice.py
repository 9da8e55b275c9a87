"""When a tool is called, which, and why."""

import pytest

from mockllm.ask import Choice, Format, Message, Tool, ToolResult
from mockllm.fake.choice import choose
from mockllm.turn import Text, ToolCall
from tests.fake.asks import asked, function, user

STRING = {"type": "string"}
WEATHER = function("get_weather", "Get the weather at a location.", location=STRING)
TIME = function("getTime", "Get the current time.", city=STRING)
MAGIC = function("magic_function", "Applies a magic function to an input.", input={"type": "integer"})
READ = function("Read", "Reads a file from the local filesystem.", file_path=STRING)
BASH = function("Bash", "Executes a given bash command.", command=STRING)
SEARCH = function("search_flights", "Search flights.", origin=STRING)
HOTELS = function("search_hotels", "Search hotels.", city=STRING)
UNITS = function("convert", "", unit={"enum": ["light_year", "parsec"]})
MANY = (WEATHER, TIME, MAGIC, READ, BASH)


def called(text: str, *tools: Tool, **more: object) -> list[str]:
    return [tool.name for tool in choose(asked(text, *tools, **more)).tools]


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("What is the weather in San Francisco, CA?", ["get_weather"]),
        ("How late is it? Tell me the TIMES", ["getTime"]),
        ("What is the value of magic_function(3)? Use the tool.", ["magic_function"]),
        ("Read src/main.py and fix it", ["Read"]),
        ("Which files are there? Use bash.", ["Bash"]),
        ("What's the weather and the time in Paris?", ["get_weather", "getTime"]),
        ("Hello!", []),
        ("Hi, who are you and what can you do for me?", []),
        ("Tell me a joke about cats.", []),
        ("", []),
    ],
)
def test_a_tool_is_called_where_the_message_asks_for_what_it_does(text: str, names: list[str]) -> None:
    assert called(text, *MANY) == names


def test_one_tool_is_called_for_a_word_that_two_share() -> None:
    assert called("Search flights to Oslo", SEARCH, HOTELS) == ["search_flights"]
    assert called("Search", SEARCH, HOTELS) == ["search_flights"]


def test_a_value_of_an_enum_asks_for_its_tool() -> None:
    assert called("How many miles has a light year?", UNITS, MAGIC) == ["convert"]


def test_a_sum_asks_for_a_calculator() -> None:
    assert called("What is 2 * 3?", function("multiply", "", a={}, b={}), function("add", "", a={}, b={})) == [
        "multiply"
    ]


def test_the_reason_quotes_the_message() -> None:
    assert choose(asked("Any weather?", WEATHER)).why == "called get_weather: the user's message says 'weather'"
    assert choose(asked("Hi", WEATHER)).why == "wrote text: the user's message asks for no tool"
    assert choose(asked("Hi")).why == "wrote text: no tool may be called"


def test_without_parallel_calls_one_tool_is_called_after_the_other() -> None:
    text = "What's the weather and the time in Paris?"
    asking = (
        user(text),
        Message("assistant", (ToolCall("get_weather", id="1"),)),
        Message("tool", (ToolResult("1", "x"),)),
    )

    assert called(text, *MANY, parallel=False) == ["get_weather"]
    assert called("", *MANY, parallel=False, messages=asking) == ["getTime"]


def test_an_observation_ends_a_run_that_must_call_something() -> None:
    final = function("final_answer", "Provides a final answer.", answer=STRING)
    first = (user("New task:\nWhat is the weather in Paris?"),)
    then = (
        *first,
        Message("assistant", (Text("Calling tools: ..."),)),
        user("Observation:\nThe weather in Paris: 21 degrees"),
    )

    assert called("", WEATHER, final, choice=Choice("required"), messages=first) == ["get_weather"]
    assert called("", WEATHER, final, choice=Choice("required"), messages=then) == ["final_answer"]
    assert called("", WEATHER, TIME, choice=Choice("required"), messages=then) == ["get_weather"]


def test_a_tool_whose_result_has_come_is_not_called_again() -> None:
    result = ToolResult("1", "sunny", "get_weather")
    asking = (
        user("The weather in Paris?"),
        Message("assistant", (ToolCall("get_weather"),)),
        Message("tool", (result,)),
    )

    decision = choose(asked("", WEATHER, messages=asking))
    assert (decision.tools, decision.why) == ((), "wrote text: the results of the tools have come")
    assert called("", WEATHER, messages=(*asking, user("And the weather in Rome?"))) == ["get_weather"]


def test_a_result_beside_the_words_of_the_user_counts() -> None:
    both = Message("user", (ToolResult("1", "sunny", "get_weather"), Text("<reminder>weather</reminder>")))

    assert called("", WEATHER, messages=(user("Weather?"), both)) == []


def test_a_result_of_an_unknown_tool_ends_the_calls() -> None:
    asking = (user("Weather?"), Message("tool", (ToolResult("1", "sunny"),)))

    assert called("", WEATHER, messages=asking) == []


def test_a_forced_call_is_made_whatever_the_message_says() -> None:
    assert called("Hello!", *MANY, choice=Choice("required")) == ["get_weather"]
    assert called("Hello!", *MANY, choice=Choice("required", ("Bash",))) == ["Bash"]
    assert called("The time, please", *MANY, choice=Choice("required")) == ["getTime"]


def test_a_forced_call_moves_on_to_a_tool_without_a_result() -> None:
    asking = (user("Hello!"), Message("tool", (ToolResult("1", "x", "get_weather"),)))

    assert called("", *MANY, choice=Choice("required"), messages=asking) == ["getTime"]


def test_hosted_tools_are_never_called() -> None:
    hosted = Tool("web_search", "Search the web", kind="hosted")

    assert called("Search the web", hosted, choice=Choice("required")) == []
    assert called("Search the web", hosted) == []


def test_no_tool_is_called_where_none_may_be() -> None:
    assert called("The weather?", WEATHER, choice=Choice("none")) == []


def test_a_document_is_written_where_no_tool_is_called() -> None:
    decision = choose(asked("Hi", WEATHER, format=Format("json_schema", {})))

    assert decision.document
    assert decision.why == "wrote a document: the request asks for json_schema"


def test_what_agents_wrap_around_a_message_asks_for_nothing() -> None:
    assert called("<system-reminder>Mind the weather.</system-reminder>\nHello!", WEATHER) == []


@pytest.mark.parametrize("schema", [None, True, [], {"properties": []}, {"properties": {"a": "b", "c": {"enum": 3}}}])
def test_a_malformed_tool_is_no_hindrance(schema: object) -> None:
    assert called("Hello!", Tool("f", schema=schema)) == []
