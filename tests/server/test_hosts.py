"""Whose requests are answered."""

import pytest

from mockllm.server.hosts import Hosts, is_loopback


@pytest.mark.parametrize("host", ["localhost", "127.0.0.1", "127.9.9.9", "::1", "app.localhost"])
def test_loopback(host: str) -> None:
    assert is_loopback(host)


@pytest.mark.parametrize("host", ["0.0.0.0", "::", "192.168.1.2", "example.com", ""])  # noqa: S104
def test_not_loopback(host: str) -> None:
    assert not is_loopback(host)


@pytest.mark.parametrize(
    "host",
    ["localhost:8000", "LOCALHOST", "127.0.0.1:1", "[::1]:8000", "::1", "a.localhost", "10.0.0.1", "ci.test", "own:80"],
)
def test_names_of_this_machine_and_addresses_are_answered(host: str) -> None:
    hosts = Hosts("own", ["CI.test"])

    assert hosts.refusal({"host": host}) is None
    assert hosts.refusal({"host": host}) is None


@pytest.mark.parametrize("host", ["evil.example", "localhost.evil.example:80", "", "evil.example:8000"])
def test_other_names_are_refused_with_what_to_do(host: str) -> None:
    told = Hosts("127.0.0.1").refusal({"host": host})

    assert told is not None
    assert "--allow-host" in told


def test_foreign_pages_are_refused_where_there_is_an_upstream() -> None:
    foreign = {"host": "localhost", "origin": "https://evil.example"}

    assert Hosts("localhost").refusal(foreign) is None
    guarded = Hosts("localhost", guard_origin=True)
    assert "Origin https://evil.example" in (guarded.refusal(foreign) or "")
    assert guarded.refusal({"host": "localhost", "origin": "http://localhost:3000"}) is None


def test_what_is_known_of_hosts_is_bounded() -> None:
    hosts = Hosts("localhost")
    for number in range(1_100):
        assert hosts.refusal({"host": f"h{number}.example"})

    assert len(hosts._known) == 1_000  # noqa: SLF001


def test_with_a_token_every_request_needs_it() -> None:
    hosts = Hosts("0.0.0.0", token="mine")  # noqa: S104, S106

    assert "every request needs the header x-mockllm-token" in (hosts.refusal({"host": "localhost"}) or "")
    assert hosts.refusal({"host": "localhost", "x-mockllm-token": "mÿne"}) is not None
    assert hosts.refusal({"host": "localhost", "x-mockllm-token": "mine"}) is None
    assert hosts.refusal({"host": "localhost", "authorization": "Bearer mine"}) is None
