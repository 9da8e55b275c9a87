"""Anthropic's files over their endpoints."""

import json
from typing import Any

import pytest
from anthropic.types import DeletedFile, FileMetadata

from mockllm.session import Session
from mockllm.stamp import EPOCH
from mockllm.vendors.anthropic import files as f
from mockllm.vendors.anthropic.models import find
from mockllm.vendors.kinds import Handler, World
from tests.vendors.worlds import stamp_of, told, vendor, world

ANTHROPIC = vendor(find, "anthropic")
KIND = {"content-type": "multipart/form-data; boundary=b"}


def _form(name: str, data: bytes, **fields: str) -> bytes:
    blocks = [f'Content-Disposition: form-data; name="file"; filename="{name}"\r\n\r\n'.encode() + data]
    blocks += [f'Content-Disposition: form-data; name="{key}"\r\n\r\n{value}'.encode() for key, value in fields.items()]
    return b"".join(b"--b\r\n" + block + b"\r\n" for block in blocks) + b"--b--\r\n"


def _upload(session: Session, name: str = "a.pdf", data: bytes = b"%PDF", **fields: str) -> dict[str, Any]:
    where = world(ANTHROPIC, session=session, headers=KIND, raw=_form(name, data, **fields), stamp=stamp_of(name))
    status, shown = told(f.upload_file, where)
    assert status == 200
    FileMetadata.model_validate_json(json.dumps(shown), strict=True)
    assert isinstance(shown, dict)
    return shown


def _at(session: Session, name: str = "", now: float = EPOCH, *, lenient: bool = False, **query: str) -> World:
    return world(ANTHROPIC, session=session, params={"file": name}, query=query, now=now, lenient=lenient)


def test_an_upload_is_described_as_on_the_wire() -> None:
    shown = _upload(Session("s"), data=b"12345")
    assert list(shown) == ["type", "id", "size_bytes", "created_at", "filename", "mime_type", "downloadable"]
    assert shown["id"].startswith("file_011C")
    assert (shown["size_bytes"], shown["filename"], shown["mime_type"]) == (5, "a.pdf", "application/pdf")
    assert shown["created_at"].endswith(".000000Z")


@pytest.mark.parametrize(("name", "kind"), [("a.CSV", "text/csv"), ("a", "application/octet-stream")])
def test_a_type_follows_from_the_name(name: str, kind: str) -> None:
    assert _upload(Session("s"), name)["mime_type"] == kind


def test_a_file_is_shown_and_deleted() -> None:
    session = Session("s")
    made = _upload(session)
    assert told(f.retrieve_file, _at(session, made["id"]))[1] == made
    _, gone = told(f.delete_file, _at(session, made["id"]))
    assert DeletedFile.model_validate(gone, strict=True).type == "file_deleted"
    status, shown = told(f.retrieve_file, _at(session, made["id"]))
    assert (status, shown["error"]["message"]) == (404, f"File `{made['id']}` not found.")


def test_files_are_listed_newest_first_by_cursor_and_by_id() -> None:
    session = Session("s")
    names = [_upload(session, f"{number}.txt")["id"] for number in range(5)][::-1]
    _, shown = told(f.list_files, _at(session, limit="2"))
    assert [each["id"] for each in shown["data"]] == names[:2]
    assert (shown["has_more"], shown["first_id"], shown["last_id"]) == (True, names[0], names[1])
    _, second = told(f.list_files, _at(session, limit="2", page=shown["next_page"]))
    assert [each["id"] for each in second["data"]] == names[2:4]
    _, last = told(f.list_files, _at(session, after_id=second["last_id"]))
    assert ([each["id"] for each in last["data"]], last["next_page"]) == (names[4:], None)


def test_a_file_expires_on_the_sessions_clock() -> None:
    session = Session("s")
    made = _upload(session, expires_in_seconds="60")
    assert made["expires_at"] > made["created_at"]
    assert told(f.retrieve_file, _at(session, made["id"], EPOCH + 59))[0] == 200
    status, shown = told(f.retrieve_file, _at(session, made["id"], EPOCH + 60))
    assert (status, shown["error"]["code"]) == (404, "file_expired")
    assert told(f.list_files, _at(session, now=EPOCH + 60))[1]["data"] == []


def test_what_was_uploaded_cannot_be_downloaded_unless_lenient() -> None:
    session = Session("s")
    name = _upload(session, "a.bin", b"\x00\xff")["id"]
    status, shown = told(f.download_file, _at(session, name))
    assert (status, shown["error"]["code"]) == (400, "file_not_downloadable")
    reply = f.download_file(_at(session, name, lenient=True))
    assert reply.body == b"\x00\xff"


@pytest.mark.parametrize(
    ("headers", "raw", "message"),
    [
        ({}, b"{}", "The request body is not a valid form"),
        (KIND, b"--b--\r\n", "file: Field required"),
    ],
)
def test_a_bad_upload_is_refused(headers: dict[str, str], raw: bytes, message: str) -> None:
    status, shown = told(f.upload_file, world(ANTHROPIC, headers=headers, raw=raw))
    assert status == 400
    assert shown["error"]["message"].startswith(message)


@pytest.mark.parametrize("query", [{"limit": "0"}, {"page": "page_x"}, {"page": "page_\xff"}, {"after_id": "file_x"}])
def test_a_bad_page_is_refused_unless_lenient(query: dict[str, str]) -> None:
    session = Session("s")
    _upload(session)
    assert told(f.list_files, world(ANTHROPIC, session=session, query=query))[0] == 400
    assert told(f.list_files, world(ANTHROPIC, session=session, query=query, lenient=True))[0] == 200


ONE: list[Handler] = [f.retrieve_file, f.delete_file]


@pytest.mark.parametrize("handler", ONE)
def test_lenient_any_file_is_there(handler: Handler) -> None:
    assert told(handler, _at(Session("s"), "file_id"))[0] == 404
    assert told(handler, _at(Session("s"), "file_id", lenient=True))[0] == 200
    assert f.download_file(_at(Session("s"), "file_id")).status == 404
