from pathlib import Path

import aiohttp
import pytest
from yarl import URL

from mockllm.errors import MockLLMError
from mockllm.exchange import Raw
from mockllm.proxy.client import Settings, cause, forwarded, proxy_for, sent, session


def test_headers_that_are_spelled_in_two_ways_are_both_kept() -> None:
    assert list(sent((("X-A", "1"), ("B", "2"), ("x-a", "3"))).items()) == [("X-A", "1"), ("B", "2"), ("X-A", "3")]


def test_a_request_without_encodings_gets_none() -> None:
    assert forwarded(Raw("GET", "/", pairs=(("A", "b"),)), Settings()) == (("A", "b"),)


def test_headers_that_are_not_ascii_go_up_as_they_came() -> None:
    pairs = (("A", "plain"), ("B", "é".encode().decode("latin-1")), ("C", "\xe9"), ("D", "…"))

    assert forwarded(Raw("GET", "/", pairs=pairs), Settings()) == (("A", "plain"), ("B", "é"), ("C", "é"), ("D", "…"))


async def test_a_ca_file_that_is_none_says_so(tmp_path: Path) -> None:
    with pytest.raises(MockLLMError, match=r"--ca .*none\.pem: cannot read certificates from it: No such file"):
        session(Settings(ca=str(tmp_path / "none.pem")))
    (tmp_path / "bad.pem").write_text("-----BEGIN CERTIFICATE-----\nx\n-----END CERTIFICATE-----\n")
    with pytest.raises(MockLLMError, match="cannot read certificates"):
        session(Settings(ca=str(tmp_path / "bad.pem")))


def test_a_proxy_is_used_when_asked(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HTTPS_PROXY", "http://env:1")
    monkeypatch.setenv("https_proxy", "http://env:1")
    monkeypatch.setenv("no_proxy", "inside.example")
    url = URL("https://h/x")

    assert proxy_for(url, Settings()) is None
    assert proxy_for(url, Settings(proxy="http://p:1")) == "http://p:1"
    assert proxy_for(url, Settings(proxy="env")) == "http://env:1"
    assert proxy_for(URL("https://inside.example/x"), Settings(proxy="env")) is None


@pytest.mark.parametrize(
    ("error", "words"),
    [
        (TimeoutError(), "The upstream https://h:1 failed: it did not answer in time."),
        (aiohttp.ServerDisconnectedError("gone"), "it closed the connection without a response (gone)."),
        (OSError(5, "Input/output error"), "the connection failed ([Errno 5] Input/output error)."),
        (aiohttp.ClientError("odd\nlines"), "the request failed (odd lines)."),
    ],
)
def test_every_failure_has_its_sentence(error: BaseException, words: str) -> None:
    assert cause(error, URL("https://me:secret@h:1/x?key=y")).endswith(words)
    assert "secret" not in cause(error, URL("https://me:secret@h:1/x?key=y"))
