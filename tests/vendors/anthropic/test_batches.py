"""Anthropic's batches over their endpoints."""

import asyncio
import json
from typing import Any

import pytest
from anthropic.types.messages import DeletedMessageBatch, MessageBatch, MessageBatchIndividualResponse

from mockllm.exchange import Raw, Reply
from mockllm.session import Session
from mockllm.stamp import EPOCH
from mockllm.vendors.anthropic import VENDOR
from mockllm.vendors.anthropic import batches as b
from mockllm.vendors.kinds import Options, World
from tests.vendors.worlds import stamp_of, told, world

PARAMS = {"model": "claude-haiku-4-5", "max_tokens": 5, "messages": [{"role": "user", "content": "2 + 2?"}]}
MESSAGE = {
    "model": "claude-haiku-4-5-20251001",
    "id": "msg_1",
    "type": "message",
    "role": "assistant",
    "content": [{"type": "text", "text": "4"}],
    "stop_reason": "end_turn",
    "stop_sequence": None,
    "usage": {"input_tokens": 3, "output_tokens": 1, "service_tier": "standard"},
}
ERROR = {"type": "error", "error": {"type": "not_found_error", "message": "model: x"}, "request_id": "req_1"}


class Service:
    """Answers requests and takes them down."""

    def __init__(self) -> None:
        self.asked: list[Raw] = []

    async def answer(self, raw: Raw) -> Reply:
        self.asked.append(raw)
        await asyncio.sleep(0)
        body = json.loads(raw.body)
        if body["model"] == "broken":
            return Reply(200, (), b"no json")
        told_ = MESSAGE if body["model"] != "x" else ERROR
        return Reply(200, (), json.dumps(told_).encode())


def _at(session: Session, service: Service, name: str = "", now: float = EPOCH, **more: Any) -> World:
    return world(VENDOR, session=session, params={"batch": name}, now=now, answer=service.answer, **more)


def _create(session: Session, service: Service, *params: dict[str, Any]) -> dict[str, Any]:
    requests = [{"custom_id": f"c{number}", "params": each} for number, each in enumerate(params)]
    where = _at(session, service, body={"requests": requests}, stamp=stamp_of(str(len(params))))
    status, shown = told(b.create_batch, where)
    assert status == 200
    MessageBatch.model_validate_json(json.dumps(shown), strict=True)
    assert isinstance(shown, dict)
    return shown


async def _get(session: Session, service: Service, name: str, now: float) -> dict[str, Any]:
    reply = await b.retrieve_batch(_at(session, service, name, now))
    assert reply.status == 200
    shown = json.loads(reply.body)
    MessageBatch.model_validate_json(reply.body, strict=True)
    assert isinstance(shown, dict)
    return shown


async def _results(session: Session, service: Service, name: str, now: float) -> list[dict[str, Any]]:
    reply = await b.batch_results(_at(session, service, name, now))
    assert dict(reply.headers)["content-type"] == "application/x-jsonl"
    lines = reply.body.decode().splitlines()
    for line in lines:
        MessageBatchIndividualResponse.model_validate_json(line)
    return [json.loads(line) for line in lines]


async def test_a_batch_is_in_progress_and_then_has_results() -> None:
    session, service = Session("s"), Service()
    made = _create(session, service, PARAMS, {**PARAMS, "model": "x"})
    assert (made["processing_status"], made["results_url"], made["ended_at"]) == ("in_progress", None, None)
    assert made["request_counts"]["processing"] == 2
    assert made["created_at"].endswith("+00:00")
    assert (await _get(session, service, made["id"], EPOCH + 0.5))["processing_status"] == "in_progress"
    assert service.asked == []
    done = await _get(session, service, made["id"], EPOCH + 1)
    assert done["processing_status"] == "ended"
    assert done["results_url"] == f"http://test/v1/messages/batches/{made['id']}/results"
    counts = {"processing": 0, "succeeded": 1, "errored": 1, "canceled": 0, "expired": 0}
    assert done["request_counts"] == counts
    first, second = await _results(session, service, made["id"], EPOCH + 2)
    assert (first["custom_id"], first["result"]["message"]["content"]) == ("c0", MESSAGE["content"])
    assert first["result"]["message"]["usage"]["service_tier"] == "batch"
    assert second["result"] == {"type": "errored", "error": ERROR}


async def test_requests_are_asked_once_as_plain_messages() -> None:
    session, service = Session("s"), Service()
    name = _create(session, service, PARAMS)["id"]
    await asyncio.gather(*(_get(session, service, name, EPOCH + 1) for _ in range(3)))
    (raw,) = service.asked
    assert (raw.method, raw.path, raw.headers["content-type"]) == ("POST", "/v1/messages", "application/json")
    assert json.loads(raw.body) == {**PARAMS, "stream": False}


