"""Forms with files, as bytes: multipart/form-data.

Follows RFC 7578 over RFC 2046, section 5.1.
"""

from email.message import Message
from email.utils import collapse_rfc2231_value

from msgspec import Struct

__all__ = ["Part", "parse"]

LINE = b"\r\n"
PLAIN = "text/plain"
BINARY = "application/octet-stream"


class Part(Struct, frozen=True):
    """One field of a form; a file has a name, and a type that is guessed where none was given."""

    name: str
    data: bytes
    filename: str | None = None
    media_type: str = PLAIN


def parse(body: bytes, content_type: str) -> list[Part]:
    """The fields of a form, in order. Raises ValueError where it is not one."""
    header = Message()
    header["content-type"] = content_type
    boundary = header.get_boundary()
    if header.get_content_type() != "multipart/form-data" or not boundary:
        raise ValueError("not multipart/form-data with a boundary")
    delimiter = b"--" + boundary.encode("latin-1", "replace")
    first, *rest = (LINE + body).split(LINE + delimiter)
    if not rest or first.strip() or not rest[-1].startswith(b"--"):
        raise ValueError("the form does not begin or end with its boundary")
    return [_part(each) for each in rest[:-1]]


def _part(block: bytes) -> Part:
    head, gap, data = block.lstrip(b" \t").partition(LINE + LINE)
    if not gap:
        raise ValueError("a field of the form has no end of its headers")
    header = Message()
    for line in head.decode("utf-8", "replace").split("\r\n"):
        key, _, value = line.partition(":")
        if value:
            header[key.strip()] = value.strip()
    name = header.get_param("name", header="content-disposition")
    if name is None:
        raise ValueError("a field of the form has no name")
    filename = header.get_filename()
    given = header.get_content_type() if "content-type" in header else None
    return Part(collapse_rfc2231_value(name), data, filename, given or (PLAIN if filename is None else BINARY))
