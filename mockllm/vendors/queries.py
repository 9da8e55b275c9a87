"""Queries that name a thing more than once."""

from urllib.parse import parse_qsl, urlsplit

from mockllm.vendors.kinds import World

__all__ = ["values"]


def values(world: World, name: str) -> tuple[str, ...]:
    """All values of `name` in the query, in order; also where it is written with brackets."""
    names = {name, f"{name}[]"}
    return tuple(value for key, value in parse_qsl(urlsplit(world.raw.target).query) if key in names)
