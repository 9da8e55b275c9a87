"""What OpenRouter's plugins add to an answer."""

from typing import Any

import pytest

from mockllm.ask import Ask, Model
from mockllm.stamp import Dice
from mockllm.turn import Text, ToolCall, Turn
from mockllm.vendors.openrouter.plugins import annotations, enabled, searches
from mockllm.wire import chat

HELLO = Turn((Text("Hello there."),))


def asked(**body: Any) -> Ask:
    return chat.parse({"model": "a/b", **body}, {}, "openrouter", Model("a/b"))


def test_plugins_may_be_switched_off() -> None:
    assert list(enabled({"plugins": [{"id": "web"}, {"id": "moderation", "enabled": False}]})) == ["web"]
    assert list(enabled({"model": "a/b:online"})) == ["web"]
    assert enabled({"plugins": "web"}) == {}


def test_a_search_names_its_sources() -> None:
    ask = asked(plugins=[{"id": "web", "max_results": 3, "exclude_domains": ["example.com"]}])
    found = [each["url_citation"] for each in annotations(ask, HELLO, Dice(b"x"))]
    assert len(found) == 3
    assert not any("//example.com/" in each["url"] for each in found)
    assert {(each["start_index"], each["end_index"]) for each in found} == {(0, 12)}
    assert searches(ask) == 1


def test_nothing_is_cited_where_nothing_is_said() -> None:
    ask = asked(plugins=[{"id": "web"}])
    assert annotations(ask, Turn((ToolCall("f"),)), Dice(b"x")) == []
    assert annotations(asked(plugins=[{"id": "web", "max_results": 0}]), HELLO, Dice(b"x")) == []
    assert searches(asked()) == 0


def test_files_are_parsed() -> None:
    parts = [{"type": "file", "file": {"filename": "a.pdf", "file_data": "AAAA"}}]
    ask = asked(plugins=[{"id": "file-parser"}], messages=[{"role": "user", "content": parts}])
    (found,) = annotations(ask, HELLO, Dice(b"x"))
    assert (found["type"], found["file"]["name"], len(found["file"]["hash"])) == ("file", "a.pdf", 64)


@pytest.mark.parametrize(("wanted", "count"), [(None, 5), (2, 2), (99, 20), (-1, 0), ("x", 5)])
def test_there_are_as_many_sources_as_are_asked_for(wanted: Any, count: int) -> None:
    ask = asked(model="a/b:online", plugins=[{"id": "web", "max_results": wanted}])
    assert len(annotations(ask, HELLO, Dice(b"x"))) == count


def test_sources_come_from_the_sites_that_are_wanted() -> None:
    options = {"include_domains": ["a.io", "b.io", "c.io"], "exclude_domains": ["b.io"], "max_results": 4}
    found = annotations(asked(plugins=[{"id": "web", **options}]), HELLO, Dice(b"x"))
    assert {each["url_citation"]["url"].split("/")[2] for each in found} == {"a.io", "c.io"}
