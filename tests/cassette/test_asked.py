from mockllm.cassette.asked import of_exchange, of_raw
from mockllm.cassette.canon import Rules
from mockllm.exchange import Raw
from tests.cassette.samples import request


def test_a_request_may_have_been_recorded_with_or_without_its_mount() -> None:
    raw = Raw("post", "/v1/x", target="/s/one/openrouter/api/v1/x?b=1&key=secret12&a=2", body=b"{}")

    asked = of_raw(raw, ("/api",), Rules())

    assert asked.paths == ("/v1/x", "/api/v1/x", "/s/one/openrouter/api/v1/x")
    assert asked.query == [("a", "2"), ("b", "1")]
    assert asked.values == ("secret12",)
    recorded = of_exchange(request(b"{}", uri="https://h/api/v1/x?a=2&b=1&key=REDACTED"), Rules())
    assert recorded.keys(recorded.body)[0] in asked.keys(asked.body)


def test_a_raw_request_without_a_target_has_its_path() -> None:
    assert of_raw(Raw("GET", "/v1/x"), (), Rules()).paths == ("/v1/x",)
