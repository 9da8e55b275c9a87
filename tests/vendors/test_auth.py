"""Credentials."""

import pytest

from mockllm.vendors.auth import accepted, bearer, masked
from mockllm.vendors.kinds import Options


@pytest.mark.parametrize(
    ("header", "key"),
    [("Bearer k", "k"), ("bearer  k ", "k"), ("Basic k", None), ("Bearer ", None), ("Bearer", None), ("", None)],
)
def test_a_bearer_token(header: str, key: str | None) -> None:
    assert bearer({"authorization": header}) == key


def test_no_header_is_no_key() -> None:
    assert bearer({}) is None


@pytest.mark.parametrize(
    ("keys", "key", "will_do"),
    [
        (None, "", True),
        (("a", "b"), "b", True),
        (("a", "b"), "c", False),
        ((), "sk-1", True),
        ((), "two words", False),
        ((), "schlüssel", False),
    ],
)
def test_which_keys_will_do(keys: tuple[str, ...] | None, key: str, *, will_do: bool) -> None:
    assert accepted(key, Options(keys=keys)) is will_do


def test_a_prefix_may_be_asked_for() -> None:
    assert accepted("sk-1", Options(keys=()), ("sk-",))
    assert not accepted("pk-1", Options(keys=()), ("sk-",))


def test_error_texts_show_the_ends_of_a_key_alone() -> None:
    assert masked("short") == "short"
    assert masked("sk-proj-abcdefghijkl") == "sk-proj-********ijkl"
