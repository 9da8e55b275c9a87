"""What OpenRouter tells of a generation."""

from typing import Any

from openrouter.components import GenerationResponse

from mockllm.session import Session
from mockllm.turn import Reasoning, Text, Turn, Usage
from mockllm.vendors.kinds import Said
from mockllm.vendors.openrouter import VENDOR
from mockllm.vendors.openrouter.account import show_credits
from mockllm.vendors.openrouter.dress import generation_id, usage
from mockllm.vendors.openrouter.generations import keep, retrieve_generation
from mockllm.wire import chat
from tests.vendors.worlds import said_to, told, world

SENT = {"http-referer": "https://app.example", "user-agent": "tests/1", "x-session-id": "from-header"}
TURN = Turn((Reasoning("Hm."), Text("Hello.")), "length", usage=Usage(100, 20, 5, 10))


def _said(session: Session, **body: Any) -> Said:
    picture = {"type": "image_url", "image_url": {"url": "https://example.com/a.png"}}
    messages = [{"role": "user", "content": [{"type": "text", "text": "Hi"}, picture]}]
    asked = {"model": "anthropic/claude-sonnet-4.6", "messages": messages, **body}
    said = said_to(chat, world(VENDOR, asked, session=session, headers=SENT), TURN, keep=keep)
    assert isinstance(said, Said)
    return said


def _get(session: Session, name: str) -> dict[str, Any]:
    status, shown = told(retrieve_generation, world(VENDOR, session=session, query={"id": name}))
    assert status == 200
    GenerationResponse.model_validate(shown)
    data = shown["data"]
    assert isinstance(data, dict)
    return data


def test_a_generation_tells_tokens_cost_and_how_it_ended() -> None:
    session = Session("s")
    said = _said(session)
    data = _get(session, generation_id(said.stamp))
    assert data["total_cost"] == data["usage"] == usage(said.ask, said.turns)["cost"] > 0
    assert (data["tokens_prompt"], data["tokens_completion"]) == (100, 20)
    assert (data["native_tokens_reasoning"], data["native_tokens_cached"]) == (5, 10)
    assert (data["finish_reason"], data["native_finish_reason"]) == ("length", "max_tokens")
    assert (data["provider_name"], data["model"]) == ("Anthropic", "anthropic/claude-4.6-sonnet-20260217")
    assert data["num_media_prompt"] == 1


def test_a_generation_tells_who_asked() -> None:
    session = Session("s")
    data = _get(session, generation_id(_said(session, user="u1", stream=True).stamp))
    assert (data["external_user"], data["streamed"], data["session_id"]) == ("u1", True, "from-header")
    assert (data["http_referer"], data["origin"], data["user_agent"]) == (SENT["http-referer"],) * 2 + ("tests/1",)


def test_the_session_of_the_body_wins() -> None:
    session = Session("s")
    assert _get(session, generation_id(_said(session, session_id="mine").stamp))["session_id"] == "mine"


def test_what_is_kept_is_paid_for() -> None:
    session = Session("s")
    said = _said(session)
    _, shown = told(show_credits, world(VENDOR, session=session))
    assert shown["data"]["total_usage"] == usage(said.ask, said.turns)["cost"]


def test_an_unknown_generation_is_not_found_unless_lenient() -> None:
    status, shown = told(retrieve_generation, world(VENDOR, query={"id": "gen-x"}))
    assert (status, shown["error"]["message"]) == (404, "Generation gen-x not found")
    status, shown = told(retrieve_generation, world(VENDOR, query={"id": "gen-x"}, lenient=True))
    assert (status, shown["data"]["id"]) == (200, "gen-x")


def test_an_id_is_needed() -> None:
    assert told(retrieve_generation, world(VENDOR))[0] == 400
