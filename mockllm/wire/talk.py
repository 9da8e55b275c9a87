"""Conversations of plain texts: what is said, told apart from the rest of its request."""

from typing import Any

from msgspec import Struct

from mockllm.ask import Body
from mockllm.wire.layout import compact

__all__ = ["Talk", "retold", "talk"]

PLAIN = {"role", "content"}


class Talk(Struct, frozen=True, gc=False):
    """What a request says: its texts in order, whose they are, and all else of it as bytes.

    There are no `roles` where the conversation is one text by itself.
    """

    roles: tuple[str, ...]
    texts: tuple[str, ...]
    rest: bytes


def talk(body: Body, member: str) -> Talk | None:
    """The plain conversation under a member of a request; None where it says anything else, or white space at an end.

    Two requests with the same roles and the same rest differ in their texts only.
    """
    said = body.get(member)
    found = ((), (said,)) if isinstance(said, str) else _texts(said) if isinstance(said, list) else None
    if found is None or not all(map(_solid, found[1])):
        return None
    return Talk(*found, compact({name: value for name, value in body.items() if name != member}))


def _texts(entries: list[Any]) -> tuple[tuple[str, ...], tuple[str, ...]] | None:
    roles, texts = [], []
    for entry in entries:
        if not isinstance(entry, dict) or entry.keys() != PLAIN:
            return None
        role, text = entry["role"], entry["content"]
        if not (isinstance(role, str) and isinstance(text, str)):
            return None
        roles.append(role)
        texts.append(text)
    return (tuple(roles), tuple(texts)) if roles else None


def _solid(text: str) -> bool:
    return bool(text) and not text[0].isspace() and not text[-1].isspace()


def retold(body: Body, member: str, texts: tuple[str, ...]) -> Body:
    """A request with as many other texts in its conversation, which is a plain one."""
    said = body[member]
    if isinstance(said, str):
        return {**body, member: texts[0]}
    return {**body, member: [{**entry, "content": text} for entry, text in zip(said, texts, strict=True)]}
