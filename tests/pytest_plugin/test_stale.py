import pytest

from tests.pytest_plugin.runs import run_apart

HEAD = """
import uvloop, asyncio, http.client, queue, socketserver, threading, time
from concurrent.futures import ThreadPoolExecutor
from multiprocessing.pool import ThreadPool
from urllib.parse import urlsplit

go, gone = threading.Event(), threading.Event()

def late(question=ask):
    go.wait(10)
    try:
        question()
    except OSError:
        pass
    gone.set()

class Client:
    def __init__(self):
        self.connection = http.client.HTTPConnection(urlsplit(BASE).netloc)
    def ask(self):
        body = json.dumps({"model": "gpt-4o", "messages": [{"role": "user", "content": "hi"}]})
        self.connection.request("POST", "/v1/chat/completions", body, {"content-type": "application/json"})
        return json.loads(self.connection.getresponse().read())["choices"][0]["message"]["content"]

client = Client()

async def ask_later():
    url = urlsplit(BASE)
    reader, writer = await asyncio.open_connection(url.hostname, url.port)
    body = json.dumps({"model": "gpt-4o", "messages": [{"role": "user", "content": "hi"}]}).encode()
    head = f"POST /v1/chat/completions HTTP/1.1\\r\\nhost: {url.netloc}\\r\\nconnection: close\\r\\n"
    writer.write(f"{head}content-type: application/json\\r\\ncontent-length: {len(body)}\\r\\n\\r\\n".encode() + body)
    answer = await reader.read()
    writer.close()
    body = answer[answer.index(b"{") : answer.rindex(b"}") + 1]
    return json.loads(body)["choices"][0]["message"]["content"]
"""

STARTS = (
    "threading.Thread(target=late).start()",
    "threading.Thread(target=lambda: threading.Thread(target=late).start()).start()",
    "threading.Timer(0.01, late).start()",
    "pool.submit(late)",
    "client.ask(), threading.Thread(target=late, args=[client.ask]).start()",
    "mine.connection.connect(), threading.Thread(target=late, args=[mine.ask]).start()",
    "loop.run_in_executor(None, late)",
    "asyncio.run_coroutine_threadsafe(asyncio.to_thread(late), loop)",
    "asyncio.run_coroutine_threadsafe(wait_and_ask(), loop)",
    "asyncio.run_coroutine_threadsafe(wait_and_ask(), other_loop)",
)
STARTING = """
pool = ThreadPoolExecutor()
mine = Client()
loop, other_loop = asyncio.new_event_loop(), uvloop.new_event_loop()
for each in (loop, other_loop):
    threading.Thread(target=each.run_forever, daemon=True).start()

async def wait_and_ask():
    while not go.is_set():
        await asyncio.sleep(0.01)
    try:
        await ask_later()
    except OSError:
        pass
    gone.set()
"""
PAIR = """
@pytest.mark.mockllm(fake=True)
def test_start_{number}():
    {start}

def test_later_{number}(mockllm):
    mockllm.script("fine")
    go.set()
    assert gone.wait(10)
    go.clear(), gone.clear()
    assert ask() == "fine"
"""


def test_what_a_test_leaves_running_fails_the_one_in_which_it_asks(pytester: pytest.Pytester) -> None:
    pairs = (PAIR.format(number=number, start=start) for number, start in enumerate(STARTS))

    result = run_apart(pytester, HEAD + STARTING + "".join(pairs))

    result.assert_outcomes(passed=len(STARTS), failed=len(STARTS))
    for number in range(len(STARTS)):
        line = f"mockllm: a request came from a client of the finished test *::test_start_{number}, from *.py:*: end *"
        result.stdout.fnmatch_lines([line])
    result.stdout.no_fnmatch_line("2. POST*")


