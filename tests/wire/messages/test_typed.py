"""Tools that are known by their type alone are called as their guides say."""

import json
from typing import Any

import pytest
from jsonschema import Draft202012Validator

from mockllm.ask import Ask, Model
from mockllm.fake.answer import decide
from mockllm.turn import Turn, calls
from mockllm.wire import messages
from mockllm.wire.messages.typed import input_schema
from tests.vendors.worlds import stamp_of

BASH = {"type": "bash_20250124", "name": "bash"}
EDITOR = {"type": "text_editor_20250728", "name": "str_replace_based_edit_tool"}
MEMORY = {"type": "memory_20250818", "name": "memory"}
COMPUTER = {"type": "computer_20250124", "name": "computer", "display_width_px": 40, "display_height_px": 30}
SEARCH = {"type": "web_search_20250305", "name": "web_search"}


def _called(tool: dict[str, Any], text: str, label: str, choice: str = "any") -> list[Any]:
    body = {"messages": [{"role": "user", "content": text}], "tools": [tool], "tool_choice": {"type": choice}}
    ask = messages.parse(body, {}, "anthropic", Model("claude"))
    assert isinstance(ask, Ask)
    turns = decide(ask, stamp_of(label))
    assert isinstance(turns, tuple)
    assert isinstance(turns[0], Turn)
    return [json.loads(call.arguments) for call in calls(turns[0])]


@pytest.mark.parametrize("tool", [BASH, EDITOR, MEMORY, COMPUTER])
def test_a_forced_call_satisfies_the_schema(tool: dict[str, Any]) -> None:
    validator = Draft202012Validator(input_schema(tool) or False)

    for number in range(20):
        for made in _called(tool, "Say hello", str(number)):
            validator.validate(made)
        assert len(_called(tool, "Say hello", str(number))) == 1


def test_a_command_that_the_prompt_quotes_is_run() -> None:
    assert _called(BASH, "Run `git status` in bash", "a", "auto") == [{"command": "git status"}]
    assert _called(BASH, "Say hello", "a") == [{"command": "ls"}]


@pytest.mark.parametrize("made", [{"restart": True}, {"command": "pwd"}])
def test_a_shell_may_be_restarted_instead(made: dict[str, Any]) -> None:
    assert Draft202012Validator(input_schema(BASH) or False).is_valid(made)
    assert not Draft202012Validator(input_schema(BASH) or False).is_valid({})


@pytest.mark.parametrize(("tool", "harmless"), [(EDITOR, "view"), (MEMORY, "view"), (COMPUTER, "screenshot")])
def test_a_fake_looks_and_changes_nothing(tool: dict[str, Any], harmless: str) -> None:
    (made,) = _called(tool, "Say hello", "a")

    assert harmless in made.values()


@pytest.mark.parametrize(("place", "fits"), [([39, 29], True), ([40, 0], False), ([0, 30], False), ([1], False)])
def test_places_are_on_the_screen(place: list[int], *, fits: bool) -> None:
    validator = Draft202012Validator(input_schema(COMPUTER) or False)

    assert validator.is_valid({"action": "left_click", "coordinate": place}) is fits


def test_what_the_service_runs_has_none() -> None:
    assert input_schema(SEARCH) is None
    assert _called(SEARCH, "Search the web", "a") == []
