"""Asking a vendor of the table to refuse."""

from typing import Any

from msgspec.structs import replace

from mockllm.errors import Failure
from mockllm.exchange import Raw, Reply
from mockllm.vendors.kinds import Vendor
from mockllm.vendors.table import VENDORS
from tests.vendors.worlds import world

__all__ = ["named", "refused"]


def named(name: str) -> Vendor:
    """The vendor of that name."""
    return next(vendor for vendor in VENDORS if vendor.name == name)


def refused(name: str, failure: Failure, path: str = "/v1/chat/completions", **body: Any) -> Reply:
    """What a vendor replies to a failure at a path."""
    where = replace(world(named(name), body), raw=Raw("POST", path))
    return named(name).refuse(failure, where)
