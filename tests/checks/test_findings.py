"""A finding keeps its problem while its place grows upwards."""

from mockllm.checks.findings import Finding, Missing, Tag


def test_a_place_grows_from_the_leaf() -> None:
    found = Finding(Missing(), ("text",)).under("content", 0).under(Tag("user")).under("messages", 3)
    assert found.path == ("messages", 3, "user", "content", 0, "text")
    assert found.problem == Missing()


def test_a_tag_is_told_from_a_key() -> None:
    path = Finding(Missing(), ("text",)).under(Tag("user")).path
    assert [isinstance(step, Tag) for step in path] == [True, False]
