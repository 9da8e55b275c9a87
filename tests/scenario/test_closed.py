"""Values of which there are only so many."""

from typing import Any

import pytest

from mockllm.ask import Tool
from mockllm.scenario.closed import SHAPES, strangers
from mockllm.scenario.scene import VALUES
from mockllm.vendors.table import VENDORS

TOOLS = {"get_weather": Tool("get_weather")}


@pytest.mark.parametrize(
    ("name", "value", "path", "reason"),
    [
        ("shape", "chatt", ("shape",), "there is no shape 'chatt'; did you mean 'chat'?"),
        ("shape", ["chat", "x"], ("shape", 1), "there is no shape 'x'; known are chat, responses"),
        ("vendor", "opneai", ("vendor",), "there is no vendor 'opneai'; did you mean 'openai'?"),
        ("vendor", "open?i*x", ("vendor",), "there is no vendor 'open?i*x'"),
        ("results", {"wether": "any"}, ("results", "wether"), "there is no tool 'wether' among 'tools'"),
        ("results", ["wether"], ("results", "wether"), "there is no tool 'wether' among 'tools'"),
    ],
)
def test_what_no_request_can_have_is_found(name: str, value: Any, path: tuple[Any, ...], reason: str) -> None:
    (problem,) = strangers(name, value, (name,), TOOLS)

    assert problem.path == path
    assert problem.reason.startswith(reason)


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("shape", "chat"),
        ("shape", ["mess*", "responses"]),
        ("vendor", "open*"),
        ("results", "any text"),
        ("results", {"get_weather": "any"}),
        ("model", "gtp-5"),
        ("user", "chatt"),
    ],
)
def test_what_a_request_may_have_is_none(name: str, value: Any) -> None:
    assert not list(strangers(name, value, (name,), TOOLS))


def test_results_are_looked_at_only_where_tools_are_declared() -> None:
    assert not list(strangers("results", ["wether"], (), {}))


def test_every_vendor_may_be_named() -> None:
    assert not [vendor for vendor in VENDORS if list(strangers("vendor", vendor.name, (), {}))]
    assert {"shape", "vendor"} <= set(VALUES)
    assert SHAPES
