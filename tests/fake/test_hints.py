"""What a prompt offers to arguments."""

import pytest

from mockllm.fake.hints import Hints, hints_of, words_of


@pytest.mark.parametrize(
    ("prompt", "kind", "wanted"),
    [
        ("Say \"one\" and 'two' and `three` and “four”.", "quoted", ("one", "two", "three", "four")),
        ("It's what's his", "quoted", ()),
        ("Add 3, -4.5 and 1,200 to v2", "numbers", ("3", "-4.5", "1200")),
        ("On 2026-01-02 or 2026-01-03.", "dates", ("2026-01-02", "2026-01-03")),
        ("On 2026-01-02", "numbers", ()),
        ("Write to ada@example.com.", "emails", ("ada@example.com",)),
        ("See https://example.com/a?b=1.", "urls", ("https://example.com/a?b=1",)),
        ("Read src/main.py and /etc/hosts.txt", "paths", ("src/main.py", "/etc/hosts.txt")),
        ("What is the weather in San Francisco, CA?", "names", ("San Francisco, CA",)),
        ("Is Zürich nicer than Rio de Janeiro?", "names", ("Zürich", "Rio de Janeiro")),
        ("", "names", ()),
    ],
)
def test_each_kind_of_hint(prompt: str, kind: str, wanted: tuple[str, ...]) -> None:
    found = tuple(each for each in getattr(hints_of(prompt), kind) if each)

    assert found == wanted


def test_the_end_of_a_long_prompt_counts() -> None:
    assert hints_of("1 " + "x " * 8_000 + "2").numbers == ("2",)
    assert hints_of("") == Hints("")


def test_words_of_names_in_every_style() -> None:
    assert words_of("get_weather fetchNews Classes bus") == {"get", "weather", "fetch", "new", "classe", "bus"}
