from tests.admin.desks import asked, entry, made


def test_all_is_well_where_nothing_went_wrong() -> None:
    desk = made()
    entry(desk)
    reply = asked(desk, "GET", "verdict")

    assert (reply.status, reply.body) == (200, b"ok: 1 requests, nothing missed, nothing left over\n")


def test_misses_and_leftovers_are_a_conflict_in_plain_text() -> None:
    desk = made()
    asked(desk, "POST", "script", {"turns": ["one"]})
    entry(desk, problems=["miss: nothing"])
    reply = asked(desk, "GET", "verdict")

    assert reply.status == 409
    assert reply.headers == (("content-type", "text/plain; charset=utf-8"),)
    assert reply.body.decode().splitlines() == [
        "request 1, POST /v1/chat/completions: miss: nothing",
        "left over: turn 1 of lane default was not asked for (/turns/0)",
    ]


def test_a_problem_outlives_its_entry() -> None:
    desk = made()
    desk.sessions.get("default").journal.most = 2
    entry(desk, problems=["miss: nothing"])
    for _ in range(5):
        entry(desk)

    assert asked(desk, "GET", "verdict").body == b"request 1, POST /v1/chat/completions: miss: nothing\n"
