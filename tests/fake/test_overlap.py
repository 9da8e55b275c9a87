"""Which tools a message plainly asks for."""

import pytest

from mockllm.ask import Tool
from mockllm.fake.overlap import plainly
from tests.fake.asks import function, members

STRING = {"type": "string"}
STATUS = {"type": "array", "items": {"enum": ["shipped", "pending_payment"]}}
MODE = members(mode={"enum": ["disco", "reading"]})
TOOLS = (
    function("get_weather", "Get the current weather for a location.", location=STRING, unit={"enum": ["celsius"]}),
    function("read_file", "Read the contents of a file.", path=STRING),
    function("write_file", "Write content to a file.", path=STRING, content=STRING),
    function("run_command", "Run a shell command.", command=STRING),
    function("web_search", "Search the web for information.", query=STRING),
    function("send_email", "Send an email to a recipient.", to=STRING, subject=STRING),
    function("create_event", "Create a calendar event.", title=STRING, date=STRING),
    function("list_events", "List calendar events.", start=STRING),
    function("search_orders", "Search the orders of a customer.", customer_id=STRING, status=STATUS),
    function("refund", "Refund an order.", order_id=STRING),
    function("multiply", "Multiply two numbers.", a={}, b={}),
    function("get_stock_price", "Look up the price of a stock.", ticker=STRING),
    function("control_light", "Controls a lamp.", settings=MODE),
    function("list_items", "", since=STRING),
)


def names(text: str, *tools: Tool) -> list[str]:
    return [match.tool.name for match in plainly(text, tools or TOOLS)]


@pytest.mark.parametrize(
    ("text", "called"),
    [
        ("What's the weather in Paris?", ["get_weather"]),
        ("Is it cold in Oslo, in celsius?", ["get_weather"]),
        ("Read src/main.py", ["read_file"]),
        ("Please read src/main.py", ["read_file"]),
        ("Write 'hi' to notes.txt", ["write_file"]),
        ("Run ls -la", ["run_command"]),
        ("Search for cats", ["web_search"]),
        ("Look up cats on the web", ["web_search"]),
        ("email bob about lunch", ["send_email"]),
        ("Who is the recipient?", ["send_email"]),
        ("Create an event tomorrow", ["create_event"]),
        ("Which events do I have this week?", ["list_events"]),
        ("Where are my shipped things?", ["search_orders"]),
        ("Anything pending payment?", ["search_orders"]),
        ("Refund order 12", ["refund"]),
        ("What is 3 times 4?", ["multiply"]),
        ("disco now", ["control_light"]),
        ("list items please", ["list_items"]),
        ("Use get_stock_price", ["get_stock_price"]),
        ("What are the weather and the stock price?", ["get_weather", "get_stock_price"]),
        ("Write a poem about the sea", []),
        ("Run a marathon", []),
        ("Hello, how are you?", []),
        ("Please use the tools to help me", []),
        ("What can you do with two numbers?", []),
        ("I need some information, as requested", []),
        ("Tell me about it", []),
    ],
)
def test_the_tool_with_which_a_message_shares_most_is_called(text: str, called: list[str]) -> None:
    assert names(text) == called


@pytest.mark.parametrize(
    ("text", "called"),
    [
        ("Open the file src/main.py", ["read_file"]),
        ("Read that file", ["read_file"]),
        ("Write that file", ["write_file"]),
        ("Get the content of a.txt", ["read_file"]),
    ],
)
def test_of_tools_that_share_a_word_the_closer_one_is_called(text: str, called: list[str]) -> None:
    assert names(text, TOOLS[1], TOOLS[2]) == called


def test_a_match_tells_the_word() -> None:
    (match,) = plainly("Any weather?", TOOLS)

    assert (match.word, match.score) == ("weather", 15)
