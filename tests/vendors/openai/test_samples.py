"""Made-up answers have the ids that they were asked for by."""

from mockllm.vendors.openai.models import find
from mockllm.vendors.openai.samples import sample_chat, sample_message, sample_response
from mockllm.wire import chat, responses
from tests.vendors.worlds import vendor, world

OPENAI = vendor(find)


def test_samples_take_the_id_they_are_given() -> None:
    where = world(OPENAI)
    said = sample_response(where, "resp_1").said
    assert responses.body(said.ask, said.turns, said.stamp)["id"] == "resp_1"
    said = sample_chat(where, "chat_1").said
    assert chat.body(said.ask, said.turns, said.stamp)["id"] == "chat_1"
    assert sample_message(where, "msg_1")["id"] == "msg_1"
