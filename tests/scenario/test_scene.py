from mockllm.match import Facts
from mockllm.scenario.scene import VALUES, Scene
from tests.asks import ask, told, tool


def test_every_value_is_there() -> None:
    asked = ask("Hi", "Be kind", tools=(tool("f"),), headers={"x-a": "b"}, body={"n": 1})

    assert Scene(Facts(asked), {}).values == {
        "vendor": "openai",
        "shape": "chat",
        "model": "gpt-5",
        "system": "Be kind",
        "user": "Hi",
        "tools": ["f"],
        "results": {},
        "turn": 1,
        "images": 0,
        "format": "text",
        "headers": {"x-a": "b"},
        "body": {"n": 1},
    }


def test_a_group_hides_a_value_of_its_name() -> None:
    scene = Scene(Facts(told(f="1")), {"user": "group"})

    assert scene.values["user"] == "group"
    assert scene.values["results"] == {"f": "1"}
    assert set(scene.values) == set(VALUES)
