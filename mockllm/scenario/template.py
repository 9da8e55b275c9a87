"""Texts with `{{ expressions }}` and `{% if %}` over the request: sandboxed, without calls or loops, bounded in size.

Follows Jinja2's syntax. Jinja2 is imported when the first such text is met.
"""

import json
from collections.abc import Callable, Collection, Iterable, Mapping
from functools import cache
from typing import Any

__all__ = ["MOST_OUTPUT", "MOST_SOURCE", "Template", "TemplateError", "render", "template", "variables"]

MOST_SOURCE = 65_536
"""How many characters a template may have."""

MOST_OUTPUT = 1 << 20
"""How many characters a template may make."""

FILTERS = (
    "abs", "capitalize", "count", "default", "d", "first", "float", "int", "last", "length", "list", "lower",
    "reverse", "round", "sort", "string", "sum", "title", "trim", "unique", "upper", "wordcount",
)  # fmt: skip
STATEMENTS = ("If", "Output", "Template", "TemplateData")

Template = str | Callable[[Mapping[str, Any]], str]
"""A text as it is, or what makes it of the variables."""


class TemplateError(ValueError):
    """A template that cannot be read, or not be rendered over this request."""


def template(source: str) -> Template:
    """The template of a text; a text without marks is itself. Raises TemplateError."""
    if "{{" not in source and "{%" not in source:
        return source
    if len(source) > MOST_SOURCE:
        raise TemplateError(f"a template has at most {MOST_SOURCE:,} characters, not {len(source):,}")
    compiled = _environment().from_string(_parsed(source))

    def make(values: Mapping[str, Any]) -> str:
        return _rendered(compiled, values)

    return make


def render(text: Template, values: Mapping[str, Any]) -> str:
    """The text that a template makes of the values. Raises TemplateError."""
    return text if isinstance(text, str) else text(values)


def variables(source: str) -> frozenset[str]:
    """The names that a template looks up. Raises TemplateError."""
    if "{{" not in source and "{%" not in source:
        return frozenset()
    from jinja2 import meta  # noqa: PLC0415 - only texts with marks need it

    return frozenset(meta.find_undeclared_variables(_parsed(source)))


@cache
def _environment() -> Any:
    from jinja2 import StrictUndefined  # noqa: PLC0415 - only texts with marks need it
    from jinja2.sandbox import SandboxedEnvironment  # noqa: PLC0415

    class Environment(SandboxedEnvironment):
        """Numbers may be multiplied, texts may not: that is how a short template makes a long text."""

        intercepted_binops = frozenset(["*", "**", "%"])

        def call_binop(self, context: Any, operator: str, left: Any, right: Any) -> Any:
            if isinstance(left, int | float) and isinstance(right, int | float) and operator != "**":
                return super().call_binop(context, operator, left, right)
            raise TemplateError(f"the operator {operator} is for numbers only, and ** is not allowed")

    made = Environment(undefined=StrictUndefined, keep_trailing_newline=True, autoescape=False)
    made.globals.clear()
    made.filters = {name: made.filters[name] for name in FILTERS}
    made.filters |= OWN_FILTERS
    return made


def _join(values: Iterable[Any], between: str = "") -> str:
    texts = [str(value) for value in values]
    if sum(map(len, texts)) + len(between) * len(texts) > MOST_OUTPUT:
        raise TemplateError(f"join makes more than {MOST_OUTPUT:,} characters")
    return between.join(texts)


def _tojson(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False)


OWN_FILTERS = {"join": _join, "tojson": _tojson}


def _parsed(source: str) -> Any:
    from jinja2 import TemplateSyntaxError  # noqa: PLC0415 - only texts with marks need it

    try:
        tree = _environment().parse(source)
    except TemplateSyntaxError as error:
        raise TemplateError(f"the template cannot be read: {error.message}") from error
    except RecursionError as error:
        raise TemplateError("the template is nested too deeply") from error
    _allowed(tree)
    return tree


def _allowed(tree: Any) -> None:
    from jinja2 import nodes  # noqa: PLC0415 - only texts with marks need it

    for node in tree.find_all(nodes.Stmt):
        if type(node).__name__ not in STATEMENTS:
            raise TemplateError(f"a template may hold expressions and if, not {type(node).__name__.lower()}")
    if tree.find(nodes.Call):
        raise TemplateError("a template may not call functions; use filters such as {{ name | upper }}")
    _known("filter", tree.find_all(nodes.Filter), _environment().filters)
    _known("test", tree.find_all(nodes.Test), _environment().tests)


def _known(what: str, used: Iterable[Any], known: Collection[str]) -> None:
    for node in used:
        if node.name not in known:
            raise TemplateError(f"there is no {what} {node.name}; there are {', '.join(sorted(known))}")


def _rendered(compiled: Any, values: Mapping[str, Any]) -> str:
    from jinja2 import TemplateError as JinjaError  # noqa: PLC0415 - only texts with marks need it

    pieces: list[str] = []
    size = 0
    try:
        for piece in compiled.generate(values):
            size += len(piece)
            if size > MOST_OUTPUT:
                raise TemplateError(f"the template makes more than {MOST_OUTPUT:,} characters")
            pieces.append(piece)
    except (JinjaError, ArithmeticError, LookupError, TypeError, ValueError) as error:
        if isinstance(error, TemplateError):
            raise
        raise TemplateError(f"the template fails on this request: {error}") from error
    return "".join(pieces)
