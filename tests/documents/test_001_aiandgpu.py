"""Document 001: AIandGPU's Messages and their tasks, field by field."""

import base64
from typing import Any

import pytest

from mockllm.ask import File, Image, InputPart
from mockllm.stamp import EPOCH
from mockllm.vendors.kinds import Options
from tests.documents.desk import Answered, Desk, field

PATH = "/aiandgpu/v1/messages"
DATA = base64.b64encode(b"a,b\n1,2\n").decode()
MEDIA = (
    "application/pdf", "text/plain", "text/markdown", "text/csv", "image/png", "image/jpeg", "image/gif", "image/webp",
)  # fmt: skip


def later(wanted: Any = True) -> dict[str, Any]:
    """The field `async`, which is a word of Python."""
    return {"async": wanted}


def user(content: Any) -> list[dict[str, Any]]:
    return [{"role": "user", "content": content}]


FREE = user("Tell me something about rivers")


@pytest.fixture
def desk() -> Desk:
    return Desk(PATH, {"model": "claude-sonnet-4-5", "max_tokens": 100, "messages": user("Say 'hello there'")})


def text(answered: Answered) -> str:
    assert answered.status == 200, answered.body
    return "".join(block["text"] for block in answered.body["content"])


def refused(answered: Answered) -> tuple[int, str]:
    body = answered.body
    assert body["type"] == "error"
    return answered.status, body["error"]["type"]


INVALID = (400, "invalid_request_error")


async def part_of(desk: Desk, block: Any) -> InputPart:
    """The part that a block is read to; it counts in the input."""
    words = {"type": "text", "text": "Look"}
    answered, without = [await desk.post(messages=user(content)) for content in ([words, block], [words])]
    assert answered.status == 200, answered.body
    assert answered.body["usage"]["input_tokens"] > without.body["usage"]["input_tokens"]
    return answered.ask.messages[0].parts[1]


@field("Authorization")
async def test_authorization() -> None:
    body = {"model": "m", "max_tokens": 9, "messages": user("Hi")}
    desk = Desk(PATH, body, options=Options(keys=("sk-right",)))
    assert refused(await desk.post()) == (401, "authentication_error")
    assert (await desk.post({"authorization": "Bearer sk-right"})).status == 200


@field("task.id")
async def test_task_id(desk: Desk) -> None:
    begun = (await desk.post(**later())).body
    assert begun["id"].startswith("task_")
    assert (await desk.get(f"/aiandgpu/v1/tasks/{begun['id']}")).body["id"] == begun["id"]
    again = (await desk.post(**later())).body["id"]
    assert again != begun["id"]
    assert (await desk.get(f"/aiandgpu/v1/tasks/{again}")).body["id"] == again
    assert (await desk.get("/aiandgpu/v1/tasks/task_unknown")).status == 404


@field("task.object")
async def test_task_object(desk: Desk) -> None:
    assert (await desk.post(**later())).body["object"] == "task"


@field("task.status")
async def test_task_status(desk: Desk) -> None:
    name = (await desk.post(**later())).body["id"]
    states = []
    for after in (0, 0.5, 2):
        desk.now = EPOCH + after
        states.append((await desk.get(f"/aiandgpu/v1/tasks/{name}")).body)
    assert [state["status"] for state in states] == ["pending", "processing", "success"]
    assert states[-1]["result"]["content"] == [{"type": "text", "text": "hello there"}]
    desk.script({"rules": [{"when": {"user": "break"}, "fail": "overloaded"}]})
    name = (await desk.post(messages=user("break"), **later())).body["id"]
    desk.now += 5
    failed = (await desk.get(f"/aiandgpu/v1/tasks/{name}")).body
    assert (failed["status"], failed["error"]["type"]) == ("failed", "overloaded_error")


@field("task.created_at")
async def test_task_created_at(desk: Desk) -> None:
    assert (await desk.post(**later())).body["created_at"] >= EPOCH


@field("model")
async def test_model(desk: Desk) -> None:
    assert (await desk.post(model="anything")).body["model"] == "anything"
    assert refused(await desk.post(model=None)) == INVALID


@field("messages")
async def test_messages(desk: Desk) -> None:
    talk = [*user("Hi"), {"role": "assistant", "content": "Hello"}, *user("Say 'again'")]
    answered = await desk.post(messages=talk)
    assert text(answered) == "again"
    assert len(answered.ask.messages) == 3
    assert refused(await desk.post(messages=None)) == INVALID
    assert refused(await desk.post(messages=[])) == INVALID


