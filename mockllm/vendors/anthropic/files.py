"""Anthropic's files: upload, list, retrieve, download, delete.

Specification: https://platform.claude.com/docs/en/build-with-claude/files
"""

import base64
import binascii
from collections.abc import Mapping

from msgspec import Struct

from mockllm.errors import Failure
from mockllm.exchange import Reply
from mockllm.session import Slot
from mockllm.stamp import BASE58
from mockllm.vendors.anthropic import rates
from mockllm.vendors.anthropic.paging import limit_of
from mockllm.vendors.anthropic.replies import instant, json_reply, success_headers
from mockllm.vendors.kinds import Route, World
from mockllm.vendors.queries import values
from mockllm.vendors.stored import Shelf
from mockllm.wire import JsonObject
from mockllm.wire.listings import Page, Window, anthropic_page, page
from mockllm.wire.multipart import BINARY, Part, parse
from mockllm.wire.tolerant import digits

__all__ = ["FILES", "ROUTES", "Stored", "delete_file", "download_file", "list_files", "retrieve_file", "upload_file"]

LARGEST = 500 << 20
CURSOR = "page_"
TYPES: Mapping[str, str] = {
    "csv": "text/csv",
    "gif": "image/gif",
    "htm": "text/html",
    "html": "text/html",
    "jpeg": "image/jpeg",
    "jpg": "image/jpeg",
    "json": "application/json",
    "md": "text/markdown",
    "pdf": "application/pdf",
    "png": "image/png",
    "txt": "text/plain",
    "webp": "image/webp",
    "xml": "text/xml",
}
"""What a file is by the end of its name, where the form does not tell."""


class Stored(Struct, frozen=True):
    """An uploaded file. `created` is what it says, `at` is on the session's clock; both and `lifetime` in seconds."""

    id: str
    name: str
    media_type: str
    data: bytes
    created: int
    at: float
    lifetime: int | None = None


LONGEST = 10 * 365 * 24 * 3_600
"""For how many seconds a file may be asked to stay, so that its end has a date."""
FILES: Slot[Shelf[Stored]] = Slot("anthropic.files", lambda: Shelf(1_000, 64 << 20))


def upload_file(world: World) -> Reply:
    """Take in the `file` of a form."""
    try:
        parts = {part.name: part for part in parse(world.raw.body, world.raw.headers.get("content-type", ""))}
    except ValueError as error:
        return world.vendor.refuse(Failure("invalid_request", f"The request body is not a valid form: {error}"), world)
    if "file" not in parts:
        return world.vendor.refuse(Failure("invalid_request", "file: Field required"), world)
    lifetime = parts.get("expires_in_seconds")
    seconds = None if lifetime is None else digits(lifetime.data.decode("latin-1").strip())
    if lifetime is not None and (seconds is None or not 0 < seconds <= LONGEST) and not world.options.lenient:
        said = "Input should be a valid integer" if seconds is None else f"Input should be from 1 to {LONGEST}"
        return world.vendor.refuse(Failure("invalid_request", f"expires_in_seconds: {said}"), world)
    stored = _stored(world, parts["file"], None if seconds is None else min(seconds, LONGEST))
    world.session.slot(FILES).put(stored.id, stored, len(stored.data))
    return json_reply(world, _entry(stored))


def list_files(world: World) -> Reply:
    """A page of files, newest first: after an id or a cursor, before an id, or of some ids alone."""
    limit = limit_of(world)
    if isinstance(limit, Failure):
        return world.vendor.refuse(limit, world)
    query, wanted = world.raw.query, values(world, "ids")
    found = [each for each in world.session.slot(FILES).all() if not _expired(each, world)]
    entries = [_entry(each) for each in found if not wanted or each.id in wanted]
    after = _after(query["page"]) if "page" in query else query.get("after_id")
    shown = page(entries, Window(limit, after, query.get("before_id"), newest_first=True))
    if shown is None and not world.options.lenient:
        return world.vendor.refuse(Failure("invalid_request", "The page's cursor names no file."), world)
    part = shown or Page()
    cursor = (
        CURSOR + base64.urlsafe_b64encode(part.entries[-1]["id"].encode()).decode()
        if part.more and part.entries
        else None
    )
    return json_reply(world, {**anthropic_page(part), "next_page": cursor})


