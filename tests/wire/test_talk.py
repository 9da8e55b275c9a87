"""Conversations of plain texts."""

from typing import Any

import pytest

from mockllm.wire.talk import Talk, retold, talk

USER = {"role": "user", "content": "Hi"}


@pytest.mark.parametrize(
    ("said", "roles", "texts"),
    [
        ("Hi", (), ("Hi",)),
        ([USER], ("user",), ("Hi",)),
        ([{"content": "Be nice", "role": "system"}, USER], ("system", "user"), ("Be nice", "Hi")),
    ],
)
def test_plain_texts_are_told_apart_from_the_rest(said: Any, roles: tuple[str, ...], texts: tuple[str, ...]) -> None:
    body = {"model": "m", "said": said, "n": 1.0}

    assert talk(body, "said") == Talk(roles, texts, b'{"model":"m","n":1.0}')
    assert retold(retold(body, "said", ("x",) * len(texts)), "said", texts) == body


@pytest.mark.parametrize(
    "said",
    [
        None,
        7,
        "",
        " Hi",
        "Hi\n",
        [],
        ["Hi"],
        [{"role": "user"}],
        [{**USER, "name": "n"}],
        [{"role": "user", "content": ["Hi"]}],
        [{"role": None, "content": "Hi"}],
        [USER, {"role": "user", "content": ""}],
    ],
)
def test_what_is_more_than_plain_texts_is_none(said: Any) -> None:
    assert talk({"said": said}, "said") is None


@pytest.mark.parametrize(("one", "other"), [(1, 1.0), (1, True), (0, None), (1 << 70, (1 << 70) + 1), ("1", 1)])
def test_numbers_that_are_written_otherwise_are_others(one: Any, other: Any) -> None:
    first, second = (talk({"said": "Hi", "n": value}, "said") for value in (one, other))

    assert first != second
