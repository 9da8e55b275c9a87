"""Small PDF files for tests, one text a page."""

import zlib

__all__ = ["pdf"]


def pdf(*pages: str, packed: bool = True, header: str = "") -> bytes:
    """A PDF of these pages; `packed` deflates what they show, `header` stands in the page's dictionary."""
    objects = [b"<< /Type /Catalog /Pages 2 0 R >>"]
    kids = " ".join(f"{3 + 2 * number} 0 R" for number in range(len(pages)))
    objects.append(f"<< /Type /Pages /Kids [{kids}] /Count {len(pages)} >>".encode())
    for number, text in enumerate(pages):
        shown = text.replace("\\", "\\\\").replace("(", "\\(").replace(")", "\\)")
        content = f"BT /F1 12 Tf 72 720 Td ({shown}) Tj ET".encode("latin-1")
        objects.append(f"<< /Type /Page /Parent 2 0 R {header} /Contents {4 + 2 * number} 0 R >>".encode())
        objects.append(stream(content, packed=packed))
    return b"%PDF-1.4\n" + b"".join(b"%d 0 obj\n%s\nendobj\n" % pair for pair in enumerate(objects, 1)) + b"%%EOF\n"


def stream(content: bytes, *, packed: bool = True, words: bytes = b"") -> bytes:
    """A stream object with its dictionary."""
    data = zlib.compress(content) if packed else content
    coding = b" /Filter /FlateDecode" if packed else b""
    return b"<< /Length %d%s%s >>\nstream\n%s\nendstream" % (len(data), coding, words, data)
