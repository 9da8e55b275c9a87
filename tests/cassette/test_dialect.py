import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from mockllm.cassette import dialect


@given(st.text(alphabet=st.characters(codec="utf-8")) | st.text(alphabet="a \n\t\r:-#'\"|>\u0085\u2028é\ufeff"))
def test_any_text_comes_back(text: str) -> None:
    assert dialect.load(dialect.dump({"string": text})) == {"string": text}


@given(st.binary(max_size=200))
def test_any_bytes_come_back(body: bytes) -> None:
    assert dialect.load(dialect.dump([{"string": body}])) == [{"string": body}]


def test_lines_are_written_as_lines() -> None:
    assert dialect.dump({"string": "data: é\n\ndata: [DONE]\n\n", "end": 1}) == (
        "string: |+\n  data: é\n\n  data: [DONE]\n\nend: 1\n"
    )


def test_keys_keep_their_order_and_nothing_is_an_alias() -> None:
    value = ["v"]

    assert dialect.dump({"b": value, "a": value}) == "b:\n- v\na:\n- v\n"


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("a: 2026-01-02 03:04:05", {"a": "2026-01-02 03:04:05"}),
        ("? !!python/object/apply:multidict._multidict.istr\n- Accept\n: x", {"Accept": "x"}),
        ("a: !!python/tuple [1, 2]", {"a": [1, 2]}),
        ("a: !!python/unicode 'x'", {"a": "x"}),
        ("a: !!python/object/new:_io.BytesIO {state: [!!binary eA==, 0, null]}", {"a": b"x"}),
        ("a: !!python/object/apply:builtins.iter {args: [[x]]}", {"a": ["x"]}),
        ("a: !binary eA==", {"a": b"x"}),
        ("a: !ruby/thing {b: c}", {"a": {"b": "c"}}),
    ],
)
def test_foreign_tags_are_plain_data(text: str, value: object) -> None:
    assert dialect.load(text) == value


def test_no_tag_makes_an_object() -> None:
    assert dialect.load("!!python/object/apply:os.getcwd []") == []
    assert dialect.load("!!python/name:os.system ''") == ""


def test_what_is_not_yaml_says_where() -> None:
    with pytest.raises(yaml.MarkedYAMLError) as caught:
        dialect.load("a: 1\nb: ]\n")

    assert caught.value.problem_mark is not None
    assert caught.value.problem_mark.line == 1
