import json
from typing import Any

import pytest
from msgspec.structs import replace

from mockllm.cassette.canon import Rules
from mockllm.cassette.compare import Difference, Pair, compare, pairs
from mockllm.cassette.exchange import Exchange, Response, Trace
from tests.cassette.samples import answered
from tests.cassette.test_shapes import CHAT, CHAT_ANSWER, said


def _changed(**message: Any) -> Exchange:
    answer = json.loads(json.dumps(CHAT_ANSWER))
    answer["choices"][0]["message"].update(message)
    return said("chat/completions", json.loads(CHAT.request.body), answer)


def _found(new: Exchange | None, old: Exchange | None = CHAT) -> list[tuple[str, str]]:
    return [(each.tier, each.text) for each in compare(old, new)]


def _calls(arguments: str, name: str = "f") -> list[dict[str, Any]]:
    return [{"id": "c", "type": "function", "function": {"name": name, "arguments": arguments}}]


def test_equal_exchanges_do_not_differ() -> None:
    assert _found(CHAT) == []


@pytest.mark.parametrize(
    ("new", "found"),
    [
        (replace(CHAT, response=replace(CHAT.response, status=500)), [("wire", "status 200 became 500")]),
        (
            replace(CHAT, response=replace(CHAT.response, headers=(("content-type", "text/plain; x"),))),
            [("wire", "content-type application/json became text/plain")],
        ),
        (
            replace(CHAT, response=replace(CHAT.response, trace=Trace(end="reset"))),
            [("wire", "the response was whole and now was reset")],
        ),
        (_changed(audio=None), [("wire", "/choices/*/message/audio is new")]),
        (_changed(content="bye"), [("wording", "the text differs")]),
        (_changed(refusal="no"), [("wire", "/choices/*/message/refusal is new"), ("behaviour", "refusal is new")]),
    ],
)
def test_each_difference_has_its_tier(new: Exchange, found: list[tuple[str, str]]) -> None:
    assert [each for each in _found(new) if each[1] != "stop end became refusal"] == found


def test_a_field_that_went_or_changed_its_type_is_told() -> None:
    answer = json.loads(json.dumps(CHAT_ANSWER))
    del answer["usage"]["total_tokens"]
    answer["created"] = "now"

    found = _found(said("chat/completions", json.loads(CHAT.request.body), answer))

    assert found == [("wire", "/created was number and is string"), ("wire", "/usage/total_tokens is gone")]


def test_null_is_of_every_type() -> None:
    assert _found(_changed(audio={}), _changed(audio=None)) == []


def test_tools_are_behaviour_and_their_arguments_wording() -> None:
    old = _changed(tool_calls=_calls('{"a": 1}'))

    assert _found(_changed(tool_calls=_calls('{"a":1}')), old) == []
    assert _found(_changed(tool_calls=_calls('{"a":2}')), old) == [("wording", "the arguments of its calls differ")]
    assert _found(_changed(tool_calls=_calls("{", "g")), old) == [("behaviour", "calls f became g")]


def test_another_number_of_choices_is_behaviour() -> None:
    answer = json.loads(json.dumps(CHAT_ANSWER))
    answer["choices"].append({**answer["choices"][0], "index": 1})
    two = said("chat/completions", json.loads(CHAT.request.body), answer)

    assert _found(two) == [("behaviour", "choice 1: is new")]
    assert _found(CHAT, two) == [("behaviour", "choice 1: is gone")]


def test_streams_are_compared_by_the_types_of_their_events() -> None:
    def streamed(*texts: str) -> Exchange:
        body = "".join(f"data: {text}\n\n" for text in texts).encode()
        response = Response(200, "OK", (("content-type", "text/event-stream"),), body)
        return replace(answered(uri="https://h/v1/other"), response=response)

    old = streamed('{"type":"start","a":1}', "[DONE]")
    new = streamed('{"type":"start","a":1,"input":{"free":1}}', '{"type":"stop","b":[{"c":1}]}')

    assert _found(new, old) == [
        ("wire", "event [DONE] is gone"),
        ("wire", "event start/input is new"),
        ("wire", "event stop is new"),
        ("wording", "the bodies differ"),
    ]


def test_a_field_that_went_takes_what_it_holds_with_it() -> None:
    answer = json.loads(json.dumps(CHAT_ANSWER))
    del answer["usage"], answer["choices"][0]["message"]["content"]
    answer["audio"] = [{"id": 1, "data": {"text": "a"}}]

    wire = [text for tier, text in _found(said("chat/completions", {"model": "m"}, answer)) if tier == "wire"]

    assert wire == ["/audio is new", "/choices/*/message/content is gone", "/usage is gone"]


def test_what_has_no_partner_is_behaviour() -> None:
    assert _found(None) == [("behaviour", "POST /v1/chat/completions is only in the old one")]
    assert _found(CHAT, None) == [("behaviour", "POST /v1/chat/completions is only in the new one")]
    assert list(compare(None, None)) == []


def test_pairs_are_made_by_request_in_order() -> None:
    old = [answered({"a": 1}, b"1"), answered({"a": 1}, b"2"), answered({"a": 2}), answered(uri="https://h/y")]
    new = [answered({"a": 3}), answered({"a": 1}, b"3"), answered(uri="https://h/z")]

    found = list(pairs(old, new, Rules()))

    assert found == [
        Pair(old[0], new[1]),
        Pair(old[1], new[0], ("/a: recorded 1, asked 3",)),
        Pair(old[2], None),
        Pair(old[3], None),
        Pair(None, new[2]),
    ]


def test_a_conversation_recorded_anew_has_other_ids() -> None:
    """A tool loop: the second request gives back the id that the first answer handed out."""
    first, again = (
        [
            answered({"messages": []}, f'{{"tool_calls":[{{"id":"{call}"}}]}}'.encode()),
            answered({"messages": [{"role": "tool", "tool_call_id": call, "content": "18"}]}),
        ]
        for call in ("call_one", "call_two")
    )

    assert list(pairs(first, again, Rules())) == [Pair(*both) for both in zip(first, again, strict=True)]


def test_how_a_request_differs_is_behaviour() -> None:
    lines = [f"/{number}: not recorded, asked 1" for number in range(25)]
    found = list(compare(CHAT, CHAT, lines))

    assert {each.tier for each in found} == {"behaviour"}
    assert found[0].text == "the request differs: /0: not recorded, asked 1"
    assert (len(found), found[-1].text) == (21, "the request differs in 5 more places")


def test_a_difference_names_its_place() -> None:
    found = next(compare(CHAT, _changed(content="bye")))

    assert found == Difference("wording", "f#chat/completions", "the text differs")
