from typing import Any

from mockllm.pytest_plugin.patches import Patches


class Base:
    def say(self) -> str:
        return "base"

    def sing(self) -> str:
        return "la"


class Child(Base):
    def sing(self) -> str:
        return "lala"


def louder(plain: Any) -> Any:
    return lambda self: plain(self).upper()


def test_what_is_wrapped_is_put_back_where_it_was() -> None:
    before = dict(vars(Child))
    patches = Patches()

    patches.wrap(Child, "say", louder)
    patches.wrap(Child, "sing", louder)
    said = Child().say(), Child().sing(), Base().say()
    patches.undo()

    assert said == ("BASE", "LALA", "base")
    assert dict(vars(Child)) == before


def test_what_is_wrapped_twice_is_unwrapped_in_turn() -> None:
    patches = Patches()
    patches.wrap(Child, "sing", louder)
    patches.wrap(Child, "sing", lambda plain: lambda self: f"{plain(self)}!")

    said = Child().sing()
    patches.undo()

    assert (said, Child().sing()) == ("LALA!", "lala")
