import json
import threading

from mockllm.pytest_plugin.caller import caller, is_ours


def test_the_line_is_that_of_the_project_behind_a_library() -> None:
    lines: list[str] = []
    json.loads("{}", object_hook=lambda _: lines.append(caller()))

    assert lines[0].partition(":")[0] == __file__


def test_a_thread_that_runs_nothing_of_the_project_is_named() -> None:
    lines: list[str] = []

    class Thread(threading.Thread):
        run = staticmethod(eval("lambda: lines.append(caller())", {"lines": lines, "caller": caller}))  # noqa: S307

    thread = Thread()
    thread.start()
    thread.join()

    assert lines[0] == f"the thread {thread.name!r}"


def test_a_thread_of_the_server_is_known_by_its_name() -> None:
    found: list[bool] = []
    for name in ("mockllm-server_0", "mine"):
        thread = threading.Thread(target=lambda: found.append(is_ours()), name=name)
        thread.start()
        thread.join()

    assert found == [True, False]