@field("max_tokens")
async def test_max_tokens(desk: Desk) -> None:
    body = (await desk.post(max_tokens=1)).body
    assert (body["stop_reason"], body["usage"]["output_tokens"]) == ("max_tokens", 1)
    assert refused(await desk.post(max_tokens=None)) == INVALID
    assert refused(await desk.post(max_tokens=0)) == INVALID
    assert refused(await desk.post(max_tokens=32_001)) == INVALID
    assert (await desk.post(max_tokens=32_000)).status == 200


@field("async")
async def test_async(desk: Desk) -> None:
    assert (await desk.post(**later(False))).body["type"] == "message"
    assert (await desk.post(**later())).body["object"] == "task"
    assert refused(await desk.post(stream=True, **later())) == INVALID
    assert refused(await desk.post(**later("yes"))) == INVALID


@field("stream")
async def test_stream(desk: Desk) -> None:
    chunks = (await desk.post(stream=True)).chunks
    deltas = [each["delta"]["text"] for each in chunks if each["type"] == "content_block_delta"]
    assert "".join(deltas) == "hello there"
    assert (chunks[0]["type"], chunks[-1]["type"]) == ("message_start", "message_stop")


@field("system")
async def test_system(desk: Desk) -> None:
    plain = await desk.post(system="Be brief.")
    assert plain.ask.messages[0].role == "system"
    blocks = await desk.post(system=[{"type": "text", "text": "Be brief."}])
    assert blocks.ask.messages[0] == plain.ask.messages[0]
    assert plain.body["usage"]["input_tokens"] > (await desk.post()).body["usage"]["input_tokens"]
    desk.script({"rules": [{"when": {"system": "brief"}, "say": "Aye."}]})
    assert text(await desk.post(system="Be brief.")) == "Aye."
    assert refused(await desk.post(system=7)) == INVALID


@field("temperature")
async def test_temperature(desk: Desk) -> None:
    assert (await desk.post(temperature=0.3)).ask.sampling == {"temperature": 0.3}
    desk.body["messages"] = FREE
    assert await desk.varies(text, {"temperature": 0.1}, {"temperature": 0.9})
    assert refused(await desk.post(temperature=1.1)) == INVALID


@field("top_p")
async def test_top_p(desk: Desk) -> None:
    assert (await desk.post(top_p=0.3)).ask.sampling == {"top_p": 0.3}
    desk.body["messages"] = FREE
    assert await desk.varies(text, {"top_p": 0.1}, {"top_p": 0.9})
    assert refused(await desk.post(top_p=-0.1)) == INVALID


@field("top_k")
async def test_top_k(desk: Desk) -> None:
    assert (await desk.post(top_k=3)).ask.sampling == {"top_k": 3}
    desk.body["messages"] = FREE
    assert await desk.varies(text, {"top_k": 1}, {"top_k": 40})
    assert refused(await desk.post(top_k=1.5)) == INVALID


@field("stop_sequences")
async def test_stop_sequences(desk: Desk) -> None:
    body = (await desk.post(stop_sequences=[" there"])).body
    assert body["content"] == [{"type": "text", "text": "hello"}]
    assert (body["stop_reason"], body["stop_sequence"]) == ("stop_sequence", " there")
    assert refused(await desk.post(stop_sequences="x")) == INVALID


@field("messages.role")
async def test_messages_role(desk: Desk) -> None:
    talk = [*user("Hi"), {"role": "assistant", "content": "Hello"}, *user("Bye")]
    roles = [message.role for message in (await desk.post(messages=talk)).ask.messages]
    assert roles == ["user", "assistant", "user"]
    assert refused(await desk.post(messages=[{"role": "tool", "content": "Hi"}])) == INVALID


@field("messages.content")
async def test_messages_content(desk: Desk) -> None:
    assert text(await desk.post(messages=user("Say 'plain'"))) == "plain"
    assert text(await desk.post(messages=user([{"type": "text", "text": "Say 'block'"}]))) == "block"
    assert refused(await desk.post(messages=user(7))) == INVALID


