import base64
import gzip
from typing import Any

import pytest

from mockllm.cassette import dialect
from mockllm.cassette.exchange import plain
from mockllm.cassette.flavours import exchanges, items

VCRPY = """
interactions:
- request:
    body: '{"a": 1}'
    headers: {Accept: ['*/*'], X-Two: [a, b]}
    method: POST
    uri: https://h/v1/x
  response:
    body: {string: 'yes'}
    headers: {Content-Type: [text/plain]}
    status: {code: 201, message: Made}
version: 1
"""


def _one(text: str) -> Any:
    found = exchanges(dialect.load(text), "f.yaml")
    assert len(found) == 1
    return found[0]


def test_vcrpy_is_read() -> None:
    found = _one(VCRPY)

    assert found.request.method == "POST"
    assert found.request.uri == "https://h/v1/x"
    assert found.request.headers == (("Accept", "*/*"), ("X-Two", "a"), ("X-Two", "b"))
    assert found.request.body == b'{"a": 1}'
    assert (found.response.status, found.response.reason, found.response.body) == (201, "Made", b"yes")
    assert found.response.trace is None
    assert found.place == "f.yaml#1"


def test_parsed_bodies_become_json_again() -> None:
    found = _one(
        "interactions: [{request: {method: POST, uri: /x, headers: {}, parsed_body: {b: 1, a: [é]}},"
        " response: {headers: {}, parsed_body: {ok: true}, status: {code: 200, message: OK}}}]"
    )

    assert found.request.body == b'{"b": 1, "a": ["\\u00e9"]}'
    assert found.response.body == b'{"ok": true}'


def test_the_old_httpx_stub_is_read() -> None:
    found = _one(
        "interactions: [{request: {method: GET, uri: /x, headers: {}, body: ''},"
        " response: {content: 'hi', http_version: HTTP/1.1, headers: {a: [b]}, status_code: 404}}]"
    )

    assert (found.response.status, found.response.reason, found.response.body) == (404, "Not Found", b"hi")


def test_compressed_bodies_are_kept_as_they_are() -> None:
    body = base64.b64encode(gzip.compress(b"hi")).decode()
    found = _one(
        "interactions: [{request: {method: GET, uri: /x, headers: {}, body: null},"
        f" response: {{body: {{string: !!binary {body}}}, headers: {{Content-Encoding: [gzip]}}, status: 200}}}}]"
    )

    assert plain(found.response.headers, found.response.body) == b"hi"


def test_go_is_read() -> None:
    found = _one(
        "---\nversion: 1\ninteractions:\n"
        "- request: {body: '{}', form: {}, headers: {}, url: https://h/x, method: POST}\n"
        "  response: {body: 'yes', headers: {A: [b]}, status: 429 Too Many Requests, code: 429, duration: 12ms}\n"
    )

    assert found.request.uri == "https://h/x"
    assert (found.response.status, found.response.reason) == (429, "Too Many Requests")


def test_ruby_and_r_are_read() -> None:
    found = exchanges(
        dialect.load(
            "http_interactions:\n"
            "- request: {method: post, uri: /x, body: {encoding: UTF-8, string: q}, headers: {A: [b]}}\n"
            "  response: {status: {code: 200, message: OK}, headers: {}, body: {encoding: X, string: !binary eA==}}\n"
            "  recorded_at: Mon, 08 Jun 2026 18:49:17 GMT\n"
            "- request: {method: POST, uri: /x, body: {base64_string: eA==}}\n"
            "  response: {status: 200, headers: {a: one}, body: {string: s}}\n"
            "  recorded_at: 2026-08-02 17:44:04\n"
        )
    )

    assert [each.request.method for each in found] == ["POST", "POST"]
    assert [each.request.body for each in found] == [b"q", b"x"]
    assert [each.response.body for each in found] == [b"x", b"s"]
    assert found[1].response.headers == (("a", "one"),)
    assert found[1].response.trace is not None
    assert found[1].response.trace.recorded_at == "2026-08-02 17:44:04"


def test_a_pair_of_lists_is_read() -> None:
    found = _one(
        "requests: [{method: POST, uri: /x, body: q, headers: {}}]\n"
        "responses: [{status: {code: 200, message: OK}, headers: {}, body: {string: s}}]\n"
    )

    assert (found.request.body, found.response.body) == (b"q", b"s")


