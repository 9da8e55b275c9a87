"""Credentials: where they stand in a request, and whether they will do."""

from collections.abc import Sequence

from mockllm.ask import Headers
from mockllm.vendors.kinds import Options

__all__ = ["accepted", "bearer", "masked"]


def bearer(headers: Headers) -> str | None:
    """The key of an `Authorization: Bearer` header."""
    scheme, _, key = headers.get("authorization", "").partition(" ")
    key = key.strip()
    return key if scheme.lower() == "bearer" and key else None


def accepted(key: str, options: Options, prefixes: Sequence[str] = ()) -> bool:
    """Whether a key is one of those asked for, or well formed where any will do."""
    if options.keys is None:
        return True
    if options.keys:
        return key in options.keys
    return key.isascii() and key.isprintable() and " " not in key and (not prefixes or key.startswith(tuple(prefixes)))


def masked(key: str) -> str:
    """A key as error texts show it: its ends, and asterisks between them where it is long."""
    return key if len(key) <= 12 else f"{key[:8]}{'*' * (len(key) - 12)}{key[-4:]}"