@field("content.type")
async def test_content_type(desk: Desk) -> None:
    desk.script({"rules": [{"when": {"images": 1}, "say": "I see one."}]})
    picture = {"type": "image", "source": {"type": "url", "url": "https://example.com/a.png"}}
    assert text(await desk.post(messages=user([picture]))) == "I see one."
    assert refused(await desk.post(messages=user([{"type": "video"}]))) == INVALID
    assert refused(await desk.post(messages=user([{"text": "Hi"}]))) == INVALID


@field("content.text")
async def test_content_text(desk: Desk) -> None:
    assert text(await desk.post(messages=user([{"type": "text", "text": "Say 'words'"}]))) == "words"
    assert refused(await desk.post(messages=user([{"type": "text"}]))) == INVALID


@field("content.source")
async def test_content_source(desk: Desk) -> None:
    source = {"type": "base64", "media_type": "image/png", "data": DATA}
    assert isinstance(await part_of(desk, {"type": "image", "source": source}), Image)
    for kind in ("image", "document", "file"):
        assert refused(await desk.post(messages=user([{"type": kind}]))) == INVALID


@field("content.source.type")
async def test_content_source_type(desk: Desk) -> None:
    url = {"type": "image", "source": {"type": "url", "url": "https://example.com/a.png"}}
    assert await part_of(desk, url) == Image(url="https://example.com/a.png")
    odd = {"type": "image", "source": {"type": "disk", "url": "a.png"}}
    assert refused(await desk.post(messages=user([odd]))) == INVALID


@field("content.source.media_type")
async def test_content_source_media_type(desk: Desk) -> None:
    for media_type in MEDIA:
        source = {"type": "base64", "media_type": media_type, "data": DATA}
        part = await part_of(desk, {"type": "file", "source": source})
        assert isinstance(part, Image | File)
        assert part.media_type == media_type
    source = {"type": "base64", "media_type": "video/mp4", "data": DATA}
    assert refused(await desk.post(messages=user([{"type": "file", "source": source}]))) == INVALID


@field("content.source.data")
async def test_content_source_data(desk: Desk) -> None:
    source = {"type": "base64", "media_type": "application/pdf", "data": DATA}
    part = await part_of(desk, {"type": "document", "source": source})
    assert isinstance(part, File)
    assert part.data == DATA
    spoiled = {"type": "document", "source": {**source, "data": "%%%"}}
    assert refused(await desk.post(messages=user([spoiled]))) == INVALID


@field("content.source.url")
async def test_content_source_url(desk: Desk) -> None:
    block = {"type": "document", "source": {"type": "url", "url": "https://example.com/a.pdf"}}
    part = await part_of(desk, block)
    assert isinstance(part, File)
    assert part.url == "https://example.com/a.pdf"
    assert refused(await desk.post(messages=user([{"type": "document", "source": {"type": "url"}}]))) == INVALID


@field("content type text")
async def test_type_text(desk: Desk) -> None:
    talk = [*user([{"type": "text", "text": "Hi"}]), {"role": "assistant", "content": [{"type": "text", "text": "Yo"}]}]
    assert (await desk.post(messages=[*talk, *user("Say 'well'")])).status == 200


@field("content type image")
async def test_type_image(desk: Desk) -> None:
    source = {"type": "base64", "media_type": "image/png", "data": DATA}
    assert await part_of(desk, {"type": "image", "source": source}) == Image(None, "image/png", DATA)


@field("content type document")
async def test_type_document(desk: Desk) -> None:
    source = {"type": "base64", "media_type": "text/markdown", "data": DATA}
    part = await part_of(desk, {"type": "document", "source": source})
    assert isinstance(part, File)
    assert part.media_type == "text/markdown"


@field("content type file")
async def test_type_file(desk: Desk) -> None:
    def block(media_type: str) -> Any:
        return {"type": "file", "source": {"type": "base64", "media_type": media_type, "data": DATA}}

    assert isinstance(await part_of(desk, block("image/webp")), Image)
    assert isinstance(await part_of(desk, block("text/csv")), File)


@field("content type file_data")
async def test_type_file_data(desk: Desk) -> None:
    part = await part_of(desk, {"type": "file_data", "media_type": "text/csv", "data": DATA})
    assert isinstance(part, File)
    assert (part.media_type, part.data) == ("text/csv", DATA)
    assert refused(await desk.post(messages=user([{"type": "file_data", "data": DATA}]))) == INVALID
