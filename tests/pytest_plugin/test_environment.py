import shutil

import pytest

from mockllm.pytest_plugin.environment import Environment
from tests.pytest_plugin.runs import run


def test_the_environment_is_set_and_put_back() -> None:
    environ = {"OPENAI_API_KEY": "real", "NO_PROXY": "here", "HOME": "x"}
    before = dict(environ)
    environment = Environment("http://127.0.0.1:1", environ)

    environment.set()

    assert environ["OPENAI_BASE_URL"] == "http://127.0.0.1:1/v1"
    assert environ["OPENAI_API_KEY"] == "sk-mockllm"
    assert environ["NO_PROXY"] == "here,127.0.0.1"
    assert environment.real() == {"OPENAI_API_KEY": "real"}
    assert environment.keys(environment.real())["sk-mockllm"] == ("OPENAI_API_KEY", "real")
    assert environment.keys({})["sk-ant-mockllm"] == ("ANTHROPIC_API_KEY", None)
    environment.restore()
    assert environ == before


def test_an_sdk_that_tells_the_real_service_what_it_does_is_kept_from_it_unless_told_otherwise() -> None:
    silent: dict[str, str] = {}
    told = {"OPENAI_AGENTS_DISABLE_TRACING": "0"}

    for environ in (silent, told):
        environment = Environment("http://127.0.0.1:1", environ)
        environment.set()
        assert environ["OPENAI_AGENTS_DISABLE_TRACING"] == ("0" if environ is told else "1")
        environment.restore()

    assert (silent, told) == ({}, {"OPENAI_AGENTS_DISABLE_TRACING": "0"})


@pytest.mark.skipif(shutil.which("node") is None, reason="there is no node on this machine")
def test_a_client_in_node_finds_the_running_test(pytester: pytest.Pytester) -> None:
    result = run(
        pytester,
        '''
import subprocess
SCRIPT = """
const response = await fetch(process.env.OPENAI_BASE_URL + "/chat/completions", {
  method: "POST",
  headers: {"content-type": "application/json", authorization: "Bearer " + process.env.OPENAI_API_KEY},
  body: JSON.stringify({model: "gpt-4o", messages: [{role: "user", content: "hi"}]}),
});
console.log((await response.json()).choices[0].message.content);
"""

def node(**more):
    command = ["node", "--input-type=module", "-e", SCRIPT]
    run = subprocess.run(command, capture_output=True, text=True, check=True, env={**os.environ, **more})
    return run.stdout.strip()

def test_by_the_environment(mockllm):
    mockllm.script("From node.")
    assert node() == "From node."

def test_by_the_session(mockllm):
    mockllm.script("From node.")
    assert node(**mockllm.env()) == "From node."
''',
    )

    result.assert_outcomes(passed=2)
