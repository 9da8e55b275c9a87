"""Ids of responses and their items.

All ids of one response share a root of 16 hex digits, and with it those of the response that it continues; then comes
whether it is stored, when it was made, and what is the item's own.
"""

import re

from mockllm.stamp import BASE62, HEX, Stamp, letters

__all__ = ["call_id", "encrypted", "inherit", "item_id", "response_id"]

BASE64URL = BASE62 + "-_"
_ROOT = re.compile("resp_([0-9a-f]{16})")


def _root(stamp: Stamp) -> str:
    return stamp.draw("root", lambda drawn: letters(drawn.unique + b"root", HEX, 16))


def inherit(stamp: Stamp, previous: str | None) -> None:
    """Give the ids that are still to be drawn the root of the response that is continued, if there is one."""
    found = _ROOT.match(previous or "")
    if found is not None:
        stamp.draw("root", lambda _: found[1])


def item_id(stamp: Stamp, prefix: str, label: str, *, stored: bool) -> str:
    """An id such as `msg_…`: the prefix and 50 hex digits."""
    kept = "00" if stored else "01"

    def make(drawn: Stamp) -> str:
        own = letters(drawn.unique + f"{prefix}/{label}".encode(), HEX, 22)
        return f"{prefix}_{_root(drawn)}{kept}{drawn.created:08x}{own[:4]}81{own[4:]}"

    return stamp.draw(f"{prefix}/{label}", make)


def response_id(stamp: Stamp, *, stored: bool) -> str:
    """The response's own id."""
    return item_id(stamp, "resp", "", stored=stored)


def call_id(stamp: Stamp, index: int) -> str:
    """The id that a call's output must name."""
    return stamp.id(f"call/{index}", "call_", BASE62, 24)


def encrypted(stamp: Stamp, label: str) -> str:
    """Opaque reasoning: it looks like the real thing and means nothing."""
    return "gAAAAA" + stamp.filler(f"encrypted/{label}", BASE64URL, 250)
