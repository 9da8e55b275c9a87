"""A new user's project: nothing but the wheel, pytest and the SDKs, offline, in one process and in two."""

import os
import shutil
import subprocess
import sys
import venv
from pathlib import Path

import pytest

__all__ = ["pip", "python"]

# ruff: noqa: S603 - we run what we have installed

ROOT = Path(__file__).parent.parent.parent
WANTED = ("pytest", "pytest-xdist", "openai", "anthropic")
TESTS = '''
import json
import os
import shutil
import subprocess
import sys

import anthropic
import openai
import pytest

from mockllm import call, fail

client = openai.OpenAI()  # made at import
TOOL = {"type": "function", "function": {"name": "get_time", "parameters": {"type": "object"}}}


def agent(question):
    messages = [{"role": "user", "content": question}]
    while True:
        message = client.chat.completions.create(model="gpt-4o", messages=messages, tools=[TOOL]).choices[0].message
        if not message.tool_calls:
            return message.content
        messages.append(message)
        messages += [{"role": "tool", "tool_call_id": each.id, "content": "12:00"} for each in message.tool_calls]


def test_an_openai_agent(mockllm):
    mockllm.script(["Let me look.", call("get_time", {})], fail("server_error"), "Noon.")
    assert agent("What time?") == "Noon."
    assert mockllm.asks[-1].tool_results["get_time"].text == "12:00"


def test_an_anthropic_agent(mockllm):
    mockllm.script("Hello.")
    with anthropic.Anthropic().messages.stream(
        model="claude-sonnet-5", max_tokens=100, messages=[{"role": "user", "content": "hi"}]
    ) as stream:
        assert stream.get_final_text() == "Hello."


@pytest.mark.mockllm(fake=True)
def test_fakes():
    assert agent("hi") == agent("hi")


@pytest.mark.skipif(shutil.which("curl") is None, reason="there is no curl")
def test_a_subprocess(mockllm):
    mockllm.script("From afar.")
    body = json.dumps({"model": "gpt-4o", "messages": [{"role": "user", "content": "hi"}]})
    url = os.environ["OPENAI_BASE_URL"] + "/chat/completions"
    command = ["curl", "-s", url, "-H", "content-type: application/json", "-d", body]
    said = json.loads(subprocess.run(command, capture_output=True, check=True).stdout)
    assert said["choices"][0]["message"]["content"] == "From afar."


@pytest.mark.skipif(shutil.which("node") is None, reason="there is no node")
def test_another_language(mockllm):
    mockllm.script("From node.")
    script = """
    const body = JSON.stringify({model: "gpt-4o", messages: [{role: "user", content: "hi"}]});
    const headers = {"content-type": "application/json"};
    const reply = await fetch(process.env.OPENAI_BASE_URL + "/chat/completions", {method: "POST", headers, body});
    console.log((await reply.json()).choices[0].message.content);
    """
    command = ["node", "--input-type=module", "-e", script]
    assert subprocess.run(command, capture_output=True, text=True, check=True).stdout.strip() == "From node."
'''


@pytest.fixture(scope="module")
def python(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The interpreter of an environment in which only the wheel, pytest and the SDKs are installed."""
    folder = tmp_path_factory.mktemp("user")
    wheels = folder / "wheels"
    source = folder / "source"
    shutil.copytree(
        ROOT, source, ignore=shutil.ignore_patterns(".venv", ".git", "__pycache__", "node_modules", "tests")
    )
    pip(Path(sys.executable), "wheel", "--no-deps", "-w", wheels, source)
    venv.create(folder / "env", with_pip=True)
    found = folder / "env" / "bin" / "python"
    (wheel,) = wheels.iterdir()
    pip(found, "install", wheel, *WANTED)
    return found


def pip(python: Path, *args: str | Path) -> None:
    """Run pip; skip the test where packages cannot be had."""
    result = subprocess.run([python, "-m", "pip", *args, "-q"], capture_output=True, text=True, check=False)
    if "from versions: none" in result.stderr:
        pytest.skip(f"packages cannot be had here: {result.stderr.splitlines()[-1]}")
    assert result.returncode == 0, result.stderr


@pytest.mark.proof
@pytest.mark.parametrize("args", [(), ("-n", "2")], ids=["one process", "two workers"])
def test_a_new_users_tests_pass_offline(python: Path, tmp_path: Path, args: tuple[str, ...]) -> None:
    (tmp_path / "test_agent.py").write_text(TESTS)
    (tmp_path / "pytest.ini").write_text("[pytest]\n")
    # Whatever leaves the machine goes to a proxy that is not there.
    nowhere = dict.fromkeys(("HTTP_PROXY", "HTTPS_PROXY"), "http://127.0.0.1:9")
    keys = {name: value for name, value in os.environ.items() if not name.startswith(("OPENAI", "ANTHROPIC", "PYTHON"))}

    result = subprocess.run(
        [python, "-m", "pytest", "-q", "--mockllm-egress=all", *args],
        cwd=tmp_path, env={**keys, **nowhere}, capture_output=True, text=True, check=False,
    )  # fmt: skip

    assert result.returncode == 0, result.stdout + result.stderr
    skipped = sum(shutil.which(program) is None for program in ("curl", "node"))
    assert f"{5 - skipped} passed" in result.stdout


@pytest.mark.proof
def test_without_pytest_the_package_works(python: Path, tmp_path: Path) -> None:
    code = (
        "import sys; sys.modules['pytest'] = None; import mockllm; assert 'aiohttp' not in sys.modules;"
        "mock = mockllm.MockLLM(); mock.__enter__(); mock.__exit__(None, None, None)"
    )

    subprocess.run([python, "-c", code], cwd=tmp_path, check=True)
