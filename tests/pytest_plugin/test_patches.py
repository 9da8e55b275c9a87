from pathlib import Path
from typing import Any

import pytest

from mockllm.pytest_plugin.patches import Patches, installed


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


def test_a_module_that_is_broken_is_as_good_as_none(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "broken_for_mockllm.py").write_text("import nothing_of_that_name\n")
    monkeypatch.syspath_prepend(tmp_path)

    assert installed("broken_for_mockllm") is None
    assert installed("nothing_of_that_name") is None
    assert installed("json") is not None
