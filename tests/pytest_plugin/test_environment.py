from mockllm.pytest_plugin.environment import Environment


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
