"""The journal: bounded in entries and in bytes."""

from mockllm.journal import Entry, Journal, flat


def entry(number: int, size: int = 0) -> Entry:
    return Entry(number, "POST", "/", "v", "e", request=b"x" * size)


def numbers(journal: Journal) -> list[int]:
    return [each.number for each in journal]


def test_the_oldest_entries_go_and_still_count() -> None:
    journal = Journal(most=2)
    for number in range(3):
        journal.add(entry(number))

    assert (numbers(journal), len(journal), journal.count) == ([1, 2], 2, 3)


def test_entries_go_where_there_are_too_many_bytes() -> None:
    journal = Journal(most_bytes=10)
    for number in range(4):
        journal.add(entry(number, 4))

    assert numbers(journal) == [2, 3]


def test_the_latest_entry_is_kept_however_long() -> None:
    journal = Journal(most_bytes=10)
    journal.add(entry(1, 4))
    journal.add(entry(2, 40))

    assert numbers(journal) == [2]


def test_clear_forgets_the_bytes_too() -> None:
    journal = Journal(most_bytes=10)
    journal.add(entry(1, 10))
    journal.clear()
    journal.add(entry(2, 5))
    journal.add(entry(3, 5))

    assert (numbers(journal), journal.count) == ([2, 3], 2)


def test_a_body_that_comes_later_counts() -> None:
    journal = Journal(most_bytes=10)
    late = entry(2)
    journal.add(entry(1, 4))
    journal.add(late)

    journal.fill(late, b"x" * 8)
    journal.fill(entry(3), b"y" * 90)

    assert numbers(journal) == [2]
    assert late.request == b"x" * 8


def test_lines_become_one_that_can_be_read() -> None:
    assert flat(["rule 1", "  user: wanted a", "  turn: wanted 2", "rule 2"]) == (
        "rule 1 - user: wanted a, turn: wanted 2; rule 2"
    )
    assert flat([]) == ""
