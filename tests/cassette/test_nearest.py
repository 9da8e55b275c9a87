from typing import Any

from mockllm.cassette.index import Index
from mockllm.cassette.nearest import Nearest
from tests.cassette.samples import answered
from tests.cassette.test_index import _asked as asked


def _chat(text: str, **more: Any) -> dict[str, Any]:
    return {"model": "m", "messages": [{"role": "system", "content": "s"}, {"role": "user", "content": text}], **more}


def test_the_nearest_comes_first_and_says_what_differs() -> None:
    index = Index([answered(_chat(text)) for text in ("one", "two", "three", "four")])

    lines = Nearest(index).explain(asked(_chat("two", temperature=1)))

    assert lines[0] == "Near: #2, with 1 difference:"
    assert lines[1] == "  /temperature: not recorded, asked 1"
    assert sum(line.startswith("Near") for line in lines) == 3


def test_each_kind_of_difference_has_its_words() -> None:
    index = Index([answered(_chat("x" * 100 + "old" + "y" * 50, top_p=1, stop=["a"]))])

    lines = Nearest(index).explain(asked(_chat("x" * 100 + "new" + "y" * 50, stop=[])))

    assert lines[2:] == (
        "  /stop: not recorded, asked []",
        "  /top_p: recorded 1, not asked",
        '  /stop/0: recorded "a", not asked',
    )
    assert lines[1].startswith("  /messages/1/content: recorded …")
    assert "old" in lines[1].split(", asked ")[0]
    assert "new" in lines[1].split(", asked ")[1]


def test_a_path_that_was_never_recorded_names_those_that_were() -> None:
    index = Index([answered({}), answered({}), answered({}, uri="https://h/v1/models", method="GET")])

    lines = Nearest(index).explain(asked({}, path="/v1/other"))

    assert lines == (
        "No recording of POST /v1/other; recorded are: POST /v1/chat/completions (2), GET /v1/models (1).",
    )
    assert Nearest(Index([])).explain(asked({}))[0].endswith("recorded are: none.")


def test_many_differences_are_cut_short() -> None:
    index = Index([answered({f"a{number}": number for number in range(50)})])

    lines = Nearest(index).explain(asked({"b": 1}))

    assert lines[0] == "Near: #1, with 51 differences:"
    assert len(lines) == 22
    assert lines[-1] == "  and 31 more"


def test_bodies_and_queries_are_compared() -> None:
    index = Index([answered(b"a=b", uri="https://h/v1/x?b=1")])

    lines = Nearest(index).explain(asked(b"a=c&d", path="/v1/x", target="/v1/x?b=2"))

    assert lines[1:] == (
        '  query: recorded [["b", "1"]], asked [["b", "2"]]',
        "  body: recorded 3 bytes, asked 5 bytes that differ",
    )


def test_no_secret_is_told() -> None:
    index = Index([answered(_chat("x"))])

    lines = Nearest(index).explain(asked(_chat("my hunter22"), pairs=(("x-api-key", "hunter22"),)))

    assert "hunter22" not in "".join(lines)
    assert "REDACTED" in "".join(lines)


def test_among_many_the_one_with_most_in_common_is_found() -> None:
    index = Index([answered(_chat(f"question {number}", seed=number)) for number in range(2_000)])

    lines = Nearest(index).explain(asked(_chat("question 1234", seed=1)))

    assert "/seed" in "".join(lines[:2]) or "question 1" in "".join(lines[:2])
    assert lines[0] in {"Near: #2, with 1 difference:", "Near: #1235, with 1 difference:"}


def test_of_many_questions_the_one_in_nearly_the_same_words_is_nearest() -> None:
    towns = [f"What is the weather in town number {number}?" for number in range(500)]
    index = Index([answered(_chat(text)) for text in towns])

    lines = Nearest(index).explain(asked(_chat("What was the weather in town number 321?")))

    assert lines[0] == "Near: #322, with 1 difference:"


def test_what_the_upstream_has_before_its_paths_does_not_hide_what_is_near() -> None:
    index = Index([answered(_chat("one"), uri="https://h/gpu/v1/chat/completions")])

    assert Nearest(index).explain(asked(_chat("two")))[0] == "Near: #1, with 1 difference:"
