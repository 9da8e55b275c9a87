"""docs/scenarios.md says what is so."""

import re

from mockllm.admin import ROUTES
from mockllm.scenario.scene import VALUES
from mockllm.scenario.words import FAULTS, TABLES
from tests.scenario.keytables import PAGE, named, rendered
from tests.scenario.plays import of
from tests.scenario.test_failures import REFUSALS

TEXT = PAGE.read_text(encoding="utf-8")
EXAMPLE = re.compile(r"^```yaml\n(.*?)^```$", re.DOTALL | re.MULTILINE)


def test_every_table_of_keys_is_on_the_page() -> None:
    assert sorted(named(TEXT)) == sorted(TABLES)


def test_every_key_is_on_the_page_as_the_vocabulary_has_it() -> None:
    assert rendered(TEXT) == TEXT, "run `make golden` and read the difference"


def test_every_key_has_a_row() -> None:
    assert all(f"| `{key}` |" in TEXT for words in TABLES.values() for key in words)


def test_links_within_the_page_lead_to_headings() -> None:
    headings = {line.lstrip("# ").lower().replace(" ", "-") for line in TEXT.splitlines() if line.startswith("#")}

    assert set(re.findall(r"\]\(#([^)]+)\)", TEXT.replace("\n", ""))) <= headings


def test_failures_have_the_status_and_the_exceptions_of_the_page() -> None:
    for kind, ((openai, _), (anthropic, _)) in REFUSALS.items():
        assert re.search(rf"\| `{kind}` \| {openai} \| `\w+` \| {anthropic} \| `\w+` \|", TEXT)


def test_the_order_of_faults_is_on_the_page() -> None:
    assert f"{', '.join(FAULTS)}." in " ".join(TEXT.split())


def test_every_value_that_templates_see_is_on_the_page() -> None:
    assert all(f"`{name}`" in TEXT for name in VALUES)


def test_every_endpoint_is_on_the_page() -> None:
    known = {f"{method} {path.replace('{name}', 'NAME')}" for method, path in ROUTES if path != "health"}

    assert {each for each in known if f"`{each}`" not in TEXT and f"{each}`" not in TEXT} == set()


def test_the_first_example_is_a_scenario() -> None:
    example = EXAMPLE.findall(TEXT)[0].replace("tools: weather.tools.json\n", "")

    assert len(of(example).lanes["default"].steps) == 2
