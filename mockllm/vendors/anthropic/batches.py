"""Anthropic's batches: their requests are asked when the batch has had its time, and never if it is cancelled.

Specification: https://platform.claude.com/docs/en/build-with-claude/batch-processing
"""

import json
import re
from datetime import UTC, datetime
from itertools import chain
from typing import Any

from msgspec import Struct, field
from msgspec.structs import replace

from mockllm.errors import Failure
from mockllm.exchange import Reply
from mockllm.session import Slot
from mockllm.stamp import BASE58
from mockllm.vendors.anthropic import rates
from mockllm.vendors.anthropic.paging import listed
from mockllm.vendors.anthropic.replies import json_reply, success_headers
from mockllm.vendors.kinds import Route, World
from mockllm.vendors.stored import Shelf
from mockllm.wire import JsonObject
from mockllm.wire.layout import compact

__all__ = [
    "BATCHES",
    "ROUTES",
    "Batch",
    "batch_results",
    "cancel_batch",
    "create_batch",
    "delete_batch",
    "list_batches",
    "retrieve_batch",
]

ROOT = "/v1/messages/batches"
JSONL = "application/x-jsonl"
DAY = 24 * 3600
MOST = 100_000
LARGEST = 256 << 20
CUSTOM_ID = re.compile(r"[a-zA-Z0-9_-]{1,64}")
HAS = frozenset({"custom_id", "params"})
"""The fields of a request in a batch."""
NEVER = ("stream", "speed")
"""What the requests of a batch may not ask for."""
OUTCOMES = ("processing", "succeeded", "errored", "canceled", "expired")


class Batch(Struct):
    """A batch. `at` and `cancelled` are on the session's clock, `created` is what it says, in Unix seconds.

    `asked` is set when its requests begin to be asked, `results` are its lines once it has ended.
    """

    id: str
    requests: tuple[JsonObject, ...]
    created: float
    at: float
    ends: float
    cancelled: float | None = None
    asked: bool = False
    results: list[JsonObject] = field(default_factory=list)

    def clock(self, now: float) -> str:
        """A time of the session's clock as the batch says it."""
        return datetime.fromtimestamp(self.created + now - self.at, UTC).isoformat(timespec="microseconds")


BATCHES: Slot[Shelf[Batch]] = Slot("anthropic.batches", lambda: Shelf(200))


def create_batch(world: World) -> Reply:
    """Take in requests; they are checked when they are asked."""
    failure = None if world.options.lenient else _refusal(world.body.get("requests")) or _strange(world)
    if failure is not None:
        return world.vendor.refuse(failure, world)
    given = world.body.get("requests")
    requests = tuple(each for each in given if isinstance(each, dict)) if isinstance(given, list) else ()
    # The service tells times to the microsecond; ours are drawn.
    created = world.stamp.at() + world.stamp.dice("microseconds").below(1_000_000) / 1_000_000
    name = world.stamp.id("batch", "msgbatch_01", BASE58, 22)
    batch = Batch(name, requests, created, world.now, world.now + world.options.work)
    world.session.slot(BATCHES).put(name, batch, len(world.raw.body))
    return json_reply(world, _entry(batch, world))


async def retrieve_batch(world: World) -> Reply:
    """A batch as it stands now."""
    batch = await _find(world)
    if isinstance(batch, Failure):
        return world.vendor.refuse(batch, world)
    return json_reply(world, _entry(batch, world))


async def list_batches(world: World) -> Reply:
    """A page of batches, newest first."""
    batches = world.session.slot(BATCHES).all()
    for batch in batches:
        await _settle(batch, world)
    return listed(world, [_entry(batch, world) for batch in batches])


async def cancel_batch(world: World) -> Reply:
    """Stop a batch that has not ended; its requests are never asked."""
    batch = await _find(world)
    if isinstance(batch, Failure):
        return world.vendor.refuse(batch, world)
    if batch.cancelled is None and not _ended(batch, world):
        batch.cancelled = world.now
        batch.ends = world.now + world.options.work
    return json_reply(world, _entry(batch, world))


