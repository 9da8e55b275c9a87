"""What a vendor is made of."""

from msgspec.structs import replace

from mockllm.ask import Ask
from mockllm.vendors.kinds import Said, Speech, claims_all
from mockllm.wire import Event, Ink, chat
from mockllm.wire.layout import compact, text
from tests.asks import ask
from tests.stamps import stamp_of
from tests.vendors.worlds import vendor, world

PLAIN = Speech(chat, compact, lambda _: Ink(text), lambda _, __: ())


def test_a_plain_speech_changes_and_remembers_nothing() -> None:
    said, where = Said(ask(), (), stamp_of()), world(vendor(lambda _, __: None))
    events = iter([Event("a")])

    assert PLAIN.dress(said, {"a": 1}) == {"a": 1}
    assert PLAIN.stream(said, events) is events
    assert isinstance(PLAIN.recall(said.ask, where), Ask)
    PLAIN.keep(said, where)
    assert where.session.journal.count == 0


def test_a_vendor_claims_all_unless_it_says_which() -> None:
    assert claims_all("/v1/models", {}) is True
    assert replace(vendor(lambda _, __: None), name="v").claims("/zzz", {}) is True
