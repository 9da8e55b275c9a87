"""The text of PDF pages: what plain means can read, and nothing where they cannot."""

from base64 import a85encode, b64encode

import pytest

from mockllm.fake.pages import pages
from tests.fake.papers import pdf, stream


def read(paper: bytes) -> tuple[str, ...]:
    return pages(b64encode(paper).decode())


def shown(content: bytes) -> str:
    """The text of a page with this content."""
    return read(pdf("x", packed=False).replace(b"BT /F1 12 Tf 72 720 Td (x) Tj ET", content))[0]


@pytest.mark.parametrize("packed", [True, False])
def test_each_page_has_its_text_in_order(packed: bool) -> None:
    assert read(pdf("One (of two).", "Café \\ two", packed=packed)) == ("One (of two).", "Café \\ two")


@pytest.mark.parametrize(
    ("content", "text"),
    [
        (b"[(Wor) -20 (d) -333 (two)] TJ", "Word two"),
        (b"(a) Tj T* (b) ' 1 2 (c) \"", "a b c"),
        (b"<48 69> Tj", "Hi"),
        (b"<484> Tj", "H@"),
        (
            rb"(\050a\051 \(b\) \\ c\
d) Tj",
            "(a) (b) \\ cd",
        ),
        (b"(half", ""),
        (b"/Name gs 1 0 0 1 0 0 cm", ""),
    ],
)
def test_operators_that_show_text(content: bytes, text: str) -> None:
    assert shown(content) == text


def test_letters_with_numbers_of_their_own_are_no_text() -> None:
    assert shown(b"<00480069> Tj") == ""


def test_mac_letters_and_ligatures_are_read() -> None:
    paper = pdf("\xdele", header="/Encoding /MacRomanEncoding")

    assert read(paper) == ("file",)


def test_streams_in_ascii_and_in_pictures() -> None:
    coded = a85encode(b"(Hi) Tj") + b"~>"
    paper = pdf("x", packed=False)
    old = paper[paper.index(b"4 0 obj") : paper.index(b"%%EOF")]

    def with_stream(words: bytes, data: bytes) -> bytes:
        return paper.replace(old, b"4 0 obj\n" + stream(data, packed=False, words=words) + b"\nendobj\n")

    assert read(with_stream(b" /Filter /ASCII85Decode", coded)) == ("Hi",)
    assert read(with_stream(b" /Filter [/ASCIIHexDecode]", b"28486929546a>")) == ("Hi",)
    assert read(with_stream(b" /Filter /DCTDecode", b"(Hi) Tj")) == ("",)
    assert read(with_stream(b" /Filter /FlateDecode", b"no")) == ("",)


def test_objects_in_streams_are_found() -> None:
    content = stream(b"(Hi) Tj", packed=True)
    inner = [b"<< /Type /Catalog /Pages 2 0 R >>", b"<< /Kids [3 0 R] >>", b"<< /Type /Page /Contents 9 0 R >>"]
    starts = [sum(map(len, inner[:number])) for number in range(3)]
    head = " ".join(f"{number} {start}" for number, start in enumerate(starts, 1)).encode()
    words = b" /Type /ObjStm /N 3 /First %d" % len(head)
    packed = stream(head + b"".join(inner), words=words)

    assert read(b"%%PDF-1.5\n9 0 obj\n%s\nendobj\n8 0 obj\n%s\nendobj\n" % (content, packed)) == ("Hi",)


@pytest.mark.parametrize(
    "paper", [b"", b"%PDF-1.4 x", b"1 0 obj << /Type /Catalog /Pages 1 0 R /Kids [1 0 R] >> endobj"]
)
def test_what_is_no_tree_of_pages_has_none(paper: bytes) -> None:
    assert read(paper) == ()


def test_what_is_no_base64_has_no_pages() -> None:
    assert pages("abc") == pages("é") == ()


@pytest.mark.parametrize("number", [b"9" * 5_000, b"0"])
def test_a_broken_stream_of_objects_holds_none(number: bytes) -> None:
    paper = b"1 0 obj <</Type /ObjStm /First %b>> stream\n%b 0\nendstream endobj" % (number, b"9" * 5_000)

    assert read(paper) == ()


def test_a_tree_of_pages_may_be_as_deep_as_it_likes() -> None:
    nodes = b"".join(b"%d 0 obj <</Kids [%d 0 R]>> endobj " % (number, number + 1) for number in range(2, 3_000))
    page = b"3000 0 obj <</Contents 3001 0 R>> endobj 3001 0 obj <<>> stream\n(Hi) Tj\nendstream endobj"

    assert read(b"1 0 obj <</Type /Catalog /Pages 2 0 R>> endobj " + nodes + page) == ("Hi",)
