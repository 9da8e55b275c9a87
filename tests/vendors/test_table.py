"""The table of vendors: no two are alike, and none names another's mounts."""

import re
from collections import Counter

import pytest

from mockllm.vendors.kinds import Vendor
from mockllm.vendors.table import VENDORS, variables

every_vendor = pytest.mark.parametrize("vendor", VENDORS, ids=lambda vendor: vendor.name)


def test_names_are_unique() -> None:
    assert len({vendor.name for vendor in VENDORS}) == len(VENDORS)


@every_vendor
def test_a_vendor_has_a_mount_of_its_own(vendor: Vendor) -> None:
    others = {mount for other in VENDORS if other is not vendor for mount in other.mounts}

    assert set(vendor.mounts) - others
    assert f"/{vendor.name}" in {mount.removesuffix("/api") for mount in vendor.mounts}


@every_vendor
def test_no_route_stands_twice(vendor: Vendor) -> None:
    places = Counter((route.method, route.path) for route in vendor.routes)

    assert {place for place, times in places.items() if times > 1} == set()


@every_vendor
def test_addresses_for_sdks_hold_the_servers_url(vendor: Vendor) -> None:
    urls = [value for name, value in vendor.env.items() if name.endswith("URL")]

    assert urls or not vendor.env
    assert all(value.format(url="http://x").startswith("http://x") for value in urls)


@every_vendor
def test_secrets_are_patterns_that_our_own_keys_do_not_match(vendor: Vendor) -> None:
    for pattern in vendor.secrets:
        assert not any(re.search(pattern, value) for value in vendor.env.values())


def test_variables_name_the_server_and_no_other() -> None:
    named = variables("http://here:1")

    assert named["OPENAI_BASE_URL"] == "http://here:1/v1"
    assert named["OPENAI_AGENTS_DISABLE_TRACING"] == "1"
    assert all(value.startswith("http://here:1") for value in named.values() if "://" in value)
