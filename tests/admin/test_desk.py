import pytest

from mockllm.admin.desk import Answered, Asked, Refusal, refused
from mockllm.exchange import Raw
from mockllm.session import Session
from tests.admin.desks import made


def asking(body: bytes) -> Asked:
    return Asked(made(), Raw("POST", "script", body=body), Session("a"))


def test_no_body_is_an_empty_document() -> None:
    assert asking(b" ").document() == {}


def test_a_document_is_the_json_of_the_body() -> None:
    assert asking(b'{"a": [1]}').document() == {"a": [1]}


@pytest.mark.parametrize("body", [b"{", b"[Infinity]", b"\xff", b"[" * 200_000])
def test_what_is_not_json_is_refused(body: bytes) -> None:
    with pytest.raises(Refusal) as caught:
        asking(body).document()

    assert caught.value.answered.status == 400


def test_a_refusal_is_an_error_as_json() -> None:
    assert refused(404, "No.", pointer="/a") == Answered({"error": {"message": "No.", "pointer": "/a"}}, 404)