@pytest.mark.parametrize(
    ("params", "message"),
    [
        ({"stream": True}, "stream: not supported in a batch"),
        ({"speed": "fast"}, "speed: not supported in a batch"),
        ({"max_tokens": 0}, "max_tokens: Input should be greater than or equal to 1 in a batch"),
        ({"model": "broken"}, "Internal server error"),
    ],
)
async def test_what_a_batch_may_not_ask_is_an_errored_line(params: dict[str, Any], message: str) -> None:
    session, service = Session("s"), Service()
    name = _create(session, service, {**PARAMS, **params})["id"]
    (line,) = await _results(session, service, name, EPOCH + 1)
    assert line["result"]["type"] == "errored"
    assert line["result"]["error"]["error"]["message"] == message


async def test_a_cancelled_batch_asks_nothing() -> None:
    session, service = Session("s"), Service()
    name = _create(session, service, PARAMS)["id"]
    reply = await b.cancel_batch(_at(session, service, name, EPOCH + 0.5))
    shown = json.loads(reply.body)
    assert shown["processing_status"] == "canceling"
    assert shown["cancel_initiated_at"] > shown["created_at"]
    done = await _get(session, service, name, EPOCH + 3)
    assert (done["processing_status"], done["request_counts"]["canceled"]) == ("ended", 1)
    assert await _results(session, service, name, EPOCH + 3) == [{"custom_id": "c0", "result": {"type": "canceled"}}]
    assert service.asked == []


async def test_only_an_ended_batch_is_deleted_or_has_results() -> None:
    session, service = Session("s"), Service()
    name = _create(session, service, PARAMS)["id"]
    assert (await b.delete_batch(_at(session, service, name))).status == 400
    assert (await b.batch_results(_at(session, service, name))).status == 404
    reply = await b.delete_batch(_at(session, service, name, EPOCH + 1))
    assert DeletedMessageBatch.model_validate_json(reply.body, strict=True).id == name
    assert (await b.retrieve_batch(_at(session, service, name))).status == 404


async def test_batches_are_listed_newest_first() -> None:
    session, service = Session("s"), Service()
    names = [_create(session, service, *[PARAMS] * count)["id"] for count in (1, 2)]
    reply = await b.list_batches(_at(session, service, now=EPOCH + 1))
    shown = json.loads(reply.body)
    assert [each["id"] for each in shown["data"]] == names[::-1]
    assert {each["processing_status"] for each in shown["data"]} == {"ended"}


@pytest.mark.parametrize(
    ("body", "message"),
    [
        ({}, "requests: Field required"),
        ({"requests": 3}, "requests: Input should be a valid list"),
        ({"requests": []}, "requests: List should have at least 1 item(s), not 0"),
        ({"requests": [3]}, "requests.0: Input should be a valid dictionary"),
        ({"requests": [{"params": {}}]}, "requests.0.custom_id: Field required"),
        ({"requests": [{"custom_id": "a"}]}, "requests.0.params: Field required"),
        ({"requests": [{"custom_id": "a", "params": 3}]}, "requests.0.params: Input should be a valid dictionary"),
        (
            {"requests": [{"custom_id": "a b", "params": {}}]},
            "requests.0.custom_id: String should match pattern '^[a-zA-Z0-9_-]{1,64}$'",
        ),
        (
            {"requests": [{"custom_id": "a", "params": {}}] * 2},
            "requests.1.custom_id: `a` is used more than once; custom_ids must be unique",
        ),
        (
            {"requests": [{"custom_id": "a", "params": {}, "method": "POST"}], "x": 1},
            "requests.0.method: Extra inputs are not permitted",
        ),
        ({"requests": [{"custom_id": "a", "params": {}}], "x": 1}, "x: Extra inputs are not permitted"),
    ],
)
def test_a_bad_batch_is_refused_unless_lenient(body: dict[str, Any], message: str) -> None:
    status, shown = told(b.create_batch, world(VENDOR, body))
    assert (status, shown["error"]["message"]) == (400, message)
    assert told(b.create_batch, world(VENDOR, body, lenient=True))[0] == 200


def test_fields_that_are_unknown_may_be_let_through() -> None:
    body = {"requests": [{"custom_id": "a", "params": {}, "x": 1}], "x": 1}

    assert told(b.create_batch, world(VENDOR, body, options=Options(allow=frozenset({"param"}))))[0] == 200


async def test_lenient_any_batch_is_there() -> None:
    session, service = Session("s"), Service()
    for handler in (b.retrieve_batch, b.cancel_batch, b.delete_batch, b.batch_results):
        assert (await handler(_at(session, service, "message_batch_id"))).status == 404
        reply = await handler(_at(session, service, "message_batch_id", lenient=True))
        assert reply.status == 200
