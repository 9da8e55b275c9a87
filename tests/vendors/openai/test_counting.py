"""The token count of a Responses request."""

from openai.types.responses import InputTokenCountResponse

from mockllm.vendors.openai.counting import count_input_tokens
from mockllm.vendors.openai.models import find
from tests.vendors.worlds import told, vendor, world

OPENAI = vendor(find)


def test_the_count_is_written_as_on_the_wire() -> None:
    reply = count_input_tokens(world(OPENAI, {"model": "gpt-4o", "input": "Hi"}))
    assert reply.body == b'{\n  "object": "response.input_tokens",\n  "input_tokens": 8\n}'


def test_more_input_is_more_tokens() -> None:
    counts = [
        InputTokenCountResponse.model_validate(
            told(count_input_tokens, world(OPENAI, body))[1], strict=True
        ).input_tokens
        for body in (
            {"model": "gpt-4o", "input": "Hi"},
            {"model": "gpt-4o", "input": "Hi, how are you?"},
            {"model": "gpt-4o", "input": "Hi, how are you?", "instructions": "Be kind."},
        )
    ]
    assert counts == sorted(set(counts))


def test_an_unknown_model_is_refused_unless_lenient() -> None:
    status, shown = told(count_input_tokens, world(OPENAI, {"model": "nope", "input": "Hi"}))
    assert status == 400
    assert shown["error"]["message"] == "The requested model 'nope' does not exist."
    assert told(count_input_tokens, world(OPENAI, {"model": "nope"}, lenient=True))[0] == 200
    assert told(count_input_tokens, world(OPENAI, {}, lenient=True))[0] == 200
