import base64
import json

import pytest

from mockllm.cassette.secrets import Secrets, carried, is_credential, without_keys

KEY = "sk-proj-abc123DEF456ghi789"


def _hidden(body: bytes, secrets: Secrets | None = None, *, stream: bool = False) -> bytes:
    found = (secrets or Secrets()).clean(body, stream=stream)
    assert len(found) == len(body)
    return found


@pytest.mark.parametrize(
    "secret",
    [
        KEY,
        "sk-ant-api03-AbC_dEf-0123456789",
        "gsk_abcdefghij0123456789",
        "AIza" + "a" * 35,
        "AKIAABCDEFGHIJKLMNOP",
        "ghp_" + "a1" * 18,
        "xoxb-1234567890-abc",
        "eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxMjM0In0.abcdefghijkl",
        "org-AbCdEfGhIjKlMnOpQrStUvWx",
        "-----BEGIN RSA PRIVATE KEY-----\\nabc\\n-----END RSA PRIVATE KEY-----",
    ],
)
def test_keys_are_known_by_their_look(secret: str) -> None:
    body = json.dumps({"error": f"Bad key: {secret}."}).encode()

    assert secret.encode() not in _hidden(body)
    assert b"Bad key: REDACTEDx" in _hidden(body)


@pytest.mark.parametrize(
    "text",
    ["task-management-system-2024-and-more", "sk-loading-spinner-bar", "a sk-1", "org-chart", "eyJhbGciOiJIUzI1NiJ9"],
)
def test_words_are_no_keys(text: str) -> None:
    assert Secrets().spans(text.encode()) == []


def test_the_value_itself_is_found_in_every_writing() -> None:
    value = "s3cr3t+/key==é"
    secrets = Secrets((value,))
    written = json.dumps({"a": value, "b": json.dumps({"c": value})}).replace("/", "\\/").replace("+", "\\u002b")
    body = f"{written} {value} s3cr3t%2B%2Fkey%3D%3D%C3%A9".encode()

    hidden = _hidden(body, secrets)

    assert b"s3cr3t" not in hidden
    json.loads(hidden[: len(written.encode())])


def test_a_value_is_found_at_the_start_of_a_sentence_too() -> None:
    assert Secrets(("my-own-key-value",)).hide("My-own-key-value it is.") == "REDACTEDxxxxxxxx it is."


def _events(pieces: list[str], field: str, **numbers: int) -> bytes:
    return b"".join(
        b"data: " + json.dumps({"delta": {field: piece}, **numbers, "id": "x"}).encode() + b"\n\n" for piece in pieces
    )


@pytest.mark.parametrize("field", ["content", "text", "partial_json", "arguments", "reasoning_content"])
def test_a_key_that_a_stream_says_in_pieces_is_found(field: str) -> None:
    body = _events(["The key is sk-p", "roj-abc1", "23DEF456", "ghi789 indeed"], field)

    hidden = _hidden(body, stream=True)

    said = "".join(json.loads(line[6:])["delta"][field] for line in hidden.decode().splitlines() if line)
    assert said == "The key is REDACTEDxxxxxxxxxxxxxxxxxx indeed"
    assert Secrets().spans(body) == []


def test_streams_that_run_side_by_side_are_told_apart() -> None:
    one = _events(["sk-proj-abc", "123DEF456ghi789"], "arguments", index=0).split(b"\n\n")
    other = _events(["hello", " world"], "arguments", index=1).split(b"\n\n")
    body = b"\n\n".join([one[0], other[0], one[1], other[1], b""])

    hidden = _hidden(body, stream=True)

    assert b"abc" not in hidden
    assert b"DEF" not in hidden
    assert b"hello" in hidden


def test_the_users_patterns_hide_their_group() -> None:
    secrets = Secrets(extra=(r"patient (\d+)", r"room \w+", "(?i)none|(never)"))

    assert secrets.hide("patient 12345678 in room 9b") == "patient REDACTED in xxxxxxx"
    assert secrets.hide("NEVER") == "xxxxx"


def test_what_a_request_carries_is_known() -> None:
    headers = (
        ("Authorization", "Bearer abcdefgh"),
        ("proxy-authorization", "Basic " + base64.b64encode(b"me:passw0rd!").decode()),
        ("Cookie", "a=12345678; b=short"),
        ("x-api-key", "tiny"),
        ("X-Plain", "abcdefghij"),
        ("My-Session-Token", "tokentoken"),
    )

    found = carried(headers, [("key", "querykey1"), ("page", "pagepagepage")])

    assert set(found) == {
        "abcdefgh",
        base64.b64encode(b"me:passw0rd!").decode(),
        "passw0rd!",
        "12345678",
        "tokentoken",
        "querykey1",
    }


def test_a_basic_token_that_is_none_does_no_harm() -> None:
    assert carried((("authorization", "Basic ////////"),)) == ("////////",)


@pytest.mark.parametrize(
    ("name", "secret"),
    [
        ("Authorization", True),
        ("OpenAI-Organization", True),
        ("x-secret", True),
        ("x-ratelimit-remaining-tokens", False),
        ("x-request-id", False),
        ("max-tokens", False),
    ],
)
def test_headers_that_hold_credentials_are_known_by_name(name: str, secret: bool) -> None:
    assert is_credential(name) is secret


def test_half_surrogates_stay_what_they_are() -> None:
    text = "\ud83d sk-proj-0123456789abcdef0123 \udcff"

    assert Secrets().hide(text).startswith("\ud83d REDACTEDx")
    assert Secrets().hide(text).endswith(" \udcff")
    assert Secrets().hide(text[2:]).startswith("REDACTEDx")


@pytest.mark.parametrize("name", ["client_secret", "sessionToken", "X-Amz-Signature", "subscription-key"])
def test_keys_in_an_address_have_many_names(name: str) -> None:
    assert without_keys(f"/x?a=1&{name}=very-secret&b=2") == f"/x?a=1&{name}=REDACTED&b=2"
    assert carried((), [(name, "very-secret")]) == ("very-secret",)
    assert without_keys("/x?page_token=abc&next_token=def") == "/x?page_token=abc&next_token=def"


def test_a_value_is_found_in_base64() -> None:
    value = "my-own-key-value"
    body = b"data: {\n  key: " + base64.b64encode(value.encode()) + b"\n}"

    clean = Secrets((value,)).clean(body)

    assert clean == b"data: {\n  key: REDACTED" + b"x" * 14 + b"==\n}"
