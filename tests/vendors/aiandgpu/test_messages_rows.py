"""The documented fields of AIandGPU's Messages, one outside of each range."""

from typing import Any

import pytest
from hypothesis import given

from mockllm.vendors.aiandgpu.messages_rows import MEDIA, ROWS
from tests.vendors.asked import Asked, anyone, spoiled

MESSAGES = Asked(ROWS, anyone)


def _body(**change: Any) -> dict[str, Any]:
    return {"model": "m", "max_tokens": 4096, "messages": [{"role": "user", "content": "Hi"}], **change}


def _said(*blocks: Any) -> dict[str, Any]:
    return _body(messages=[{"role": "user", "content": list(blocks)}])


def _source(media: str = "application/pdf", data: str = "AAAA") -> dict[str, str]:
    return {"type": "base64", "media_type": media, "data": data}


KINDS = (
    "'application/pdf', 'text/plain', 'text/markdown', 'text/csv', 'image/png', 'image/jpeg', 'image/gif' or "
    "'image/webp'"
)


@pytest.mark.parametrize(
    ("body", "message"),
    [
        (_body(model=""), "model: String should have at least 1 character"),
        (_body(messages=[]), "messages: List should have at least 1 item after validation, not 0"),
        (_body(max_tokens=0), "max_tokens: Input should be greater than or equal to 1"),
        (_body(max_tokens=32_001), "max_tokens: Input should be less than or equal to 32000"),
        (_body(**{"async": "yes"}), "async: Input should be a valid boolean"),
        (_body(**{"async": True}, stream=True), "async: only supported for non-streaming requests"),
        (_body(stream=1), "stream: Input should be a valid boolean"),
        (_body(system=7), "system: Input should be a valid list"),
        (_body(temperature=1.1), "temperature: Input should be less than or equal to 1"),
        (_body(top_p=-0.1), "top_p: Input should be greater than or equal to 0"),
        (_body(top_k=1.5), "top_k: Input should be a valid integer"),
        (_body(stop_sequences="x"), "stop_sequences: Input should be a valid list"),
        (
            _body(messages=[{"role": "system", "content": "x"}]),
            "messages.0.role: Input should be 'user' or 'assistant'",
        ),
        (_body(messages=[{"role": "user"}]), "messages.0.content: Field required"),
        (
            _said({"type": "video"}),
            (
                "messages.0.content.0: Input tag 'video' found using 'type' does not match any of the expected tags: "
                "'document', 'file', 'file_data', 'image', 'text'"
            ),
        ),
        (_said({"type": "text"}), "messages.0.content.0.text.text: Field required"),
        (_said({"type": "file"}), "messages.0.content.0.file.source: Field required"),
        (
            _said({"type": "image", "source": _source("image/bmp")}),
            f"messages.0.content.0.image.source.base64.media_type: Input should be {KINDS}",
        ),
        (
            _said({"type": "image", "source": {"type": "url", "url": "a.png"}}),
            "messages.0.content.0.image.source.url.url: String should match pattern '(https?://|data:)\\S+'",
        ),
        (_body(system=[{"text": "x"}]), "system.0.type: Field required"),
        (_said({"type": "tool_result"}), "messages.0.content.0.tool_result.tool_use_id: Field required"),
        (
            _said({"type": "document", "source": _source(data="!")}),
            "messages.0.content.0.document.source.base64.data: invalid base64 data",
        ),
        (
            _said({"type": "file", "source": {"type": "url"}}),
            "messages.0.content.0.file.source.url.url: Field required",
        ),
        (
            _said({"type": "file_data", "media_type": "text/csv"}),
            "messages.0.content.0.file_data.data: Field required",
        ),
    ],
)
def test_a_field_is_refused(body: dict[str, Any], message: str) -> None:
    assert MESSAGES.refusal(body) == (400, message, None, None)


@pytest.mark.parametrize("name", ["model", "messages", "max_tokens"])
def test_a_field_is_required(name: str) -> None:
    body = {key: value for key, value in _body().items() if key != name}
    assert MESSAGES.refusal(body) == (400, f"{name}: Field required", None, None)


@pytest.mark.parametrize("media", MEDIA)
@pytest.mark.parametrize("kind", ["image", "document", "file"])
def test_every_media_type_is_accepted(kind: str, media: str) -> None:
    block = {"type": kind, "source": _source(media)}
    assert MESSAGES.refusal(_said(block, {"type": "file_data", "media_type": media, "data": "AAAA"})) is None


@pytest.mark.parametrize(
    "change",
    [
        {"async": True, "max_tokens": 32_000, "temperature": 1.0, "top_k": 40, "stop_sequences": ["x"], "zzz": 1},
        {"system": [{"type": "text", "text": "x"}], "stream": True, "async": False},
        {
            "messages": [
                {"role": "user", "content": "Weather?"},
                {
                    "role": "assistant",
                    "content": [
                        {"type": "thinking", "thinking": "Hm.", "signature": "x"},
                        {"type": "tool_use", "id": "t", "name": "f", "input": {}},
                    ],
                },
                {"role": "user", "content": [{"type": "tool_result", "tool_use_id": "t", "content": "Sun."}]},
            ]
        },
        {
            "messages": [
                {"role": "user", "content": [{"type": "file", "source": {"type": "url", "url": "https://x.y"}}]}
            ]
        },
    ],
)
def test_a_request_is_accepted(change: dict[str, Any]) -> None:
    assert MESSAGES.refusal(_body(**change)) is None


@given(
    spoiled(
        _said({"type": "file", "source": _source()}, {"type": "file_data", "media_type": "text/csv", "data": "AAAA"})
    )
)
def test_no_body_breaks_the_checks(body: dict[str, Any]) -> None:
    MESSAGES.refusal(body)
