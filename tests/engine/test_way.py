"""The way through: who is asked, what is checked, what is remembered."""

import json
from typing import Any

import pytest
from msgspec.structs import replace

from mockllm.ask import Ask
from mockllm.engine.settings import Settings
from mockllm.engine.way import Engine
from mockllm.errors import Failure, Miss
from mockllm.exchange import Answer, Pace, Raw, Recording, Reply
from mockllm.fake.source import FakeSource
from mockllm.session import Session
from mockllm.turn import Text, Turn
from mockllm.vendors.kinds import Options, World
from mockllm.vendors.table import VENDORS
from tests.ways import PATHS, Says, asked, bytes_of, engine_that_says

HELLO = (Turn((Text("Hello."),)),)
BODIES: dict[str, dict[str, Any]] = {
    "chat": {"model": "gpt-4o", "messages": [{"role": "user", "content": "Hi"}]},
    "responses": {"model": "gpt-4o", "input": "Hi"},
    "messages": {"model": "claude-haiku-4-5", "max_tokens": 50, "messages": [{"role": "user", "content": "Hi"}]},
}
CHAT = "/v1/chat/completions"
JSON = {"content-type": "application/json"}


class Answers:
    """A source that does what it is told."""

    def __init__(self, name: str, found: Answer | Recording | Miss, *, raw: bool = False) -> None:
        self.name = name
        self.raw = raw
        self.found = found
        self.seen: list[Ask | None] = []

    def active(self, _: Session) -> bool:
        return True

    async def answer(self, _: Raw, ask: Ask | None, __: World) -> Answer | Recording | Miss:
        self.seen.append(ask)
        return self.found


@pytest.mark.parametrize(("vendor", "shape"), PATHS)
@pytest.mark.parametrize("stream", [False, True])
async def test_two_engines_give_the_same_bytes(vendor: str, shape: str, *, stream: bool) -> None:
    """The same requests in the same order: identical bytes and headers, whether encoded anew or from a template."""
    body = BODIES[shape] | {"stream": stream} | ({"model": "openai/gpt-4o"} if vendor == "openrouter" else {})
    first, second = engine_that_says(HELLO), engine_that_says(HELLO, steady=False)
    one, two = Session("a"), Session("b")

    for _ in range(3):
        left = await asked(first, PATHS[vendor, shape], body, one)
        right = await asked(second, PATHS[vendor, shape], body, two)

        assert (left.status, left.headers, bytes_of(left)) == (right.status, right.headers, bytes_of(right))


@pytest.mark.parametrize("shape", BODIES)
async def test_repeats_differ_in_ids_only(shape: str) -> None:
    """A second equal request has new ids and a later time, and the same text."""
    engine, session = engine_that_says(HELLO), Session("s")
    path = PATHS["anthropic" if shape == "messages" else "openai", shape]

    first = json.loads(bytes_of(await asked(engine, path, BODIES[shape], session)))
    second = json.loads(bytes_of(await asked(engine, path, BODIES[shape], session)))

    assert first["id"] != second["id"]
    assert len(first["id"]) == len(second["id"])


@pytest.mark.parametrize(
    "headers", [{"content-type": "text/plain"}, {"content-type": "application/json", "content-encoding": "gzip"}]
)
async def test_bytes_that_were_answered_before_are_refused_in_headers_that_make_no_json_of_them(
    headers: dict[str, str],
) -> None:
    """What is remembered of a request is not its body alone."""
    engine, session = engine_that_says(HELLO), Session("s")
    for _ in range(3):
        await asked(engine, CHAT, BODIES["chat"], session)

    raw = Raw("POST", CHAT, headers=headers, target=CHAT, body=json.dumps(BODIES["chat"]).encode())
    reply, _ = await engine.respond(raw, session, 0.0)

    assert reply.status == 400


async def test_journal_tells_the_headers_of_each_of_the_requests_that_are_alike() -> None:
    """An answer that is given again is told with the headers that came, not with those of the first time."""
    engine, session = engine_that_says(HELLO), Session("s")

    for number in range(4):
        await asked(engine, CHAT, BODIES["chat"], session, **{"x-number": str(number)})

    asks = [entry.ask for entry in session.journal]
    assert [ask.headers["x-number"] for ask in asks if ask is not None] == ["0", "1", "2", "3"]


