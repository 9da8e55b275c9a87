"""`mockllm serve`, in a process of its own and up to where it would listen."""

import json
import urllib.request

import pytest

from mockllm.server.run import listen
from tests.child import serving
from tests.cli.recordings import Run


def test_it_says_where_it_listens_and_answers_there() -> None:
    body = {"model": "gpt-4o", "messages": [{"role": "user", "content": "Say hello"}]}
    with serving("mockllm", "serve", "--port", "0") as child:
        request = urllib.request.Request(  # noqa: S310
            f"{child.url}/v1/chat/completions", json.dumps(body).encode(), {"Content-Type": "application/json"}
        )
        with urllib.request.urlopen(request, timeout=10) as reply:  # noqa: S310
            answer = json.load(reply)

    assert answer["choices"][0]["message"]["content"] == "Hello!"


def test_a_port_in_use_is_one_line_with_the_port_and_what_to_do(mockllm: Run) -> None:
    with listen("127.0.0.1", 0) as taken:
        port = taken.getsockname()[1]
        code, out, err = mockllm("serve", "--port", str(port))

    assert (code, out) == (2, "")
    assert err.count("\n") == 1
    assert f"Port {port} " in err
    assert "--port 0" in err


@pytest.mark.parametrize(
    "options",
    [
        ("--port", "70000"),
        ("--clock", "wrong"),
        ("--tps", "-1"),
        ("--tps", "inf"),
        ("--ttft", "nan"),
        ("--work", "nan"),
        ("--zzz",),
        ("--port",),
    ],
)
def test_a_wrong_option_is_named_in_one_line(mockllm: Run, options: tuple[str, ...]) -> None:
    code, out, err = mockllm("serve", *options)

    assert (code, out) == (2, "")
    assert err.startswith("mockllm: ")
    assert err.count("\n") == 1
    assert options[0] in err


def test_unknown_words_to_allow_are_named(mockllm: Run) -> None:
    code, _, err = mockllm("serve", "--allow-unknown", "model,zzz")

    assert (code, err) == (2, "mockllm: --allow-unknown takes model, param or both, not zzz.\n")
