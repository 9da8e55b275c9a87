"""Answers with values that no service would send, to see that reading them raises ValueError at most."""

import json
from collections.abc import Iterator
from typing import Any

from hypothesis import strategies as st

__all__ = ["ODD", "oddly", "replaced"]

ODD: st.SearchStrategy[Any] = (
    st.none() | st.booleans() | st.integers() | st.text(max_size=3) | st.sampled_from([[], {}, [1, {}]])
)
"""Values of every type."""


def _places(value: Any, path: tuple[Any, ...] = ()) -> Iterator[tuple[Any, ...]]:
    yield path
    inner = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    for key, each in inner:
        yield from _places(each, (*path, key))


def replaced(value: Any, path: tuple[Any, ...], by: Any) -> Any:
    """A copy of a JSON value with another one at a path."""
    if not path:
        return by
    copy = json.loads(json.dumps(value))
    at = copy
    for key in path[:-1]:
        at = at[key]
    at[path[-1]] = by
    return copy


def oddly(values: list[Any]) -> st.SearchStrategy[Any]:
    """One of these JSON values with something odd somewhere in it."""
    spots = [(value, path) for value in values for path in _places(value)]
    return st.tuples(st.sampled_from(spots), ODD).map(lambda drawn: replaced(drawn[0][0], drawn[0][1], drawn[1]))