def test_har_is_read() -> None:
    found = exchanges(
        {
            "log": {
                "entries": [
                    {
                        "startedDateTime": "2026-01-01T00:00:00Z",
                        "request": {
                            "method": "POST",
                            "url": "https://h/x",
                            "headers": [{"name": ":method", "value": "POST"}, {"name": "A", "value": "b"}],
                            "postData": {"mimeType": "application/json", "text": "{}"},
                        },
                        "response": {
                            "status": 200,
                            "statusText": "",
                            "headers": [["C", "d"]],
                            "content": {"size": 1, "text": "eA==", "encoding": "base64"},
                        },
                    },
                    {
                        "request": {"method": "GET", "url": "https://h/x", "headers": []},
                        "response": {"status": 204, "statusText": "", "headers": [], "content": {"size": 0}},
                    },
                ]
            }
        }
    )

    assert found[0].request.headers == (("A", "b"),)
    assert found[0].request.body == b"{}"
    assert (found[0].response.body, found[0].response.headers) == (b"x", (("C", "d"),))
    assert (found[1].response.status, found[1].response.body) == (204, b"")


def test_a_single_exchange_and_a_bare_list_are_read() -> None:
    one = {"request": {"method": "GET", "url": "/x", "headers": {}}, "response": {"status": {"code": 599}, "body": "s"}}

    assert exchanges(one) == exchanges([one])
    assert exchanges(one)[0].response.reason == ""


def test_bodies_that_are_objects_become_json() -> None:
    one = {
        "request": {"method": "POST", "uri": "/x", "body": {"model": "m"}},
        "response": {"body": {"string": {"a": 1}}},
    }

    found = exchanges(one)[0]

    assert (found.request.body, found.response.body) == (b'{"model": "m"}', b'{"a": 1}')


def test_header_values_become_text() -> None:
    one = {"request": {"method": "GET", "uri": "/", "headers": {"a": True, "b": 3, "c": b"\xe9"}}, "response": {}}

    assert exchanges(one)[0].request.headers == (("a", "true"), ("b", "3"), ("c", "é"))


@pytest.mark.parametrize(
    ("document", "problem"),
    [
        ("text", "no `interactions` found"),
        ({"version": 1}, "no `interactions` found"),
        ({"interactions": 3}, "not a list"),
        ({"interactions": [{"request": {}, "response": {}}, {"request": {}}]}, "interaction 2 has no request or"),
        ({"requests": [{}], "responses": []}, "shorter"),
    ],
)
def test_what_is_no_cassette_says_why(document: Any, problem: str) -> None:
    with pytest.raises(ValueError, match=problem):
        items(document)


@pytest.mark.parametrize(
    ("request_", "problem"),
    [
        ({"methd": "POST", "uri": "/"}, "interaction 1: its request has no method; it has methd, uri"),
        ({"method": "POST", "uir": "/"}, "interaction 1: its request has no uri; it has method, uir"),
    ],
)
def test_a_request_without_method_or_uri_names_its_interaction(request_: Any, problem: str) -> None:
    with pytest.raises(ValueError, match=problem):
        exchanges({"request": request_, "response": {}})


def _har(*statuses: int) -> dict[str, Any]:
    request = {"method": "GET", "url": "https://h/x", "headers": []}
    entries = [{"request": request, "response": {"status": each, "headers": [], "content": {}}} for each in statuses]
    return {"log": {"entries": entries}}


def test_requests_that_a_browser_got_no_answer_to_are_left_out() -> None:
    assert [each.response.status for each in exchanges(_har(0, 200, 0))] == [200]


@pytest.mark.parametrize("status", [99, 1000, "ok", -1])
def test_a_status_that_is_none_names_its_interaction(status: Any) -> None:
    with pytest.raises(ValueError, match=f"^interaction 2: {status!r} is no status$"):
        exchanges(_har(200, status))


def test_a_body_that_is_not_the_base64_that_it_says_names_its_interaction() -> None:
    item = {"request": {"method": "GET", "uri": "/"}, "response": {"body": {"base64_string": "a"}}}
    with pytest.raises(ValueError, match=r"^interaction 1: "):
        exchanges({"http_interactions": [item]})


@pytest.mark.parametrize("times", [".inf", "-.inf", ".nan", "1e300", "-5", "soon"])
def test_times_that_are_none_are_not_waited_for(times: str) -> None:
    found = _one(f"{VCRPY.rpartition('version')[0]}    mockllm: {{headers_ms: {times}, end_ms: {times}}}\n")

    assert (found.response.trace.headers_ms, found.response.trace.end_ms) == (0.0, 0.0)
