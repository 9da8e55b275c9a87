import sys
from typing import Any

import pytest

from mockllm.pytest_plugin.audit import listen

EVENT = "mockllm.test"


def test_whoever_listens_hears_until_it_ends() -> None:
    heard: list[tuple[Any, ...]] = []
    end = listen(EVENT, heard.append)

    sys.audit(EVENT, 1, "a")
    end()
    sys.audit(EVENT, 2)

    assert heard == [(1, "a")]


def test_what_a_listener_raises_the_call_raises() -> None:
    def refuse(_: tuple[Any, ...]) -> None:
        raise ConnectionRefusedError("no")

    end = listen(EVENT, refuse)
    try:
        with pytest.raises(ConnectionRefusedError, match="no"):
            sys.audit(EVENT)
    finally:
        end()


def test_there_is_one_hook_however_many_listen() -> None:
    heard: list[tuple[Any, ...]] = []
    ends = [listen(EVENT, heard.append) for _ in range(3)]

    sys.audit(EVENT)
    for end in ends:
        end()

    assert heard == [(), (), ()]
