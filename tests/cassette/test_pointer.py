import pytest

from mockllm.cassette.pointer import leaves, steps, without

DOCUMENT = {"a": [{"b": 1, "c": 2}, {"b": 3}], "d/e": {"~": None}, "f": [], "g": {}}


def test_leaves_have_escaped_pointers() -> None:
    assert dict(leaves(DOCUMENT)) == {"/a/0/b": 1, "/a/0/c": 2, "/a/1/b": 3, "/d~1e/~0": None, "/f": [], "/g": {}}


@pytest.mark.parametrize(
    ("pointer", "left"),
    [
        ("/a/*/b", {"/a/0/c", "/a/1", "/d~1e/~0", "/f", "/g"}),
        ("/a/0", {"/a/0/b", "/d~1e/~0", "/f", "/g"}),
        ("/a/*", {"/a", "/d~1e/~0", "/f", "/g"}),
        ("/d~1e/~0", {"/a/0/b", "/a/0/c", "/a/1/b", "/d~1e", "/f", "/g"}),
        ("/*", {""}),
        ("/a/7/b", set(dict(leaves(DOCUMENT)))),
        ("/a/x", set(dict(leaves(DOCUMENT)))),
        ("/f/x/y", set(dict(leaves(DOCUMENT)))),
        ("/a/0/b/c", set(dict(leaves(DOCUMENT)))),
    ],
)
def test_what_a_pointer_leads_to_goes(pointer: str, left: set[str]) -> None:
    document = {"a": [{"b": 1, "c": 2}, {"b": 3}], "d/e": {"~": None}, "f": [], "g": {}}

    without(document, steps(pointer))

    assert set(dict(leaves(document))) == left
