"""docs/endpoints.md lists what is served, no less and no more."""

import re
from importlib import import_module
from pathlib import Path
from pkgutil import iter_modules

import pytest

from mockllm import vendors
from mockllm.vendors.table import VENDORS

PAGE = Path(__file__).parents[2] / "docs" / "endpoints.md"
ROW = re.compile(r"\| (GET|POST|DELETE) \| `([^`]+)` \| \S.* \|")
Endpoint = tuple[str, str]


def _documented() -> dict[str, list[Endpoint]]:
    sections = re.split(r"^## ", PAGE.read_text(encoding="utf-8"), flags=re.MULTILINE)[1:]
    return {section.split("\n", 1)[0].strip(): ROW.findall(section) for section in sections}


def _served() -> dict[str, set[Endpoint]]:
    """The routes of the vendors' table, and those of every module that has some."""
    served: dict[str, set[Endpoint]] = {each.name: {(r.method, r.path) for r in each.routes} for each in VENDORS}
    for package in iter_modules(vendors.__path__):
        if not package.ispkg:
            continue
        inner = import_module(f"mockllm.vendors.{package.name}")
        for module in iter_modules(inner.__path__):
            routes = getattr(import_module(f"{inner.__name__}.{module.name}"), "ROUTES", ())
            served.setdefault(package.name, set()).update((route.method, route.path) for route in routes)
    return served


@pytest.mark.parametrize("name", sorted(_documented()))
def test_the_page_lists_each_endpoint_of_a_vendor_once(name: str) -> None:
    rows = _documented()[name]
    assert len(rows) == len(set(rows))
    assert set(rows) == _served()[name]


def test_the_page_knows_every_vendor() -> None:
    assert set(_documented()) == {name for name, routes in _served().items() if routes}


def test_every_vendors_mount_is_named() -> None:
    text = PAGE.read_text(encoding="utf-8")
    for vendor in VENDORS:
        assert all(f"`{mount or '/'}`" in text for mount in vendor.mounts), vendor.name
