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
    ("method", "path", "meant"),
    [
        ("POST", "/chat/completions", "/v1/chat/completions"),
        ("POST", "/v1/v1/chat/completions", "/v1/chat/completions"),
        ("POST", "/v1/chat/completions/chat/completions", "/v1/chat/completions"),
        ("POST", "/messages", "/v1/messages"),
        ("POST", "/v1/v1/messages", "/v1/messages"),
        ("POST", "/openai/responses", "/openai/v1/responses"),
        ("POST", "/anthropic/v1/v1/messages", "/anthropic/v1/messages"),
        ("POST", "/predictionguard/v1/chat/completions", "/predictionguard/chat/completions"),
        ("GET", "/models", "/v1/models"),
    ],
)
def test_a_path_that_is_not_served_names_the_one_that_is_meant(method: str, path: str, meant: str) -> None:
    """A base URL that is too short or too long is the most common mistake."""
    assert ROUTER.nowhere(method, path) == f"nothing is served at {method} {path}; did you mean {meant}?"


@pytest.mark.parametrize(
    ("method", "path"), [("GET", "/"), ("POST", "/v1/moderations"), ("GET", "/chat/completions2"), ("GET", "/v1/files")]
)
def test_a_path_that_is_like_no_other_is_not_served(method: str, path: str) -> None:
    """What a vendor has and the server has not, and what another vendor has at the same path, means nothing else."""
    assert ROUTER.nowhere(method, path) == f"nothing is served at {method} {path}"


def test_a_path_may_be_anothers_when_it_is_asked_again() -> None:
    """Who claims a path may hang on the headers, whoever had it before."""
    router = Router(VENDORS)
    version = {"anthropic-version": "2023-06-01"}

    names = [router.place("GET", "/v1/models", headers).vendor.name for headers in ({}, version, {}, version)]

    assert names == ["openai", "anthropic", "openai", "anthropic"]


def test_every_route_is_found_again_where_it_was() -> None:
    """What was found once is told like what is looked for the first time, with any method and either headers."""
    paths = {mount + route.path for vendor in VENDORS for mount in vendor.mounts for route in vendor.routes}
    wanted = [
        (method, path, headers)
        for method in ("GET", "POST", "PATCH")
        for path in (*paths, *(f"{path}/" for path in paths), "/v1/elsewhere", "/", "")
        for headers in ({}, {"anthropic-version": "2023-06-01"})
    ]
    router = Router(VENDORS)

    first = [Router(VENDORS).place(*each) for each in wanted[:: len(wanted) // 20]]

    assert [router.place(*each) for each in wanted] == [router.place(*each) for each in wanted]
    assert [router.place(*each) for each in wanted[:: len(wanted) // 20]] == first


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
