"""Whether all went as it was scripted: no misses, no refused calls, nothing left over."""

from mockllm.admin.desk import Answered, Asked, Desk
from mockllm.cassette.secrets import Secrets, of
from mockllm.session import Session

__all__ = ["complaints", "verdict"]

TEXT = "text/plain; charset=utf-8"


def verdict(asked: Asked) -> Answered:
    """200 where all is well, else 409 with a line for each miss, refused call and leftover."""
    lines = complaints(asked.desk, asked.session)
    if not lines:
        return Answered(f"ok: {asked.session.journal.count} requests, nothing missed, nothing left over\n", 200, TEXT)
    return Answered("".join(f"{line}\n" for line in lines), 409, TEXT)


def complaints(desk: Desk, session: Session) -> list[str]:
    """What must fail a test, a line each: the problems of requests in their order, then what nobody asked for."""
    journal = session.journal
    found = [Secrets().hide(line) for line in journal.lost]
    for entry in journal:
        found += map(of(entry.headers, entry.target, desk.patterns).hide, entry.complaints())
    found += [f"left over: {line}" for source in desk.finite for line in source.leftovers(session)]
    return found