async def test_stream_says_what_the_plain_answer_says() -> None:
    """How an answer is delivered does not change what it says, nor its id."""
    plain = await asked(engine_that_says(HELLO), CHAT, BODIES["chat"])
    stream = await asked(engine_that_says(HELLO), CHAT, BODIES["chat"] | {"stream": True})

    assert json.loads(bytes_of(plain))["id"].encode() in bytes_of(stream)


async def test_seed_changes_ids() -> None:
    """Another seed, another id."""
    left = await asked(engine_that_says(HELLO), CHAT, BODIES["chat"])
    right = await asked(engine_that_says(HELLO, Settings(seed=1)), CHAT, BODIES["chat"])

    assert json.loads(left.body)["id"] != json.loads(right.body)["id"]


async def test_real_clock_dates_the_answer() -> None:
    """With the real clock `created` is the time of the request."""
    reply = await asked(engine_that_says(HELLO, Settings(clock="real")), CHAT, BODIES["chat"])

    assert json.loads(reply.body)["created"] == 1_800_000_000


@pytest.mark.parametrize(
    ("shape", "more"),
    [
        ("chat", {"messages": [{"role": "user", "content": 'Repeat after me: "1800000000"'}]}),
        ("responses", {"metadata": {"at": "1800000000"}}),
    ],
)
async def test_a_time_in_a_request_is_not_taken_for_that_of_the_answer(shape: str, more: dict[str, Any]) -> None:
    engine, session = Engine([FakeSource()], Settings(clock="real"), VENDORS), Session("s")
    path = PATHS["openai", shape]
    data = json.dumps(BODIES[shape] | more).encode()
    raw = Raw("POST", path, {}, JSON, tuple(JSON.items()), data, path, "http://test")

    for now in (1_800_000_000, 1_800_000_000, 1_900_000_000):
        reply, _ = await engine.respond(raw, session, now)

    assert b'"1800000000"' in bytes_of(reply)
    assert b'"1900000000"' not in bytes_of(reply)


async def test_recording_is_served_before_anything_is_checked() -> None:
    """A request that matches a recording is neither parsed nor validated, not even its path."""
    recorded = Recording(Reply(299, (), b"as it was"), ("recording 1",))
    cassette = Answers("cassette", recorded, raw=True)
    engine = Engine([cassette, Says(Answer(HELLO))], Settings(), VENDORS)

    for path, body in ((CHAT, {"zzz": 1}), ("/v9/nothing", {})):
        assert (await asked(engine, path, body)).body == b"as it was"


ENDPOINTS: list[tuple[str, str, dict[str, Any] | None]] = [
    ("POST", "/v1/embeddings", {"model": "text-embedding-3-small", "input": "Hi"}),
    ("GET", "/v1/models", None),
    ("GET", "/v1/responses/resp_1", None),
    ("POST", "/v1/messages/count_tokens", BODIES["messages"]),
]


@pytest.mark.parametrize("name", ["cassette", "upstream"])
@pytest.mark.parametrize(("method", "path", "body"), ENDPOINTS)
async def test_what_no_recording_has_is_a_miss_at_every_endpoint(
    name: str, method: str, path: str, body: dict[str, Any] | None
) -> None:
    """Where only what a service said is told, nothing is made up beside it."""
    engine, session = Engine([Answers(name, Miss(("none",)), raw=True)], Settings(), VENDORS), Session("s")

    headers = {"content-type": "application/json", "anthropic-version": "2023-06-01"}
    sent = b"" if body is None else json.dumps(body).encode()
    reply, entry = await engine.respond(Raw(method, path, headers=headers, body=sent), session, 0.0)

    assert reply.status == 422
    assert (entry.source, entry.why) == ("miss", ("none",))
    assert entry.problems == ["miss: none"]