async def delete_batch(world: World) -> Reply:
    """Forget a batch that has ended."""
    batch = await _find(world)
    if isinstance(batch, Failure):
        return world.vendor.refuse(batch, world)
    if not _ended(batch, world) and not world.options.lenient:
        message = f"Batch `{batch.id}` is still processing. Cancel it, or wait until it has ended, to delete it."
        return world.vendor.refuse(Failure("invalid_request", message), world)
    world.session.slot(BATCHES).take(batch.id)
    return json_reply(world, {"id": batch.id, "type": "message_batch_deleted"})


async def batch_results(world: World) -> Reply:
    """The results of a batch that has ended, a line each."""
    batch = await _find(world)
    if isinstance(batch, Failure):
        return world.vendor.refuse(batch, world)
    if not _ended(batch, world):
        failure = Failure("not_found", f"Batch `{batch.id}` has no results yet: it has not ended.")
        return world.vendor.refuse(failure, world)
    headers = success_headers(world.stamp, content_type=JSONL, limits=False)
    name = ("content-disposition", f"attachment; filename*=utf-8''{batch.id}_results.jsonl")
    body = b"".join(compact(line) + b"\n" for line in batch.results)
    return Reply(200, (headers[0], name, *headers[1:]), body, chunked=True)


def _refusal(requests: object) -> Failure | None:
    if requests is None:
        return Failure("invalid_request", "requests: Field required")
    if not isinstance(requests, list):
        return Failure("invalid_request", "requests: Input should be a valid list")
    if not 1 <= len(requests) <= MOST:
        word = "at least 1" if not requests else f"at most {MOST}"
        return Failure("invalid_request", f"requests: List should have {word} item(s), not {len(requests)}")
    seen: set[str] = set()
    for number, each in enumerate(requests):
        wrong = _wrong(each, seen)
        if wrong is not None:
            return Failure("invalid_request", f"requests.{number}{wrong}")
    return None


def _strange(world: World) -> Failure | None:
    """The refusal of a field that a batch or a request in it does not have."""
    if "param" in world.options.allow:
        return None
    entries = enumerate(world.body["requests"])
    within = (f"requests.{number}.{name}" for number, each in entries for name in each if name not in HAS)
    found = next(chain(within, (name for name in world.body if name != "requests")), None)
    return None if found is None else Failure("invalid_request", f"{found}: Extra inputs are not permitted")


def _wrong(each: object, seen: set[str]) -> str | None:
    """What is wrong with one request, from its path on; its `custom_id` is taken down."""
    if not isinstance(each, dict):
        return ": Input should be a valid dictionary"
    for name, kind in (("custom_id", str), ("params", dict)):
        if name not in each:
            return f".{name}: Field required"
        if not isinstance(each[name], kind):
            return f".{name}: Input should be a valid {'string' if kind is str else 'dictionary'}"
    custom_id = each["custom_id"]
    if not CUSTOM_ID.fullmatch(custom_id):
        return ".custom_id: String should match pattern '^[a-zA-Z0-9_-]{1,64}$'"
    if custom_id in seen:
        return f".custom_id: `{custom_id}` is used more than once; custom_ids must be unique"
    seen.add(custom_id)
    return None


async def _find(world: World) -> Batch | Failure:
    name = world.params["batch"]
    found = world.session.slot(BATCHES).get(name)
    if found is not None:
        await _settle(found, world)
        return found
    if world.options.lenient:
        return Batch(name, (), world.stamp.at(), world.now, world.now)
    return Failure("not_found", f"Batch `{name}` not found.")


def _ended(batch: Batch, world: World) -> bool:
    return world.now >= batch.ends and len(batch.results) == len(batch.requests)


