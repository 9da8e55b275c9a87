"""Header fields of requests."""

from mockllm.server.fields import fields


def test_fields_keep_order_and_case_and_are_found_by_lower_case() -> None:
    raw = ((b"Host", b"here"), (b"X-Two", b"1"), (b"x-two", b"2"), (b"X-Any", b"\xe9\xff"))
    pairs, named = fields(raw)
    assert pairs == (("Host", "here"), ("X-Two", "1"), ("x-two", "2"), ("X-Any", "\xe9\xff"))
    assert named == {"host": "here", "x-two": "2", "x-any": "\xe9\xff"}
    assert list(named) == ["host", "x-two", "x-any"]


def test_a_request_may_have_no_fields() -> None:
    assert fields(()) == ((), {})


def test_requests_do_not_share_a_mapping() -> None:
    raw = ((b"Host", b"here"),)
    fields(raw)[1]["host"] = "there"
    assert fields(raw)[1] == {"host": "here"}