@pytest.mark.parametrize("name", ["script", "scenario", "fake"])
async def test_beside_answers_that_are_made_up_every_endpoint_answers(name: str) -> None:
    """A script and fakes, with or without recordings, leave models and embeddings to the server."""
    cassette = Answers("cassette", Miss(("none",)), raw=True)
    engine, session = Engine([Answers(name, Miss(("no",))), cassette], Settings(), VENDORS), Session("s")

    reply, entry = await engine.respond(Raw("GET", "/v1/models"), session, 0.0)

    assert (reply.status, entry.source) == (200, "endpoint")


async def test_chain_is_asked_in_order_until_one_answers() -> None:
    """A miss passes the request on."""
    script, fake = Answers("script", Miss(("no turn",))), Answers("fake", Answer(HELLO))
    session = Session("s")

    await asked(Engine([script, fake], Settings(), VENDORS), CHAT, BODIES["chat"], session)

    assert len(script.seen) == len(fake.seen) == 1
    assert next(iter(session.journal)).source == "fake"


async def test_invalid_request_reaches_no_source() -> None:
    """What the service refuses consumes no turn."""
    script = Answers("script", Answer(HELLO, source="script"))

    reply = await asked(Engine([script], Settings(), VENDORS), CHAT, {"model": "gpt-4o"})

    assert reply.status == 400
    assert script.seen == []


async def test_miss_explains_itself_in_the_vendors_shape() -> None:
    """422, not to be retried, with what each source said."""
    engine = Engine([Answers("script", Miss(("rule 1: user: wanted 'x', got 'Hi'",)))], Settings(), VENDORS)
    session = Session("s")

    reply = await asked(engine, CHAT, BODIES["chat"], session)

    error = json.loads(reply.body)["error"]
    assert (reply.status, error["code"]) == (422, "mockllm_miss")
    assert "rule 1: user: wanted 'x'" in error["message"]
    assert ("x-should-retry", "false") in reply.headers
    assert next(iter(session.journal)).problems


async def test_failure_before_the_first_byte_is_an_http_error() -> None:
    """Also when a stream was asked for."""
    engine = Engine([Says(Answer(failure=Failure("overloaded")))], Settings(), VENDORS)

    reply = await asked(engine, "/v1/messages", BODIES["messages"] | {"stream": True})

    assert reply.status == 529
    assert json.loads(reply.body)["error"] == {"type": "overloaded_error", "message": "Overloaded"}


async def test_failure_in_the_stream_follows_what_was_said() -> None:
    """With turns and a failure, the stream ends in the vendor's error event."""
    engine = Engine([Says(Answer(HELLO, failure=Failure("overloaded")))], Settings(), VENDORS)

    stream = bytes_of(await asked(engine, "/v1/messages", BODIES["messages"] | {"stream": True}))

    assert b"overloaded_error" in stream


async def test_pace_waits_before_tokens() -> None:
    """The first frame waits for the first token, later ones for theirs."""
    engine = engine_that_says(HELLO, Settings(pace=Pace(ttft=0.5, tps=10)))

    reply = await asked(engine, CHAT, BODIES["chat"] | {"stream": True})

    assert reply.frames is not None
    assert [frame.after for frame in reply.frames] == [0.5, 0.1, 0.1, 0.0, 0.0]


async def test_model_and_headers_of_an_answer_win() -> None:
    """A source may name the model that answers, and set headers."""
    answer = Answer(HELLO, model="gpt-other", headers=(("x-request-id", "mine"), ("x-more", "1")))

    reply = await asked(Engine([Says(answer)], Settings(), VENDORS), CHAT, BODIES["chat"])

    assert json.loads(reply.body)["model"] == "gpt-other"
    assert [pair for pair in reply.headers if pair[0] == "x-request-id"] == [("x-request-id", "mine")]
    assert ("x-more", "1") in reply.headers


@pytest.mark.parametrize("path", ["/openai", ""])
async def test_vendor_answers_at_each_mount(path: str) -> None:
    """The root and the vendor's own mount are the same service."""
    assert (await asked(engine_that_says(HELLO), path + CHAT, BODIES["chat"])).status == 200


