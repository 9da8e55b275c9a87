import json

from mockllm import MockLLM, call, fail, think
from tests.asking import ask, chat, post

PICTURE = "iVBORw0KGgo" + "A" * 400
ARGUMENTS = {"tz": "CET"}


def test_a_transcript_is_the_same_for_every_shape() -> None:
    said = []
    for shape in ("chat", "messages", "responses"):
        with MockLLM() as mock:
            mock.script([think("hm"), "Let me look.", call("get_time", ARGUMENTS)], fail("server_error"), "Noon.")
            for history in (1, 3, 3):
                _SENT[shape](mock, history)
            said.append(mock.transcript())

    assert said[0] == said[1] == said[2]
    assert said[0] == (
        "# 1\nsystem: Be short.\nuser: What time?\nthinks: hm\nassistant: Let me look.\n"
        'calls get_time({"tz": "CET"})\n\n'
        "# 2, after 1\ntool get_time: 12:00\n(error 500)\n\n"
        "# 3, after 1\ntool get_time: 12:00\nassistant: Noon.\n"
    )


def _chat(mock: MockLLM, length: int) -> None:
    called = {"id": "c1", "type": "function", "function": {"name": "get_time", "arguments": json.dumps(ARGUMENTS)}}
    messages = [
        {"role": "system", "content": "Be short."},
        {"role": "user", "content": "What time?"},
        {"role": "assistant", "content": "Let me look.", "tool_calls": [called]},
        {"role": "tool", "tool_call_id": "c1", "content": "12:00"},
    ]
    tool = {"type": "function", "function": {"name": "get_time", "parameters": {"type": "object"}}}
    body = {"model": "gpt-4o", "messages": messages[: length + 1], "tools": [tool]}
    post(f"{mock.openai_url}/chat/completions", body)


def _messages(mock: MockLLM, length: int) -> None:
    called = [
        {"type": "text", "text": "Let me look."},
        {"type": "tool_use", "id": "toolu_1", "name": "get_time", "input": ARGUMENTS},
    ]
    messages = [
        {"role": "user", "content": "What time?"},
        {"role": "assistant", "content": called},
        {"role": "user", "content": [{"type": "tool_result", "tool_use_id": "toolu_1", "content": "12:00"}]},
    ]
    tool = {"name": "get_time", "input_schema": {"type": "object"}}
    body = {"model": "claude-sonnet-4-5", "max_tokens": 500, "system": "Be short.", "messages": messages[:length]}
    post(f"{mock.anthropic_url}/v1/messages", {**body, "tools": [tool]}, **{"anthropic-version": "2023-06-01"})


def _responses(mock: MockLLM, length: int) -> None:
    items = [
        {"role": "user", "content": "What time?"},
        {"role": "assistant", "content": "Let me look."},
        {"type": "function_call", "call_id": "c1", "name": "get_time", "arguments": json.dumps(ARGUMENTS)},
        {"type": "function_call_output", "call_id": "c1", "output": "12:00"},
    ]
    tool = {"type": "function", "name": "get_time", "parameters": {"type": "object"}}
    found = items if length > 1 else items[:1]
    post(
        f"{mock.openai_url}/responses",
        {"model": "gpt-4o", "instructions": "Be short.", "input": found, "tools": [tool]},
    )


_SENT = {"chat": _chat, "messages": _messages, "responses": _responses}


def test_pictures_are_hashes_in_a_transcript() -> None:
    with MockLLM(check=False) as mock:
        url = {"type": "image_url", "image_url": {"url": f"data:image/png;base64,{PICTURE}"}}
        message = {"role": "user", "content": [{"type": "text", "text": "See"}, url]}
        post(f"{mock.openai_url}/chat/completions", {"model": "gpt-4o", "messages": [message]})

        assert len(mock.asks[0].images) == 1
        assert "[image sha256:" in mock.transcript()
        assert PICTURE not in mock.transcript()


def test_a_journal_has_a_line_for_each_request_and_no_secrets() -> None:
    with MockLLM(check=False) as mock:
        mock.script("one")
        ask(mock.openai_url, "my key is sk-proj-Abcdefghijklmnopqrstuvwxyz0123456789")
        post(f"{mock.openai_url}/chat/completions", chat("word " * 100), **{"x-stainless-retry-count": "1"})

        lines = mock.journal

    assert lines[0].startswith("1. POST /v1/chat/completions gpt-4o: my key is ")
    assert lines[0].endswith("-> 200 script one")
    assert "Abcdefgh" not in "".join(lines)
    assert "..." in lines[1]
    assert "(retry 1) -> 422 miss" in lines[1]
