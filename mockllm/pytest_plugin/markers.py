"""What the markers of a test ask for."""

from collections.abc import Mapping
from hashlib import sha256
from pathlib import Path
from typing import Any, Literal, NoReturn

import pytest
from msgspec import Struct

from mockllm.errors import MockLLMError
from mockllm.exchange import Pace
from mockllm.pace import paced

__all__ = ["MARKERS", "Wishes", "place_of", "wishes"]

MARKERS = {
    "mockllm": "mockllm(seed=0, on_miss='error', pace=None, fake=False): how mockllm answers this test. on_miss is "
    "'error', 'fake' or 'upstream'; pace is tokens a second, a mockllm.Pace or a dict; fake=True is on_miss='fake'.",
    "mockllm_scenario": "mockllm_scenario(FILE, ...): play scenario files, found beside the test file.",
    "mockllm_cassette": "mockllm_cassette([FILE]): replay a cassette, or record it (--mockllm-record); without FILE "
    "cassettes/<test module>/<test name>.yaml beside the test file.",
}
"""Each marker and what it does."""

_LONGEST = 200
"""How many bytes the name of a file may have, with room for what is put around it."""

_ON_MISS = ("error", "fake", "upstream")


class Wishes(Struct, frozen=True):
    """What one test asks for. `cassette` is None where it asks for none."""

    seed: int | None = None
    on_miss: Literal["error", "fake", "upstream"] | None = None
    pace: Pace | None = None
    scenarios: tuple[Path, ...] = ()
    cassette: Path | None = None

    @property
    def any(self) -> bool:
        """Whether anything is asked for."""
        return self != Wishes()


def wishes(item: pytest.Item) -> Wishes:
    """The wishes of a test; what a marker nearer to it says wins. Fails the test where a marker is wrong."""
    said: dict[str, Any] = {}
    for mark in reversed(list(item.iter_markers("mockllm"))):
        if mark.args:
            _wrong(item, f"the marker mockllm takes keywords only, not {mark.args[0]!r}")
        for name, value in mark.kwargs.items():
            if name not in _CHECKED:
                _wrong(item, f"the marker mockllm takes no {name!r}; it takes {', '.join(_CHECKED)}")
            said.update(_CHECKED[name](item, value))
    files = [path for mark in item.iter_markers("mockllm_scenario") for path in _files(item, mark)]
    return Wishes(scenarios=tuple(files), cassette=_cassette(item), **said)


def place_of(item: pytest.Item) -> str:
    """The file and line of a test."""
    path, line, _ = item.location
    return f"{path}:{(line or 0) + 1}"


def _wrong(item: pytest.Item, reason: str) -> NoReturn:
    pytest.fail(f"{place_of(item)}: {reason}.", pytrace=False)


def _seed(item: pytest.Item, value: Any) -> Mapping[str, Any]:
    if not isinstance(value, int) or isinstance(value, bool):
        _wrong(item, f"the marker mockllm takes a number as seed, not {value!r}")
    return {"seed": value}


def _on_miss(item: pytest.Item, value: Any) -> Mapping[str, Any]:
    if value not in _ON_MISS:
        _wrong(item, f"the marker mockllm takes on_miss as one of {', '.join(_ON_MISS)}, not {value!r}")
    return {"on_miss": value}


def _pace(item: pytest.Item, value: Any) -> Mapping[str, Any]:
    if value is None:
        return {}
    try:
        return {"pace": paced(value)}
    except MockLLMError as error:
        _wrong(item, f"the marker mockllm: {str(error).removesuffix('.')}")


def _fake(item: pytest.Item, value: Any) -> Mapping[str, Any]:
    if not isinstance(value, bool):
        _wrong(item, f"the marker mockllm takes fake as True or False, not {value!r}")
    return {"on_miss": "fake"} if value else {}


_CHECKED = {"seed": _seed, "on_miss": _on_miss, "pace": _pace, "fake": _fake}


def _files(item: pytest.Item, mark: pytest.Mark) -> list[Path]:
    if not mark.args or mark.kwargs:
        _wrong(item, f"the marker {mark.name} takes one or more files and no keywords")
    return [item.path.parent / str(file) for file in mark.args]


def _cassette(item: pytest.Item) -> Path | None:
    mark = item.get_closest_marker("mockllm_cassette")
    if mark is None:
        return None
    if mark.kwargs or len(mark.args) > 1:
        _wrong(item, "the marker mockllm_cassette takes at most one file and no keywords")
    if mark.args:
        return item.path.parent / str(mark.args[0])
    cls = getattr(item, "cls", None)
    owner = "" if cls is None else f"{cls.__name__}."
    name = owner + "".join(each if each.isalnum() or each in "-_.[]" else "_" for each in item.name)
    if len(name.encode()) > _LONGEST:
        name = f"{name[: _LONGEST // 4]}-{sha256(name.encode()).hexdigest()[:16]}"
    return item.path.parent / "cassettes" / item.path.stem / f"{name}.yaml"
