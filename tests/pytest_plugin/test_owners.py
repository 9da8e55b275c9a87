import asyncio
import queue
import threading
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor

import pytest

from mockllm.pytest_plugin.owners import Owners


class Run:
    """A run of tests, of which one is running."""

    def __init__(self) -> None:
        self.test = "none"
        self.owners = Owners(lambda: self.test)

    def begin(self, test: str) -> None:
        self.test = test
        self.owners.begin(test)


@pytest.fixture
def run() -> Iterator[Run]:
    found = Run()
    found.owners.watch()
    yield found
    found.owners.close()
    found.owners.begin(None)


def in_thread(function: Callable[[], object]) -> Callable[[], None]:
    """Start a thread that runs the function once the result is called."""
    go = threading.Event()

    def work() -> None:
        go.wait(5)
        function()

    thread = threading.Thread(target=work)
    thread.start()

    def end() -> None:
        go.set()
        thread.join()

    return end


def test_code_belongs_to_the_test_that_started_its_thread(run: Run) -> None:
    found: list[str | None] = []
    run.begin("one")
    end = in_thread(lambda: found.append(run.owners.finished()))
    run.begin("two")
    end()

    assert found == ["one"]
    assert run.owners.finished() is None


def test_what_is_started_for_nobody_belongs_to_nobody(run: Run) -> None:
    found: list[str | None] = []
    run.begin("one")
    with run.owners.nobody():
        end = in_thread(lambda: found.append(run.owners.finished()))
    run.begin("two")
    end()

    assert found == [None]


def test_a_job_belongs_to_whoever_gave_it_not_to_whoever_made_the_pool(run: Run) -> None:
    with ThreadPoolExecutor(1) as pool:
        run.begin("one")
        pool.submit(int).result()
        blocked = threading.Event()
        old = pool.submit(lambda: (blocked.wait(5), run.owners.finished())[1])
        run.begin("two")
        new = pool.submit(run.owners.finished)
        blocked.set()

        assert (old.result(), new.result()) == ("one", None)


def test_a_worker_that_takes_work_belongs_to_nobody(run: Run) -> None:
    found: list[str | None] = []
    jobs: queue.Queue[int] = queue.Queue()

    def work() -> None:
        found.append(run.owners.finished())
        jobs.get()
        found.append(run.owners.finished())

    run.begin("one")
    end = in_thread(work)
    run.begin("two")
    jobs.put(1)
    end()

    assert found == ["one", None]


def test_so_does_a_task_that_takes_work(run: Run) -> None:
    async def work(jobs: asyncio.Queue[int]) -> list[str | None]:
        before = run.owners.finished()
        await jobs.get()
        return [before, run.owners.finished()]

    async def main() -> list[str | None]:
        jobs: asyncio.Queue[int] = asyncio.Queue()
        run.begin("one")
        task = asyncio.create_task(work(jobs))
        run.begin("two")
        jobs.put_nowait(1)
        return await task

    assert asyncio.run(main()) == ["one", None]