async def _settle(batch: Batch, world: World) -> None:
    """Ask the requests of a batch whose time has come, once."""
    if batch.asked or world.now < batch.ends:
        return
    batch.asked = True
    if batch.cancelled is not None:
        batch.results = [_line(each, {"type": "canceled"}) for each in batch.requests]
        return
    batch.results = [_line(each, await _result(each, world)) for each in batch.requests]


def _line(request: JsonObject, result: JsonObject) -> JsonObject:
    return {"custom_id": request.get("custom_id"), "result": result}


async def _result(request: JsonObject, world: World) -> JsonObject:
    params = request.get("params")
    asked = dict(params) if isinstance(params, dict) else {}
    for name in NEVER:
        if asked.get(name):
            return _errored(world, f"{name}: not supported in a batch")
    if asked.get("max_tokens") == 0:
        return _errored(world, "max_tokens: Input should be greater than or equal to 1 in a batch")
    told = await _ask(asked, world)
    if told.get("type") == "message":
        usage = {**told.get("usage", {}), "service_tier": "batch"}
        return {"type": "succeeded", "message": {**told, "usage": usage}}
    return {"type": "errored", "error": told}


def _errored(world: World, message: str) -> JsonObject:
    refused = world.vendor.refuse(Failure("invalid_request", message), world)
    return {"type": "errored", "error": json.loads(refused.body)}


async def _ask(asked: JsonObject, world: World) -> dict[str, Any]:
    """What the service says to one request: a message, or an error."""
    if world.answer is None:
        raise RuntimeError("a batch needs a world that answers")
    body = compact({**asked, "stream": False})
    headers = {**world.raw.headers, "content-type": "application/json", "content-length": str(len(body))}
    path = "/v1/messages"
    raw = replace(world.raw, method="POST", path=path, target=path, query={}, headers=headers, body=body)
    reply = await world.answer(replace(raw, pairs=tuple(headers.items())))
    try:
        told = json.loads(reply.body)
    except ValueError:
        told = None
    if isinstance(told, dict):
        return told
    refused = world.vendor.refuse(Failure("server_error"), world)
    return dict(json.loads(refused.body))


def _entry(batch: Batch, world: World) -> JsonObject:
    ended = _ended(batch, world)
    running = "in_progress" if batch.cancelled is None else "canceling"
    return {
        "id": batch.id,
        "type": "message_batch",
        "processing_status": "ended" if ended else running,
        "request_counts": _counts(batch, ended=ended),
        "ended_at": batch.clock(batch.ends) if ended else None,
        "created_at": batch.clock(batch.at),
        "expires_at": batch.clock(batch.at + DAY),
        "archived_at": None,
        "cancel_initiated_at": None if batch.cancelled is None else batch.clock(batch.cancelled),
        "results_url": f"{world.raw.base}{ROOT}/{batch.id}/results" if ended else None,
    }


def _counts(batch: Batch, *, ended: bool) -> JsonObject:
    counts = dict.fromkeys(OUTCOMES, 0)
    if not ended:
        counts["processing"] = len(batch.requests)
    for line in batch.results:
        counts[line["result"]["type"]] += 1
    return counts


ONE = f"{ROOT}/{{batch}}"
TOLL = rates.alone("batches")
ROUTES = (
    Route("POST", ROOT, "batches.create", create_batch, limit=LARGEST, toll=TOLL),
    Route("GET", ROOT, "batches.list", list_batches, reads_json=False, toll=TOLL),
    Route("GET", ONE, "batches.retrieve", retrieve_batch, reads_json=False, toll=TOLL),
    Route("POST", f"{ONE}/cancel", "batches.cancel", cancel_batch, reads_json=False, toll=TOLL),
    Route("DELETE", ONE, "batches.delete", delete_batch, reads_json=False, toll=TOLL),
    Route("GET", f"{ONE}/results", "batches.results", batch_results, reads_json=False, toll=TOLL),
)