def test_what_asks_while_no_test_runs_fails_the_run(pytester: pytest.Pytester) -> None:
    pytester.makeconftest(
        """
def pytest_runtest_logfinish(nodeid):
    import test_what_asks_while_no_test_runs_fails_the_run as module
    module.go.set()
    assert module.gone.wait(10)
"""
    )
    result = run_apart(pytester, HEAD + "def test_one():\n    threading.Thread(target=late).start()\n")

    assert result.ret == pytest.ExitCode.TESTS_FAILED
    result.stdout.fnmatch_lines(["FAILED: a request came from a client of the finished test *::test_one, from *.py:*"])


SHARED = """
cached = {}
pool, old_pool = ThreadPoolExecutor(1), ThreadPool(1)

def loop():
    if "loop" not in cached:
        cached["loop"] = asyncio.new_event_loop()
        threading.Thread(target=cached["loop"].run_forever, daemon=True).start()
    return cached["loop"]

def worker():
    if "worker" not in cached:
        cached["worker"], cached["answers"] = queue.Queue(), queue.Queue()
        def work():
            while cached["worker"].get():
                cached["answers"].put(ask())
        threading.Thread(target=work, daemon=True).start()
    return cached["worker"]

async def work_later():
    tasks, answers = cached["tasks"]
    while await tasks.get():
        await answers.put(await ask_later())

async def hand_over():
    if "tasks" not in cached:
        cached["tasks"] = asyncio.Queue(), asyncio.Queue()
        cached["task"] = asyncio.create_task(work_later())
    tasks, answers = cached["tasks"]
    await tasks.put(1)
    return await answers.get()

class Handler(socketserver.BaseRequestHandler):
    def handle(self):
        self.request.sendall(ask().encode())

class Server(socketserver.ThreadingTCPServer):
    allow_reuse_address = daemon_threads = True

def server():
    if "server" not in cached:
        cached["server"] = Server(("127.0.0.1", 0), Handler)
        threading.Thread(target=cached["server"].serve_forever, daemon=True).start()
    return cached["server"].server_address

def through_server():
    import socket
    with socket.create_connection(server()) as sock:
        return sock.makefile("rb").read().decode()

def through_worker():
    worker().put(1)
    return cached["answers"].get(timeout=10)

def subprocessed():
    import subprocess, sys
    code = "import test_clients_and_workers_that_tests_share_ask_in_the_running_one as m; print(m.ask())"
    return subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout.strip()

@pytest.fixture(scope="module")
def watcher():
    asked, answered, ends = threading.Event(), threading.Event(), threading.Event()
    said = []
    def watch():
        while asked.wait(10) and not ends.is_set():
            asked.clear()
            said.append(ask())
            answered.set()
    threading.Thread(target=watch).start()
    def question():
        asked.set()
        assert answered.wait(10)
        answered.clear()
        return said.pop()
    yield question
    ends.set()
    asked.set()

WAYS = [
    client.ask,
    lambda: cached.setdefault("client", Client()).ask(),
    lambda: pool.submit(ask).result(),
    lambda: pool.submit(client.ask).result(),
    lambda: old_pool.apply(ask),
    lambda: asyncio.run(ask_later()),
    lambda: asyncio.run(asyncio.to_thread(ask)),
    lambda: asyncio.run_coroutine_threadsafe(ask_later(), loop()).result(10),
    lambda: asyncio.run_coroutine_threadsafe(hand_over(), loop()).result(10),
    lambda: asyncio.run_coroutine_threadsafe(asyncio.to_thread(ask), loop()).result(10),
    through_worker,
    through_server,
    subprocessed,
]

@pytest.mark.parametrize("said", ["one", "two", "three"])
def test_it(mockllm, watcher, said):
    for way in [*WAYS, watcher]:
        mockllm.script(said)
        assert way() == said
"""


def test_clients_and_workers_that_tests_share_ask_in_the_running_one(pytester: pytest.Pytester) -> None:
    result = run_apart(pytester, HEAD + SHARED)

    result.assert_outcomes(passed=3)