def retrieve_file(world: World) -> Reply:
    """What a file is."""
    stored = _find(world)
    return world.vendor.refuse(stored, world) if isinstance(stored, Failure) else json_reply(world, _entry(stored))


def download_file(world: World) -> Reply:
    """The bytes of a file. Only what a tool made can be downloaded, so in strict mode what was uploaded is refused."""
    stored = _find(world)
    if isinstance(stored, Failure):
        return world.vendor.refuse(stored, world)
    if not world.options.lenient:
        message = f"File `{stored.id}` is not downloadable."
        return world.vendor.refuse(Failure("invalid_request", message, code="file_not_downloadable"), world)
    headers = success_headers(world.stamp, content_type=stored.media_type, limits=False)
    return Reply(200, headers, stored.data, chunked=True)


def delete_file(world: World) -> Reply:
    """Forget a file."""
    stored = _find(world)
    if isinstance(stored, Failure):
        return world.vendor.refuse(stored, world)
    world.session.slot(FILES).take(stored.id)
    return json_reply(world, {"id": stored.id, "type": "file_deleted"})


def _stored(world: World, part: Part, lifetime: int | None) -> Stored:
    name = part.filename or "upload"
    kind = TYPES.get(name.rpartition(".")[2].lower(), BINARY) if part.media_type == BINARY else part.media_type
    return Stored(
        id=world.stamp.id("file", "file_011C", BASE58, 20),
        name=name,
        media_type=kind,
        data=part.data,
        created=world.stamp.at(),
        at=world.now,
        lifetime=lifetime,
    )


def _entry(stored: Stored) -> JsonObject:
    shown: JsonObject = {
        "type": "file",
        "id": stored.id,
        "size_bytes": len(stored.data),
        "created_at": instant(stored.created).replace("Z", ".000000Z"),
        "filename": stored.name,
        "mime_type": stored.media_type,
        "downloadable": False,
    }
    if stored.lifetime is not None:
        shown["expires_at"] = instant(stored.created + stored.lifetime)
    return shown


def _find(world: World) -> Stored | Failure:
    name = world.params["file"]
    found = world.session.slot(FILES).get(name)
    if found is not None and not _expired(found, world):
        return found
    if world.options.lenient:
        return Stored(name, "sample.txt", "text/plain", b"Example data", world.stamp.at(), world.now)
    if found is not None:
        return Failure("not_found", f"File `{name}` has expired.", code="file_expired")
    return Failure("not_found", f"File `{name}` not found.")


def _expired(stored: Stored, world: World) -> bool:
    return stored.lifetime is not None and world.now >= stored.at + stored.lifetime


def _after(cursor: str) -> str:
    """The id in a page's cursor; one that is none names no file."""
    try:
        return base64.urlsafe_b64decode(cursor.removeprefix(CURSOR).encode()).decode()
    except (binascii.Error, ValueError):
        return cursor


TOLL = rates.alone("files")
ROUTES = (
    Route("POST", "/v1/files", "files.upload", upload_file, reads_json=False, limit=LARGEST, toll=TOLL),
    Route("GET", "/v1/files", "files.list", list_files, reads_json=False, toll=TOLL),
    Route("GET", "/v1/files/{file}", "files.retrieve", retrieve_file, reads_json=False, toll=TOLL),
    Route("GET", "/v1/files/{file}/content", "files.download", download_file, reads_json=False, toll=TOLL),
    Route("DELETE", "/v1/files/{file}", "files.delete", delete_file, reads_json=False, toll=TOLL),
)
