"""The header fields of a request, from bytes to text. Clients send the same ones again and again."""

from functools import lru_cache

from mockllm.exchange import Pairs

__all__ = ["fields"]

RawFields = tuple[tuple[bytes, bytes], ...]
Field = tuple[tuple[str, str], tuple[str, str]]
"""A field as it was sent, and with its name in lower case."""


def fields(raw: RawFields) -> tuple[Pairs, dict[str, str]]:
    """The fields in order, and a mapping of one's own by lower-cased name, where the last of a repeated one wins."""
    pairs, named = _fields(raw)
    return pairs, named.copy()


@lru_cache(maxsize=128)
def _fields(raw: RawFields) -> tuple[Pairs, dict[str, str]]:
    found = tuple(map(_field, raw))
    return tuple(sent for sent, _ in found), dict(lower for _, lower in found)


@lru_cache(maxsize=256)
def _field(raw: tuple[bytes, bytes]) -> Field:
    # Any byte may stand in a value (RFC 9110, 5.5).
    name, value = raw[0].decode("latin-1"), raw[1].decode("latin-1")
    return (name, value), (name.lower(), value)
