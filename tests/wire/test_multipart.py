"""Forms with files."""

import pytest

from mockllm.wire.multipart import Part, parse

KIND = 'multipart/form-data; boundary="a b"'


def _form(*blocks: bytes) -> bytes:
    return b"".join(b"--a b\r\n" + block + b"\r\n" for block in blocks) + b"--a b--\r\n"


def test_a_file_keeps_its_bytes() -> None:
    data = bytes(range(256)) + b"\r\n--a \n\r\r\n"
    block = b'Content-Disposition: form-data; name="file"; filename="a.bin"\r\nContent-Type: image/png\r\n\r\n' + data
    assert parse(_form(block), KIND) == [Part("file", data, "a.bin", "image/png")]


def test_fields_come_in_order_and_may_be_empty() -> None:
    blocks = [b'Content-Disposition: form-data; name="%b"\r\n\r\n%b' % pair for pair in ((b"a", b"1"), (b"b", b""))]
    assert parse(_form(*blocks), KIND) == [Part("a", b"1"), Part("b", b"")]


@pytest.mark.parametrize(
    ("disposition", "name"),
    [
        ('form-data; name="file"; filename="na\u00efve \\"x\\".txt"', 'na\u00efve "x".txt'),
        ("form-data; name=file; filename*=utf-8''na%C3%AFve.txt", "na\u00efve.txt"),
        ('form-data; name="file"; filename=""', ""),
    ],
)
def test_names_may_be_written_in_several_ways(disposition: str, name: str) -> None:
    (part,) = parse(_form(f"content-disposition: {disposition}\r\n\r\nx".encode()), KIND)
    assert (part.name, part.filename or "") == ("file", name)


def test_a_file_without_a_type_is_just_bytes() -> None:
    (part,) = parse(_form(b'Content-Disposition: form-data; name="file"; filename="a"\r\n\r\nx'), KIND)
    assert part.media_type == "application/octet-stream"


def test_an_empty_form_has_no_fields() -> None:
    assert parse(b"--a b--\r\n", KIND) == []


@pytest.mark.parametrize(
    ("body", "kind", "why"),
    [
        (b"", KIND, "begin or end"),
        (b"x", "application/json", "not multipart"),
        (b"x", "multipart/form-data", "not multipart"),
        (b"junk--a b--", KIND, "begin or end"),
        (b"--a b\r\nContent-Disposition: form-data; name=a\r\n\r\nx", KIND, "begin or end"),
        (_form(b"no headers"), KIND, "no end of its headers"),
        (_form(b"X: y\r\n\r\nz"), KIND, "no name"),
    ],
)
def test_what_is_no_form_is_refused(body: bytes, kind: str, why: str) -> None:
    with pytest.raises(ValueError, match=why):
        parse(body, kind)
