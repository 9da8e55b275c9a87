import json
from typing import Any

import pytest
from msgspec.structs import replace

from mockllm.cassette.canon import Rules
from mockllm.cassette.exchange import Exchange
from mockllm.cassette.replay import Tempo
from mockllm.cassette.shapes import ask_of
from mockllm.cassette.source import CassetteSource, Library, Repeats, TranslatedSource
from mockllm.errors import Miss
from mockllm.exchange import Answer, Raw, Recording, Reply
from mockllm.session import Session
from mockllm.stamp import Stamp
from mockllm.vendors.kinds import Options, Vendor, World
from tests.cassette.samples import answered
from tests.cassette.test_index import LOOP, _tools
from tests.cassette.test_shapes import CHAT, said
from tests.ways import bytes_of

VENDOR = Vendor(
    name="some",
    mounts=("", "/some"),
    routes=(),
    authorize=lambda _, __: None,
    model=lambda _, __: None,
    refuse=lambda failure, _: Reply(failure.status or 500, ()),
    failed=lambda _, __, *___: iter(()),
    upstream="https://h/api",
)


def world(session: Session, raw: Raw) -> World:
    """What the engine hands to a source."""
    return World(VENDOR, session, raw, Stamp(b"", b""), 0.0, Options())


async def _ask(source: CassetteSource, body: Any, session: Session, path: str = "/v1/chat/completions") -> Any:
    raw = Raw("POST", path, body=json.dumps(body).encode())
    found = await source.answer(raw, None, world(session, raw))
    if isinstance(found, Recording):
        return bytes_of(found.reply)
    return found


def _source(*exchanges: Exchange, repeats: Repeats = "error") -> CassetteSource:
    return CassetteSource(Library(exchanges), repeats)


SAME = [answered({"a": 1}, answer) for answer in (b"one", b"two")]


@pytest.mark.parametrize(
    ("repeats", "told"), [("last", [b"one", b"two", b"two", b"two"]), ("loop", [b"one", b"two", b"one", b"two"])]
)
async def test_repeats_come_in_order_and_then_as_chosen(repeats: Repeats, told: list[bytes]) -> None:
    source, session = _source(*SAME, repeats=repeats), Session("s")

    assert [await _ask(source, {"a": 1}, session) for _ in range(4)] == told


async def test_repeats_are_refused_by_default() -> None:
    source, session = _source(*SAME), Session("s")
    for _ in SAME:
        await _ask(source, {"a": 1}, session)

    missed = await _ask(source, {"a": 1}, session)

    assert isinstance(missed, Miss)
    assert missed.why[0].startswith("All 2 recordings of this request have been played")


async def test_each_session_plays_from_the_start() -> None:
    source = _source(*SAME)

    assert await _ask(source, {"a": 1}, Session("a")) == b"one"
    assert await _ask(source, {"a": 1}, Session("b")) == b"one"


async def test_a_session_may_have_recordings_of_its_own() -> None:
    source, session = CassetteSource(), Session("s")
    assert not source.active(session)

    source.give(session, Library(SAME, Rules(), Tempo(None)))

    assert source.active(session)
    assert not source.active(Session("other"))
    assert await _ask(source, {"a": 1}, session) == b"one"


async def test_a_recording_says_where_it_is_from() -> None:
    source, session = _source(replace(CHAT, place="f.yaml#1")), Session("s")
    raw = Raw("POST", "/v1/chat/completions", body=CHAT.request.body)

    found = await source.answer(raw, None, world(session, raw))

    assert isinstance(found, Recording)
    assert (found.why, found.shape, found.source) == (("replayed f.yaml#1",), "chat", "cassette")


async def test_a_mount_does_not_matter() -> None:
    source = _source(answered({"a": 1}, b"yes", uri="https://h/api/v1/chat/completions"))

    assert await _ask(source, {"a": 1}, Session("s")) == b"yes"


async def test_a_miss_names_the_nearest_and_is_explained_once() -> None:
    source, session = _source(*SAME), Session("s")

    one, other = await _ask(source, {"a": 2}, session), await _ask(source, {"a": 2}, session)

    assert one.why[1] == "  /a: recorded 1, asked 2"
    assert other.why is one.why


@pytest.mark.parametrize("depth", [250, 450, 900, 100_000])
async def test_a_body_nested_too_deeply_is_a_miss(depth: int) -> None:
    raw = Raw("POST", "/v1/chat/completions", body=b'{"a":' * depth + b"1" + b"}" * depth)

    missed = await _source(*SAME).answer(raw, None, world(Session("s"), raw))

    assert isinstance(missed, Miss)


async def test_further_conditions_are_asked_each_time() -> None:
    rules = Rules(also=(lambda asked, _: ("x", "1") in asked.headers,))
    source = CassetteSource(Library(SAME, rules), "last")
    session = Session("s")

    for pairs, kind in (((), Miss), ((("x", "1"),), Recording), ((), Miss)):
        raw = Raw("POST", "/v1/chat/completions", pairs=pairs, body=b'{"a":1}')
        assert isinstance(await source.answer(raw, None, world(session, raw)), kind)


async def test_what_was_not_asked_for_is_left_over() -> None:
    source, session = _source(*[replace(each, place=f"f#{n}") for n, each in enumerate(SAME)]), Session("s")
    await _ask(source, {"a": 1}, session)

    assert source.leftovers(session) == ("f#1: POST https://api.example.com/v1/chat/completions was not asked for",)
    assert CassetteSource().leftovers(session) == ()


async def test_ids_of_the_session_stand_for_those_of_the_recording() -> None:
    again = replace(LOOP[1], request=replace(LOOP[1].request, body=json.dumps({**_tools("call_old"), "n": 2}).encode()))
    source, session = _source(*LOOP, again), Session("s")

    assert await _ask(source, _tools("call_new"), session) == b'{"id":"x"}'
    missed = await _ask(source, {**_tools("call_newer"), "n": 2}, session)
    assert missed == Miss(("A recording is like this request, but its ids belong to another conversation.",))
    assert await _ask(source, {**_tools("call_new"), "n": 2}, session) == b'{"id":"x"}'


async def test_another_shape_gets_the_turns() -> None:
    source, session = _source(CHAT), Session("s")
    translated = TranslatedSource(source)
    asked = said("responses", {"model": "m", "input": "hi"}, {})
    raw = Raw("POST", "/v1/responses", body=asked.request.body)
    ask = ask_of(asked)

    told = [await translated.answer(raw, ask, world(session, raw)) for _ in range(2)]

    assert translated.active(session)
    assert isinstance(told[0], Answer)
    assert told[0].why == ("translated from chat: f#chat/completions",)
    assert isinstance(told[1], Miss)
    assert source.leftovers(session) == ()


async def test_without_recordings_or_an_ask_there_is_no_translation() -> None:
    raw = Raw("POST", "/v1/responses", body=b"{}")
    other = ask_of(said("responses", {"model": "m", "input": "other"}, {}))

    assert await TranslatedSource(CassetteSource()).answer(raw, other, world(Session("s"), raw)) == Miss()
    assert await TranslatedSource(_source(CHAT)).answer(raw, None, world(Session("s"), raw)) == Miss()
    assert await TranslatedSource(_source(CHAT)).answer(raw, other, world(Session("s"), raw)) == Miss()
    assert await CassetteSource().answer(raw, None, world(Session("s"), raw)) == Miss(("No cassette is loaded.",))