async def test_lenient_accepts_an_empty_request() -> None:
    """Without checks there is still an ask."""
    engine = engine_that_says(HELLO, Settings(Options(lenient=True)))

    for path in ("/v1/responses", CHAT, "/v1/messages"):
        assert (await asked(engine, path, {})).status == 200


@pytest.mark.parametrize(
    ("keys", "headers", "status"),
    [
        (None, {}, 200),
        ((), {}, 401),
        ((), {"authorization": "Bearer sk-any"}, 200),
        (("sk-mine",), {"authorization": "Bearer sk-any"}, 401),
        (("sk-mine",), {"authorization": "Bearer sk-mine"}, 200),
    ],
)
async def test_key_is_asked_for_on_demand(keys: tuple[str, ...] | None, headers: dict[str, str], status: int) -> None:
    """No key by default; any well-formed one, or a certain one, where the server wants it."""
    engine = engine_that_says(HELLO, Settings(Options(keys=keys)))

    for _ in range(2):
        assert (await asked(engine, CHAT, BODIES["chat"], None, **headers)).status == status


@pytest.mark.parametrize(
    ("raw", "status", "words"),
    [
        (Raw("POST", CHAT, headers={"content-type": "application/json"}, body=b"{"), 400, "could not parse"),
        (Raw("POST", CHAT, headers={"content-type": "application/json"}, body=b"[1]"), 400, "could not parse"),
        (Raw("POST", CHAT, headers={"content-type": "application/json"}, body=b"[" * 100_000), 400, "could not parse"),
        (Raw("POST", CHAT, headers={"content-type": "text/plain"}, body=b"{}"), 400, "Unsupported content type"),
        (Raw("POST", "/v1/nothing"), 404, "Invalid URL (POST /v1/nothing)"),
        (Raw("PUT", CHAT), 405, "Only POST requests are accepted."),
        (Raw("POST", "/v1/messages", headers={"content-type": "application/json"}, body=b"{"), 400, "not valid JSON"),
        (Raw("GET", "/v1/messages"), 405, "Method Not Allowed"),
        (Raw("GET", "/anthropic/v1/nothing"), 404, "Not found"),
        (Raw("GET", "/api/v1/nothing"), 404, "Not Found"),
        (Raw("GET", "/"), 404, "Invalid URL"),
    ],
)
async def test_bad_input_gets_the_vendors_error(raw: Raw, status: int, words: str) -> None:
    """Never a 500, always the vendor's own shape."""
    session = Session("s")

    reply, _ = await engine_that_says(HELLO).respond(replace(raw, target=raw.path), session, 0.0)

    assert reply.status == status
    assert words in reply.body.decode()
    assert json.loads(reply.body)["error"]


@pytest.mark.parametrize(("path", "limit"), [(CHAT, 26_214_400), ("/v1/embeddings", 67_108_864)])
def test_a_body_that_is_too_large_is_told_the_limit_of_its_endpoint(path: str, limit: int) -> None:
    """Also where it was over what the server reads at all."""
    failure = Failure("request_too_large", details={"limit": 67_108_864, "read": 70_000_000})

    reply = engine_that_says(HELLO).refuse(Raw("POST", path, target=path), Session("s"), 0.0, failure)

    assert f"({limit}) exceeded (70000000 bytes read)" in reply.body.decode()


@pytest.mark.timeout(20)
@pytest.mark.parametrize("path", [CHAT, "/api/v1/chat/completions", "/v1/responses", "/v1/completions"])
async def test_unchecked_numbers_cost_no_more_than_the_largest_that_are_allowed(path: str) -> None:
    """Without checks, a request for ever so many choices and alternatives is still answered."""
    engine = Engine([FakeSource()], Settings(Options(lenient=True)), VENDORS)
    many = {"n": 10**12, "best_of": 10**12, "top_logprobs": 10**12, "logprobs": 10**12 if "/completions" in path else 1}

    for logprobs in (many["logprobs"], True):
        body = {**BODIES["chat"], "prompt": "Hi", "input": "Hi", "max_tokens": 3, **many, "logprobs": logprobs}
        assert (await asked(engine, path, body)).status == 200
