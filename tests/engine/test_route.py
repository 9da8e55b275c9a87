"""From paths to vendors and routes."""

import pytest

from mockllm.engine.route import Router, session_of
from mockllm.vendors.table import VENDORS

ROUTER = Router(VENDORS)


@pytest.mark.parametrize(
    ("path", "headers", "vendor", "mount", "rest"),
    [
        ("/v1/chat/completions", {}, "openai", "", "/v1/chat/completions"),
        ("/openai/v1/models", {}, "openai", "/openai", "/v1/models"),
        ("/v1/messages", {}, "anthropic", "", "/v1/messages"),
        ("/v1/models", {"anthropic-version": "2023-06-01"}, "anthropic", "", "/v1/models"),
        ("/v1/models", {}, "openai", "", "/v1/models"),
        ("/api/v1/chat/completions", {}, "openrouter", "/api", "/v1/chat/completions"),
        ("/openrouter/api/v1/chat/completions/", {}, "openrouter", "/openrouter/api", "/v1/chat/completions"),
        ("/apiary", {}, "openai", "", "/apiary"),
        ("/openai", {}, "openai", "/openai", "/"),
    ],
)
def test_path_belongs_to_a_vendor(path: str, headers: dict[str, str], vendor: str, mount: str, rest: str) -> None:
    """Longer mounts win; at the root the first vendor that claims the request."""
    place = ROUTER.place("POST", path, headers)

    assert (place.vendor.name, place.mount, place.path) == (vendor, mount, rest)


def test_route_has_its_parameters() -> None:
    """Named segments are handed on; a model's name may hold slashes or colons."""
    place = ROUTER.place("GET", "/v1/models/ft:gpt-4o-mini:acme:x:1", {})

    assert place.route is not None
    assert "ft:gpt-4o-mini:acme:x:1" in place.params.values()


def test_other_method_is_known() -> None:
    """A path that is there with another method is told apart from one that is not there."""
    assert ROUTER.place("PATCH", "/v1/chat/completions", {}).known
    assert not ROUTER.place("PATCH", "/v1/elsewhere", {}).known


@pytest.mark.parametrize(
    ("path", "found"),
    [
        ("/s/one/v1/models", ("one", "/v1/models")),
        ("/s/one", ("one", "/")),
        ("/v1/s/one", (None, "/v1/s/one")),
        ("/s/", (None, "/s/")),
    ],
)
def test_session_prefix_is_taken_off(path: str, found: tuple[str | None, str]) -> None:
    """`/s/NAME` comes before any mount."""
    assert session_of(path) == found
