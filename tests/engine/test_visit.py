"""One request on its way, and its entry in the journal."""

import pytest

from mockllm.engine.route import Router
from mockllm.engine.visit import entered
from mockllm.exchange import Raw
from mockllm.session import Session
from mockllm.vendors.table import VENDORS


@pytest.mark.parametrize(("told", "retry"), [(None, 0), ("2", 2), ("x", 0), ("²", 0)])
def test_an_entry_knows_what_a_request_tells(told: str | None, retry: int) -> None:
    headers = {} if told is None else {"x-stainless-retry-count": told}
    raw = Raw("POST", "/v1/responses", headers=headers, body=b"{}", target="/v1/responses?key=sk-secret")

    entry = entered(raw, Session("s"), Router(VENDORS).place("POST", "/v1/responses", {}), 7.0)

    assert (entry.number, entry.vendor, entry.endpoint, entry.retry) == (1, "openai", "responses", retry)
    assert (entry.request, entry.arrived, entry.ended) == (b"{}", 7.0, "open")
    assert "sk-secret" not in entry.path
