"""The schema that a prompt shows."""

import json
from typing import Any

import pytest
from msgspec.structs import replace

from mockllm.ask import Ask, Message, ToolResult
from mockllm.fake.answer import decide
from mockllm.fake.choice import choose
from mockllm.fake.heard import hear
from mockllm.fake.shown import shown, unshown
from mockllm.turn import Json, Text, ToolCall
from tests.fake.asks import STAMP, asked, function, members, user

DAY = members(city={"type": "string"}, degrees={"type": "integer"})


def instructed(text: str) -> Message:
    return Message("system", (Text(text),))


def test_a_schema_in_the_system_text_is_found() -> None:
    told = f"Always respond with a JSON object that's compatible with this schema:\n\n{json.dumps(DAY)}\n\nNo Markdown."

    assert shown(hear(asked("", messages=(instructed(told), user("Paris"))))) == DAY


def test_a_schema_in_the_users_message_is_found_behind_what_is_none() -> None:
    assert shown(hear(asked(f'Of {{this}} and {{"a": 1}}: ```json\n{json.dumps(DAY, indent=2)}\n```'))) == DAY


def test_what_is_no_schema_is_not_taken_for_one() -> None:
    for text in ("Say {hello}", '{"a": 1}', '{"properties": 1}', "{" * 5_000, '{"a":' * 50_000):
        assert shown(hear(asked(text))) is None


def test_the_rest_of_a_message_is_left() -> None:
    assert unshown(f"Paris as {json.dumps(DAY)}, please").split() == ["Paris", "as", ",", "please"]
    assert unshown("Paris") == "Paris"


SCHEMA = json.dumps(DAY)
EXAMPLE = json.dumps({"properties": {"foo": {"type": "array"}}, "required": ["foo"]})
ASKS = (
    f"Always respond with a JSON object that's compatible with this schema:\n\n{SCHEMA}\n\nNo Markdown fencing.",
    f"The output should be formatted as a JSON instance.\n\nFor {EXAMPLE} it is foo. Schema: ```\n{SCHEMA}\n```",
    f"Here's a JSON schema to follow:\n{SCHEMA}\n\nOutput a valid JSON object but do not repeat the schema.",
    f"Provide the parsed objects in json that match the following json_schema:\n{SCHEMA}",
    f"Reply only in JSON:\n```json\n{json.dumps(DAY, indent=2)}\n```",
)
TALKS = (
    f"What does this JSON schema describe? {SCHEMA}",
    f"Generate a description for this JSON schema: {SCHEMA}",
    f"Our API takes {SCHEMA}. Answer in one sentence: is it good?",
    "Always respond with a JSON object.",
    'Respond with JSON such as {"city": "Oslo"}.',
)


def documented(ask: Ask) -> Any:
    """The document that a fake writes."""
    assert choose(ask).document
    made = decide(ask, STAMP)
    assert isinstance(made, tuple)
    (part,) = made[0].parts
    assert isinstance(part, Json)
    return json.loads(part.text)


@pytest.mark.parametrize("text", ASKS)
def test_prompt_that_asks_for_json_of_a_schema_gets_a_document(text: str) -> None:
    told, alone = asked("", messages=(instructed(text), user("Paris has 21 degrees"))), asked(f"{text}\nParis")

    assert documented(told) == {"city": "Paris", "degrees": 21}
    assert {name: type(value) for name, value in documented(alone).items()} == {"city": str, "degrees": int}


@pytest.mark.parametrize("text", TALKS)
def test_prompt_that_only_speaks_of_a_schema_gets_text(text: str) -> None:
    assert not choose(asked(text)).document
    assert not choose(asked("", messages=(instructed(text), user("Paris")))).document


def test_schema_that_nothing_satisfies_is_left_alone() -> None:
    never = json.dumps(members(a={"type": "string", "enum": []}))

    made = decide(asked(f"Return JSON of this schema: {never}"), STAMP)

    assert isinstance(made, tuple)
    assert isinstance(made[0].parts[0], Text)


def test_tool_that_is_asked_for_comes_first_and_its_result_is_in_the_document() -> None:
    look = function("get_weather", "Looks up the weather", city={"type": "string"})
    told = instructed(ASKS[0])
    ask = asked("", look, messages=(told, user("What is the weather in Paris?")))
    result = Message("tool", (ToolResult("call_1", '{"city": "Paris", "degrees": 19}', "get_weather"),))

    after = replace(
        ask, messages=(*ask.messages, Message("assistant", (ToolCall("get_weather", "{}", "call_1"),)), result)
    )

    assert choose(ask).tools == (look,)
    assert documented(after) == {"city": "Paris", "degrees": 19}
