import json
from typing import Any

import pytest
from msgspec.structs import replace

from mockllm.cassette.asked import Asked, of_raw
from mockllm.cassette.canon import Rules
from mockllm.cassette.exchange import Exchange
from mockllm.cassette.index import Index
from mockllm.exchange import Raw
from tests.cassette.samples import answered

RULES = Rules()


def _asked(body: Any, rules: Rules = RULES, **options: Any) -> Asked:
    options.setdefault("path", "/v1/chat/completions")
    content = body if isinstance(body, bytes) else json.dumps(body).encode()
    return of_raw(Raw("POST", body=content, **options), (), rules)


def _positions(index: Index, body: Any, **options: Any) -> list[int] | None:
    found = index.find(_asked(body, **options))
    return None if found is None else list(found.positions)


def test_equal_requests_are_found_in_their_order() -> None:
    index = Index([answered({"a": 1}), answered({"a": 2}), answered({"a": 1.0, "user": "x"})])

    assert _positions(index, {"user": "y", "a": 1}) == [0, 2]
    assert _positions(index, {"a": 2}) == [1]
    assert _positions(index, {"a": 3}) is None


def test_method_path_and_query_count() -> None:
    index = Index([answered({}, uri="https://h/v1/x?b=1")])

    assert _positions(index, {}, path="/v1/x", target="/v1/x?b=1") == [0]
    assert _positions(index, {}, path="/v1/x", target="/v1/x?b=2") is None
    assert _positions(index, {}, path="/v1/y", target="/v1/y?b=1") is None


def _tools(call: str, result: str = "noon") -> dict[str, Any]:
    return {
        "messages": [
            {"role": "user", "content": "time?"},
            {"role": "assistant", "tool_calls": [{"id": call, "function": {"name": "clock"}}]},
            {"role": "tool", "tool_call_id": call, "content": result},
        ]
    }


LOOP = [answered({"n": 1}, b'{"tool_calls":[{"id":"call_old"}]}'), answered(_tools("call_old"))]


def test_an_id_that_an_earlier_answer_handed_out_may_be_another() -> None:
    found = Index(LOOP).find(_asked(_tools("call_new")))

    assert found is not None
    assert found.positions == [1]
    assert found.ids == {1: {"call_old": "call_new"}}


def test_an_id_that_no_earlier_answer_handed_out_counts() -> None:
    assert _positions(Index(LOOP[1:]), _tools("call_new")) is None
    assert _positions(Index(LOOP[::-1]), _tools("call_new")) is None


def test_other_differences_count_beside_other_ids() -> None:
    assert _positions(Index(LOOP), _tools("call_new", "midnight")) is None


def test_ids_that_are_one_in_the_recording_are_one_in_the_request() -> None:
    body = _tools("call_new")
    body["messages"][2]["tool_call_id"] = "call_other"

    assert _positions(Index(LOOP), body) is None


def test_secrets_that_were_hidden_do_not_count() -> None:
    index = Index([answered({"content": "my key is REDACTEDxxxxxxxx, keep it"})])
    body = {"content": "my key is sk-proj-abc123DEF456ghi789, keep it"}

    assert _positions(index, body) == [0]
    assert _positions(index, {"content": "my key is hunter22, keep it"}, pairs=(("x-api-key", "hunter22"),)) == [0]
    assert _positions(index, {"content": "my key is hunter22, keep it"}) is None


def test_further_conditions_may_refuse_a_recording() -> None:
    rules = Rules(also=(lambda asked, recorded: ("x", "1") in asked.headers and bool(recorded.uri),))
    index = Index([answered({})], rules)

    assert _positions(index, {}) is None
    assert _positions(index, {}, pairs=(("x", "1"),)) == [0]


def test_a_body_nested_too_deeply_is_not_found() -> None:
    deep = b'{"id":' * 400 + b"1" + b"}" * 400

    assert _positions(Index([answered({})]), deep) is None


def test_bodies_that_are_no_json_are_found() -> None:
    exchange: Exchange = replace(answered(b"a=b"))

    assert _positions(Index([exchange]), b"a=b") == [0]
    assert _positions(Index([exchange]), b"a=c") is None


@pytest.mark.parametrize(
    ("recorded", "asked", "found"),
    [
        ("/gpu/v1/chat/completions", "/v1/chat/completions", [0]),
        ("/a/b/chat/completions", "/chat/completions", [0]),
        ("/v1/chat/completions", "/chat/completions", None),
        ("/xv1/chat/completions", "/v1/chat/completions", None),
        ("/v1/chat/completions", "/gpu/v1/chat/completions", None),
    ],
)
def test_an_upstream_may_have_had_a_path_of_its_own(recorded: str, asked: str, found: list[int] | None) -> None:
    index = Index([answered({"a": 1}, uri=f"https://h{recorded}")])

    assert _positions(index, {"a": 1}, path=asked) == found


def test_the_very_path_is_found_before_one_that_ends_in_it() -> None:
    index = Index([answered({"a": 1}, uri=f"https://h{path}/v1/chat/completions") for path in ("/gpu", "")])

    assert _positions(index, {"a": 1}) == [1]
