"""What `openrouter_metadata` tells."""

from typing import Any

from mockllm.ask import Ask, Model
from mockllm.turn import Turn
from mockllm.vendors.kinds import Options, Said
from mockllm.vendors.openrouter.providers import AUTO, find, following
from mockllm.vendors.openrouter.routing import HEADER, metadata
from mockllm.wire import chat
from tests.vendors.worlds import stamp_of


def told(ask: Ask) -> dict[str, Any]:
    found = metadata(Said(ask, (Turn(),), stamp_of("routing")))
    return dict(found["openrouter_metadata"]) if found else {}


def asked(wanted: str = "enabled", **body: Any) -> Ask:
    card = find(body.get("model", AUTO), Options())
    assert isinstance(card, Model)
    return chat.parse(body, {HEADER: wanted}, "openrouter", card)


def test_it_is_told_only_where_it_is_asked_for() -> None:
    assert told(asked("", model="openai/gpt-4o")) == {}
    assert told(asked("Enabled", model="openai/gpt-4o"))["requested"] == "openai/gpt-4o"


def test_the_selected_endpoint_is_marked() -> None:
    found = told(asked(model="openai/gpt-4o", provider={"order": ["azure"]}, plugins=[{"id": "web"}]))
    chosen = [each["provider"] for each in found["endpoints"]["available"] if each["selected"]]
    assert (chosen, found["endpoints"]["total"], found["strategy"]) == (["Azure"], 2, "direct")
    assert found["pipeline"] == [{"type": "plugin", "name": "web"}]


def test_attempts_are_told_where_there_were_several() -> None:
    ask = following(asked(model="openai/gpt-4o", models=["x-ai/grok-4"]), Options())
    assert ask is not None
    found = told(ask)
    assert (found["strategy"], found["attempt"]) == ("fallback", 2)
    assert [(each["provider"], each["status"]) for each in found["attempts"]] == [("OpenAI", 503), ("xAI", 200)]
