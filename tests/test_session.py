"""Sessions: worlds that know nothing of each other."""

from mockllm.journal import Entry
from mockllm.session import Bounded, Session, Sessions, Slot

NOTES: Slot[list[str]] = Slot("notes", list)
OTHERS: Slot[list[str]] = Slot("notes", list)


def test_a_slot_is_made_once_and_is_the_sessions_own() -> None:
    one, two = Session("one"), Session("two")
    one.slot(NOTES).append("a")

    assert one.slot(NOTES) == ["a"]
    assert two.slot(NOTES) == one.slot(OTHERS) == []


def test_what_is_put_replaces_the_state() -> None:
    session = Session("s")
    session.put(NOTES, ["b"])

    assert session.slot(NOTES) == ["b"]


def test_equal_requests_are_counted() -> None:
    session = Session("s")

    assert [session.seen("a"), session.seen("a"), session.seen("b"), session.seen("a")] == [0, 1, 0, 2]


def test_counts_are_bounded_and_the_oldest_go() -> None:
    session = Session("s", most_seen=2)
    for digest in "abc":
        session.seen(digest)

    assert session.seen("c") == 1
    assert session.seen("a") == 0


def test_a_session_that_was_reset_counts_as_a_new_one() -> None:
    session = Session("s", most_seen=2)
    for digest in "abab":
        session.seen(digest)
    session.reset()

    assert [session.seen(digest) for digest in "cdcadab"] == [0, 0, 1, 0, 1, 1, 0]


def test_reset_goes_back_to_the_start() -> None:
    session = Session("s")
    session.slot(NOTES).append("a")
    session.seen("a")
    session.journal.add(Entry(1, "GET", "/", "v", "e"))

    session.reset()

    assert (session.slot(NOTES), session.seen("a"), len(session.journal)) == ([], 0, 0)


def test_bounded_forgets_its_oldest() -> None:
    kept: Bounded[int] = Bounded(2)
    kept.update({"a": 1, "b": 2, "c": 3})
    kept["b"] = 4

    assert list(kept.items()) == [("b", 4), ("c", 3)]


def test_a_session_is_made_when_it_is_first_named() -> None:
    sessions = Sessions()

    assert sessions.find("a") is None
    assert sessions.get("a") is sessions.get("a") is sessions.find("a")
    assert sessions.names() == ["a"]
    assert (sessions.delete("a"), sessions.delete("a"), sessions.names()) == (True, False, [])


def test_the_first_session_goes_first_and_the_default_one_never() -> None:
    sessions = Sessions(most=2)
    for name in ("default", "a", "b", "c"):
        sessions.get(name)

    assert sessions.names() == ["default", "c"]
