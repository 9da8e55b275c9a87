"""The text of a PDF's pages, as far as plain means find it: streams deflated or not, fonts in the usual encodings.

Specification: ISO 32000-1. Pages whose fonts number their letters in a way of their own have no text here.
"""

import re
import zlib
from base64 import a85decode, b64decode
from collections.abc import Callable, Iterator, Mapping
from functools import lru_cache
from itertools import islice
from unicodedata import normalize

__all__ = ["pages"]

MOST_PAGES = 64
MOST_READ = 16 << 20
"""How many bytes of a file, and of any stream in it, are read."""
GAP = -200
"""From here on, in thousandths of the font's size, a move to the right is a space between words."""
_OBJECT = re.compile(rb"\b(\d{1,8})\s+\d{1,5}\s+obj\b(.*?)\bendobj\b", re.DOTALL)
_STREAM = re.compile(rb"\bstream\r?\n(.*?)\r?\n?endstream\b", re.DOTALL)
_FILTER = re.compile(rb"/(?:FlateDecode|ASCII85Decode|ASCIIHexDecode|LZWDecode|DCTDecode|\w+Decode)\b")
_REFERENCE = re.compile(rb"\b(\d{1,8})\s+\d{1,5}\s+R\b")
_TOKEN = re.compile(
    rb"\((?P<text>(?:[^()\\]|\\.|\((?:[^()\\]|\\.)*\))*)\)|<(?P<hex>[0-9A-Fa-f\s]*)>|(?P<number>-?\d+\.?\d*|-?\.\d+)"
    rb"|/[^\s/\[\]()<>]+|(?P<word>[A-Za-z]+[*0-9]*|['\"])",
    re.DOTALL,
)
_ESCAPE = re.compile(rb"\\(?:([0-7]{1,3})|\r?\n|(.))", re.DOTALL)
_ESCAPED = {b"n": b"\n", b"r": b"\r", b"t": b"\t", b"b": b" ", b"f": b" "}
_MOVES = frozenset({b"Td", b"TD", b"Tm", b"T*", b"ET", b"'", b'"'})
_SHOWS = frozenset({b"Tj", b"TJ", b"'", b'"'})
_DECODERS: Mapping[bytes, Callable[[bytes], bytes]] = {
    b"/FlateDecode": lambda data: zlib.decompressobj().decompress(data, MOST_READ),
    b"/ASCII85Decode": lambda data: a85decode(data.strip().removesuffix(b"~>")),
    b"/ASCIIHexDecode": lambda data: bytes.fromhex(data.decode("ascii").strip().removesuffix(">")),
}
Objects = dict[int, bytes]


@lru_cache(maxsize=16)
def pages(data: str) -> tuple[str, ...]:
    """The text of each page of a PDF in base64, white space made one space; empty where there is none to be read."""
    try:
        raw = b64decode(data)[:MOST_READ]
    except ValueError:
        return ()
    objects: Objects = {int(found[1]): found[2] for found in _OBJECT.finditer(raw)}
    for packed in [each for each in objects.values() if b"/ObjStm" in each]:
        objects.update(_unpacked(packed))
    root = next((each for each in objects.values() if re.search(rb"/Type\s*/Catalog\b", each)), b"")
    found = islice(_leaves(_referred(root, b"Pages"), objects), MOST_PAGES)
    return tuple(_page(page, objects) for page in found)


def _unpacked(packed: bytes) -> Objects:
    """The objects in a stream of objects: pairs of number and place, then the objects."""
    data = _decoded(packed)
    first = re.search(rb"/First\s+(\d{1,8})\b", packed)
    numbers = [int(each) for each in re.findall(rb"\d{1,8}", data[: int(first[1])])] if first else []
    if not first or not numbers or len(numbers) % 2:
        return {}
    starts = [int(first[1]) + place for place in numbers[1::2]]
    ends = [*starts[1:], len(data)]
    return {number: data[a:b] for number, a, b in zip(numbers[::2], starts, ends, strict=True)}


def _leaves(numbers: list[int], objects: Objects) -> Iterator[bytes]:
    """The pages below some nodes of the tree, in order."""
    seen: set[int] = set()
    left = numbers[::-1]
    while left:
        number = left.pop()
        if number in seen:
            continue
        seen.add(number)
        node = objects.get(number, b"")
        if b"/Kids" in node:
            left += reversed(_referred(node, b"Kids"))
        else:
            yield node


def _referred(dictionary: bytes, key: bytes) -> list[int]:
    """The objects that a key refers to, one or a list."""
    found = re.search(rb"/%s\s*(\[[^\]]*\]|\d+\s+\d+\s+R)" % key, dictionary)
    return [int(each) for each in _REFERENCE.findall(found[1])] if found else []


def _page(page: bytes, objects: Objects) -> str:
    shown = b" ".join(_shown(_decoded(objects.get(number, b""))) for number in _referred(page, b"Contents"))
    encoding = "mac_roman" if any(b"/MacRomanEncoding" in each for each in objects.values()) else "cp1252"
    text = " ".join(normalize("NFKC", shown.decode(encoding, "replace")).split())
    return text if text.isprintable() and "\ufffd" not in text else ""


def _decoded(item: bytes) -> bytes:
    """What a stream holds; nothing where its coding is none of text."""
    found = _STREAM.search(item)
    if found is None:
        return b""
    data = found[1]
    for name in _FILTER.findall(item[: found.start()]):
        decode = _DECODERS.get(name)
        if decode is None:
            return b""
        try:
            data = decode(data)
        except (ValueError, zlib.error):
            return b""
    return data


def _shown(content: bytes) -> bytes:
    """The texts that a page shows, with spaces where it moves on."""
    out: list[bytes] = []
    waiting: list[bytes] = []
    for token in _TOKEN.finditer(content):
        if token["text"] is not None:
            waiting.append(_ESCAPE.sub(_escaped, token["text"]))
        elif token["hex"] is not None:
            digits = b"".join(token["hex"].split()).decode("ascii")
            waiting.append(bytes.fromhex(digits + "0" * (len(digits) % 2)))
        elif token["number"] is not None:
            waiting.extend([b" "] * (float(token["number"]) < GAP and bool(waiting)))
        elif token["word"] is not None:
            out.extend([b" "] * (token["word"] in _MOVES))
            out.extend(waiting if token["word"] in _SHOWS else ())
            waiting.clear()
    return b"".join(out)


def _escaped(match: re.Match[bytes]) -> bytes:
    octal, letter = match.groups()
    if octal is not None:
        return bytes((int(octal, 8) & 255,))
    return _ESCAPED.get(letter, letter) if letter is not None else b""
