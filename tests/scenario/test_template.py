from typing import Any

import pytest

from mockllm.scenario import template as templates
from mockllm.scenario.template import TemplateError, render, template, variables


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        ("plain { text }", "plain { text }"),
        ("{{ a }}!", "one!"),
        ("{{ b.c[0] }}", "1"),
        ("{% if a == 'one' %}yes{% else %}no{% endif %}", "yes"),
        ("{{ a | upper }} {{ b | tojson }}", 'ONE {"c": [1, 2]}'),
        ("{{ b.c | join('+') }}", "1+2"),
        ("{{ 2 * 3 % 4 }}", "2"),
        ("{{ '{{' }}", "{{"),
        ("line\n{{ a }}\n", "line\none\n"),
        ("{{ nobody | default('none') }}", "none"),
    ],
)
def test_expressions_and_if_are_filled_in(source: str, expected: str) -> None:
    assert render(template(source), {"a": "one", "b": {"c": [1, 2]}}) == expected


@pytest.mark.parametrize(
    ("source", "reason"),
    [
        ("{{", "cannot be read"),
        ("{% for x in a %}{% endfor %}", "expressions and if, not for"),
        ("{% set x = 1 %}{{ x }}", "not assign"),
        ("{% include 'x' %}", "not include"),
        ("{{ a.center(9) }}", "may not call functions"),
        ("{{ range(9) }}", "may not call functions"),
        ("{{ a | center(9) }}", "there is no filter center"),
        ("{{ a is fancy }}", "there is no test fancy"),
        ("{% block a %}{% endblock %}{% block a %}{% endblock %}", "not block"),
        ("{{ " + "(" * 600 + "1" + ")" * 600 + " }}", "nested too deeply"),
        ("{{ a }}" + "x" * templates.MOST_SOURCE, "at most"),
    ],
)
def test_what_is_not_allowed_is_refused_when_read(source: str, reason: str) -> None:
    with pytest.raises(TemplateError, match=reason):
        template(source)


@pytest.mark.parametrize(
    ("source", "reason"),
    [
        ("{{ nobody }}", "'nobody' is undefined"),
        ("{{ a.__class__ }}", "unsafe"),
        ("{{ a * 9 }}", "numbers only"),
        ("{{ 9 ** 9 }}", "numbers only"),
        ("{{ '%9d' % 1 }}", "numbers only"),
        ("{{ 1 / 0 }}", "division by zero"),
        ("{{ big | join(big) }}", "join makes more"),
        ("{{ big }}" * 20, "makes more than"),
        ("{{ a | sum }}", "unsupported operand"),
    ],
)
def test_what_fails_on_a_request_is_told(source: str, reason: str) -> None:
    values: dict[str, Any] = {"a": "one", "big": "x" * 60_000}

    with pytest.raises(TemplateError, match=reason):
        render(template(source), values)


@pytest.mark.parametrize(
    "source", ["{{ a | fancy }}", "{{ a is fancy }}", "{% for x in a %}{{ x | fancy }}{% endfor %}"]
)
def test_the_names_of_a_template_that_is_not_allowed_are_refused_alike(source: str) -> None:
    with pytest.raises(TemplateError):
        variables(source)


def test_the_names_that_a_template_looks_up_are_known() -> None:
    assert variables("{{ a }}{% if b.c %}{{ d | upper }}{% endif %}") == {"a", "b", "d"}
    assert variables("plain") == frozenset()
