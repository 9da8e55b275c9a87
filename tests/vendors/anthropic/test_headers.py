"""The version and beta headers."""

import pytest

from mockllm.checks import About
from mockllm.vendors.anthropic.headers import BETAS, beta, betas, betas_known, newest, version_known


def _about(version: str | None = "2023-06-01", names: str = "", allow: str = "") -> About:
    headers = {"anthropic-beta": names} | ({"anthropic-version": version} if version is not None else {})
    return About(headers, None, frozenset(allow.split()))


@pytest.mark.parametrize("version", ["2023-06-01", "2026-10-21"])
def test_both_versions_are_known(version: str) -> None:
    assert version_known({}, _about(version)) is None


@pytest.mark.parametrize(
    ("version", "message"),
    [
        (None, "anthropic-version: header is required"),
        ("", "anthropic-version: header is required"),
        ("2023-01-02", 'anthropic-version: "2023-01-02" is not a valid version'),
    ],
)
def test_a_version_is_refused(version: str | None, message: str) -> None:
    failure = version_known({}, _about(version))
    assert failure is not None
    assert failure.message == message


def test_an_unknown_beta_is_named() -> None:
    failure = betas_known({}, _about(names="files-api-2025-04-14, X,Y"))
    assert failure is not None
    assert failure.message == (
        "Unexpected value(s) `X`, `Y` for the `anthropic-beta` header. Please consult our documentation at "
        "platform.claude.com/docs or try again without the header."
    )
    assert betas_known({}, _about(names="X", allow="param")) is None


def test_every_known_beta_passes() -> None:
    assert betas_known({}, _about(names=",".join(BETAS))) is None
    assert betas({"anthropic-beta": " a ,b,, "}) == ("a", "b")
    assert betas({}) == ()


def test_a_beta_is_found_by_how_it_starts() -> None:
    assert beta("mcp-client-")({}, _about(names="mcp-client-2025-11-20"))
    assert not beta("mcp-client-")({}, _about(names="compact-2026-01-12"))


def test_the_newest_version_is_told() -> None:
    assert newest({}, _about("2026-10-21"))
    assert not newest({}, _about("2023-06-01"))
