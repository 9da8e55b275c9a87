"""The schema that a prompt shows."""

import json

from mockllm.ask import Message
from mockllm.fake.shown import shown, unshown
from mockllm.turn import Text
from tests.fake.asks import asked, members, user

DAY = members(city={"type": "string"}, degrees={"type": "integer"})


def instructed(text: str) -> Message:
    return Message("system", (Text(text),))


def test_a_schema_in_the_system_text_is_found() -> None:
    told = f"Always respond with a JSON object that's compatible with this schema:\n\n{json.dumps(DAY)}\n\nNo Markdown."

    assert shown(asked("", messages=(instructed(told), user("Paris")))) == DAY


def test_a_schema_in_the_users_message_is_found_behind_what_is_none() -> None:
    assert shown(asked(f'Of {{this}} and {{"a": 1}}: ```json\n{json.dumps(DAY, indent=2)}\n```')) == DAY


def test_what_is_no_schema_is_not_taken_for_one() -> None:
    for text in ("Say {hello}", '{"a": 1}', '{"properties": 1}', "{" * 5_000, '{"a":' * 50_000):
        assert shown(asked(text)) is None


def test_the_rest_of_a_message_is_left() -> None:
    assert unshown(f"Paris as {json.dumps(DAY)}, please").split() == ["Paris", "as", ",", "please"]
    assert unshown("Paris") == "Paris"
