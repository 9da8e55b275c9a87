import pytest

from mockllm.proxy.address import Address, Origin, basic, origin


@pytest.mark.parametrize(
    ("url", "server", "name"),
    [
        ("http://h", Origin("http", "h", 80, "h"), "http://h"),
        ("HTTPS://h:443/p", Origin("https", "h", 443, "h"), "https://h"),
        ("https://h:80", Origin("https", "h", 80, "h:80"), "https://h:80"),
        ("http://[::1]:8", Origin("http", "::1", 8, "[::1]:8"), "http://[::1]:8"),
        ("http://bücher.example", Origin("http", "xn--bcher-kva.example", 80, "xn--bcher-kva.example"), None),
        ("http://me:p%40ss@h", Origin("http", "h", 80, "h", basic("me", "p@ss")), "http://h"),
    ],
)
def test_a_server_is_known_by_its_parts(url: str, server: Origin, name: str | None) -> None:
    assert origin(url) == server
    assert name is None or server.name == name


def test_credentials_are_one_word() -> None:
    assert basic("Aladdin", "open sesame") == "Basic QWxhZGRpbjpvcGVuIHNlc2FtZQ=="


@pytest.mark.parametrize(
    ("base", "path", "target"),
    [
        ("https://h", "/v1/x?q=%2F", "/v1/x?q=%2F"),
        ("https://h/api", "/v1/x", "/api/v1/x"),
        ("https://h", "", "/"),
        ("https://h", "?q", "/?q"),
        ("https://h", "/x#part", "/x"),
        ("https://h", "*", "/*"),
    ],
)
def test_what_is_asked_for_is_a_path(base: str, path: str, target: str) -> None:
    address = Address(base, path)

    assert address.target == target
    assert address.url == base + path
    assert address.origin.name == "https://h"
