"""Aliases, families in order, fine-tuned names, and the models of the options."""

import re

from mockllm.ask import Model
from mockllm.vendors.families import SEEN, Catalogue, family
from mockllm.vendors.kinds import Options

CATALOGUE = Catalogue(
    families=(family("gpt-9.*", Model("", reasoning=True)), family("gpt-.*", Model("", context=10))),
    aliases={"gpt-9": "gpt-9-2030-01-01"},
    tuned=re.compile(r"ft:(?P<base>[^:]+):.+"),
)


def test_an_alias_resolves_to_its_snapshot() -> None:
    assert CATALOGUE.known("gpt-9") == Model("gpt-9-2030-01-01", reasoning=True)


def test_the_first_family_that_fits_decides() -> None:
    assert CATALOGUE.known("gpt-8") == Model("gpt-8", context=10)


def test_a_name_of_no_family_is_unknown() -> None:
    assert CATALOGUE.known("llama") is None


def test_a_tuned_model_behaves_as_its_base_under_its_own_name() -> None:
    assert CATALOGUE.known("ft:gpt-9:acme::1") == Model("ft:gpt-9:acme::1", reasoning=True)
    assert CATALOGUE.known("ft:llama:acme::1") is None


def test_options_add_models_or_allow_any() -> None:
    mine = Model("mine", context=7)
    assert CATALOGUE.find("mine", Options(models={"mine": mine})) == mine
    assert CATALOGUE.find("mine", Options()) is None
    unlisted = Model("mine", traits=frozenset({"unlisted"}))
    assert CATALOGUE.find("mine", Options(lenient=True)) == unlisted
    assert CATALOGUE.find("mine", Options(allow=frozenset({"model"}))) == unlisted


def test_many_made_up_names_do_not_pile_up() -> None:
    seen: dict[str, Model | None] = {}
    catalogue = Catalogue(families=CATALOGUE.families, _seen=seen)
    for number in range(3 * SEEN):
        catalogue.known(f"gpt-{number}x")
    assert len(seen) <= SEEN
