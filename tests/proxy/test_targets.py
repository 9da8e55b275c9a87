import pytest

from mockllm.errors import MockLLMError
from mockllm.exchange import Raw
from mockllm.proxy.targets import Targets, parse

DEFAULTS = {"one": "https://one.example", "two": "https://two.example/api", "three": None}


def _url(targets: Targets, vendor: str, path: str, target: str) -> str:
    address = targets.address(vendor, Raw("POST", path, target=target), ("", "/one", "/two/api"))
    return "" if address is None else address.url


@pytest.mark.parametrize(
    ("base", "path", "target", "url"),
    [
        ("https://two.example/api", "/v1/x", "/two/api/v1/x?a=%2F", "https://two.example/api/v1/x?a=%2F"),
        ("https://h/v1", "/v1/x", "/v1/x", "https://h/v1/x"),
        ("https://h/v1", "/v1", "/v1", "https://h/v1"),
        ("https://h/v1", "/v1beta/x", "/v1beta/x", "https://h/v1/v1beta/x"),
        ("https://h", "/v1/x", "/s/name/one/v1/x?q", "https://h/v1/x?q"),
        ("https://h", "/v1/a b/c", "/one/v1/a%20b/c?q", "https://h/v1/a%20b/c?q"),
        ("https://h", "/v1/a/b", "/one/v1/a%2Fb/?q=%2F", "https://h/v1/a%2Fb/?q=%2F"),
        ("https://h", "/v1/x", "/elsewhere/v1/x", "https://h/elsewhere/v1/x"),
        ("https://h", "/v1/x", "", "https://h/v1/x"),
    ],
)
def test_a_named_upstream_stands_in_place_of_the_mount(base: str, path: str, target: str, url: str) -> None:
    assert _url(Targets({"one": base}), "one", path, target) == url


@pytest.mark.parametrize(
    ("target", "url"),
    [
        ("/one/v1/x?q=%20", "https://h/one/v1/x?q=%20"),
        ("/s/name/v1/x", "https://h/v1/x"),
        ("/s/name", "https://h"),
    ],
)
def test_one_upstream_for_everything_gets_every_path(target: str, url: str) -> None:
    assert _url(Targets(every="https://h"), "any", "/x", target) == url


def test_nothing_else_can_be_reached() -> None:
    assert Targets({"one": "https://h"}).address("two", Raw("GET", "/x")) is None


@pytest.mark.parametrize(
    ("given", "targets"),
    [
        ([], Targets({"one": "https://one.example", "two": "https://two.example/api"})),
        (["http://h:1/"], Targets(every="http://h:1")),
        (["three=http://h/p", "two"], Targets({"three": "http://h/p", "two": "https://two.example/api"})),
        (["one=http://h", "http://other"], Targets({"one": "http://h"}, "http://other")),
    ],
)
def test_upstreams_are_given_by_name_or_without(given: list[str], targets: Targets) -> None:
    assert parse(given, DEFAULTS) == targets


@pytest.mark.parametrize(
    ("given", "problem"),
    [
        ("four=http://h", "no vendor is called four; known are one, two, three"),
        ("three", "three has no address of its own; give one as three=URL"),
        ("one=ftp://h", "'ftp://h' is not an http or https address"),
        ("nonsense", "neither an address nor a vendor; these are one, two, three"),
        ("http://h?x=1", "is not an http or https address"),
        ("http://[", "is not an http or https address"),
    ],
)
def test_what_is_no_upstream_says_so(given: str, problem: str) -> None:
    with pytest.raises(MockLLMError, match=problem.replace("?", r"\?")):
        parse([given], DEFAULTS)
