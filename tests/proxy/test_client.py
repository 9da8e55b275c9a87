from pathlib import Path

import pytest

from mockllm.errors import MockLLMError
from mockllm.proxy.address import origin
from mockllm.proxy.client import Settings, context, proxy_for


def test_a_ca_file_that_is_none_says_so(tmp_path: Path) -> None:
    with pytest.raises(MockLLMError, match=r"--ca .*none\.pem: cannot read certificates from it: No such file"):
        context(str(tmp_path / "none.pem"))
    (tmp_path / "bad.pem").write_text("-----BEGIN CERTIFICATE-----\nx\n-----END CERTIFICATE-----\n")
    with pytest.raises(MockLLMError, match="cannot read certificates"):
        context(str(tmp_path / "bad.pem"))


def test_a_proxy_is_used_when_asked(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HTTPS_PROXY", "http://env:1")
    monkeypatch.setenv("https_proxy", "http://env:1")
    monkeypatch.setenv("no_proxy", "inside.example")
    server = origin("https://h/x")

    assert proxy_for(server, Settings()) is None
    assert proxy_for(server, Settings(proxy="http://p:1")) == "http://p:1"
    assert proxy_for(server, Settings(proxy="env")) == "http://env:1"
    assert proxy_for(origin("https://inside.example"), Settings(proxy="env")) is None
