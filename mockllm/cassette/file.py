"""Cassette files: read whole, rewritten through a temporary file.

Reading never changes a file. An item that a killed recorder left half written is the last one; it is left out, and the
cassette says so.
"""

import contextlib
import gc
import gzip
import json
import os
import re
import tempfile
import zlib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import yaml
from msgspec import Struct

from mockllm.cassette import dialect, flavours, layout
from mockllm.cassette.exchange import Exchange
from mockllm.errors import MockLLMError

__all__ = ["Cassette", "load", "loads", "reason", "rewrite", "told", "within"]

_GZIP = b"\x1f\x8b"
_NAME = re.compile(r"^[^.].*\.(?:ya?ml|json|har)(?:\.gz)?$")
_SHA256 = 64
_CONFLICT = re.compile(rb"^<{7} ", re.MULTILINE)
_SEALED = re.compile(rb"\n *body_sha256: '?[0-9a-f]{64}'?\n\Z")


class Cassette(Struct, frozen=True):
    """The exchanges of a file, in order.

    `notices` tell what the reader had to pass over. `good` is how many bytes of the file are whole. `ours` says that
    the file has our layout, so that items may be appended.
    """

    path: str
    exchanges: tuple[Exchange, ...]
    notices: tuple[str, ...] = ()
    good: int = 0
    ours: bool = False


def load(path: str | os.PathLike[str]) -> Cassette:
    """Read a cassette. Raises MockLLMError, naming file and line, where it is not one."""
    where = told(path)
    try:
        content = Path(path).read_bytes()
        if content.startswith(_GZIP):
            content = gzip.decompress(content)
    except (OSError, EOFError, zlib.error) as error:
        raise MockLLMError(f"{where}: cannot read the cassette: {reason(error)}.") from error
    return loads(content, where)


def within(path: str | os.PathLike[str]) -> list[str]:
    """The cassettes that a path stands for: itself, or all in a folder and those below it, by name.

    Raises MockLLMError for a folder without any.
    """
    folder = Path(path)
    if not folder.is_dir():
        return [os.fspath(path)]
    found = [each for each in folder.rglob("*") if _NAME.search(each.name) and each.is_file()]
    if not found:
        raise MockLLMError(f"{told(path)}: the folder holds no cassette.")
    return [str(each) for each in sorted(found)]


def told(path: str | os.PathLike[str]) -> str:
    """A path for a person to read, without the ways back that programs put together."""
    return os.path.normpath(path)


def loads(content: bytes, where: str) -> Cassette:
    """As `load`, from the bytes of a file; `where` is what errors name it."""
    ours = content.startswith(layout.HEADER.encode())
    with _without_collector():
        try:
            return _whole(content, where, ours)
        except (yaml.YAMLError, ValueError) as error:
            if conflict := _CONFLICT.search(content):
                line = content[: conflict.start()].count(b"\n") + 1
                raise MockLLMError(f"{where}:{line}: a conflict of a merge is left here; resolve it first.") from error
            if ours and (start := content.rfind(b"\n-")) > 0 and not _SEALED.search(content):
                return _torn(content, where, start + 1, error)
            raise _bad(content, where, error) from error


def _whole(content: bytes, where: str, ours: bool) -> Cassette:
    head = layout.HEADER.encode()
    if head.startswith(content):
        torn = (f"{where}:1: the cassette was not written to the end of its head.",)
        return Cassette(where, (), () if content in {b"", head} else torn)
    document = _document(content)
    found = flavours.exchanges(document, where)
    if ours and found and not _finished(document["interactions"][-1], content):
        raise ValueError("the last interaction is not whole")
    return Cassette(where, tuple(found), (), len(content), ours)


def _document(content: bytes) -> Any:
    if content.lstrip()[:1] in {b"{", b"["}:
        with contextlib.suppress(ValueError):
            return json.loads(content)
    return dialect.load(content)


def _finished(item: Any, content: bytes) -> bool:
    if flavours.KEY in item["response"]:
        extras = item["response"][flavours.KEY]
        return isinstance(extras, dict) and len(str(extras.get("body_sha256", ""))) == _SHA256
    status = item["response"].get("status")
    return isinstance(status, dict) and "message" in status and content.endswith(b"\n")


def _torn(content: bytes, where: str, start: int, error: Exception) -> Cassette:
    """The cassette without its last item, if the rest is whole."""
    rest = content[:start]
    try:
        before = _whole(rest, where, ours=True)
    except (yaml.YAMLError, ValueError):
        raise _bad(content, where, error) from error
    line = rest.count(b"\n") + 1
    notice = f"{where}:{line}: the last interaction was not written to its end; it is left out."
    return Cassette(where, before.exchanges, (notice,), start, ours=True)


def _bad(content: bytes, where: str, error: Exception) -> MockLLMError:
    if isinstance(error, yaml.MarkedYAMLError) and error.problem_mark is not None:
        return MockLLMError(f"{where}:{error.problem_mark.line + 1}: not a cassette: {error.problem}.")
    if isinstance(error, yaml.reader.ReaderError):
        line = content[: error.position].count(b"\n") + 1
        return MockLLMError(f"{where}:{line}: not a cassette: {error.reason}.")
    return MockLLMError(f"{where}:{_line(content, str(error))}: not a cassette: {error}.")


def _line(content: bytes, problem: str) -> int:
    """The line of the interaction that a problem names by its number, else the first."""
    words = problem.replace(":", " ").split()
    number = next((int(word) for word in words if word.isdecimal()), 0)
    try:
        node: Any = yaml.compose(content, Loader=dialect.Loader)
    except yaml.YAMLError:
        return 1
    held = [value for _, value in node.value] if isinstance(node, yaml.MappingNode) else [node]
    entries: list[Any] = next((value.value for value in held if isinstance(value, yaml.SequenceNode)), [])
    return entries[number - 1].start_mark.line + 1 if 0 < number <= len(entries) else 1


@contextlib.contextmanager
def _without_collector() -> Iterator[None]:
    # A cassette is many small objects and no cycles: the collector would go over all of them again and again.
    enabled = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if enabled:
            gc.enable()


def reason(error: Exception) -> str:
    """What went wrong, without the path, which whoever tells it names."""
    return error.strerror or str(error) if isinstance(error, OSError) else str(error)


def rewrite(path: str | os.PathLike[str], exchanges: list[Exchange]) -> None:
    """Put a cassette in place of the one at `path`, all at once: a reader sees the old one or the new one.

    A link stays one; what it leads to is replaced.
    """
    target = Path(os.path.realpath(path))
    target.parent.mkdir(parents=True, exist_ok=True)
    content = layout.document(exchanges).encode()
    if target.suffix == ".gz":
        content = gzip.compress(content, mtime=0)
    handle, temporary = tempfile.mkstemp(dir=target.parent, prefix=f".{target.name}.", suffix=".tmp")
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        if target.exists():
            Path(temporary).chmod(target.stat().st_mode & 0o777)
        Path(temporary).replace(target)
    except OSError:
        Path(temporary).unlink(missing_ok=True)
        raise
