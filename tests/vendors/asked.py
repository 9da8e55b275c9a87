"""What a table of checks says to a body: the refusal in short, and every way in which real requests disagree."""

import json
from collections.abc import Callable, Iterable, Mapping, Sequence
from copy import deepcopy
from dataclasses import dataclass, field
from typing import Any

from hypothesis import strategies as st

from mockllm.ask import Model
from mockllm.checks import About, Check, first
from mockllm.errors import Failure
from mockllm.vendors.kinds import Options

__all__ = ["Asked", "Refused", "anyone", "disagreements", "recorded_models", "spoiled"]

OK = 200

Find = Callable[[str, Options], Model | None]
Refused = tuple[int, str | None, str | None, str | None]
STATUS = {"invalid_request": 400, "bad_json": 400, "permission": 403, "not_found": 404}


def anyone(name: str, _: Options) -> Model | None:
    """The models of a vendor that takes any name."""
    return Model(name) if name else None


def _short(failure: Failure) -> Refused:
    return failure.status or STATUS[failure.kind], failure.message, failure.param, failure.code


@dataclass(frozen=True)
class Asked:
    """A table of rows with its vendor's models."""

    rows: Sequence[Check]
    find: Find
    headers: Mapping[str, str] = field(default_factory=dict)

    def refusal(
        self, body: Mapping[str, Any], headers: Mapping[str, str] | None = None, allow: Iterable[str] = ()
    ) -> Refused | None:
        """Status, message, param and code of the refusal, or None."""
        name = body.get("model")
        options = Options(allow=frozenset(allow))
        model = self.find(name, options) if isinstance(name, str) else None
        about = About(self.headers if headers is None else headers, model, frozenset(allow))
        failure = first(self.rows, body, about)
        return None if failure is None else _short(failure)


def recorded_models(lines: Iterable[Any], vendor: str) -> dict[str, set[str]]:
    """Which ids the vendor answered for which names, by its recorded whole answers."""
    answered: dict[str, set[str]] = {}
    for line in lines:
        asked = (line["request"]["body"] or {}).get("model")
        if line["vendor"] != vendor or not line["exact"] or line["response"]["status"] != 200 or not asked:
            continue
        told = _told(line["response"]["body"])
        if told:
            answered.setdefault(asked, set()).add(told)
    return answered


def _told(body: str) -> str | None:
    _, _, rest = body.replace('": "', '":"').partition('"model":"')
    return rest.partition('"')[0] or None


def disagreements(
    asked: Asked, lines: Iterable[Any], vendor: str, path: str, headers: Callable[[Any], Mapping[str, str]] = dict
) -> tuple[str, dict[str, Any]]:
    """How many real requests the rows judge as the real service did, and those that they do not, by id.

    A request counts as judged alike where both accept it, or both refuse it with the same status, message, param and
    code. Answers that do not depend on the body (401, 429) and requests without one are left out.
    """
    wrong: dict[str, Any] = {}
    total = 0
    for line in lines:
        request, status = line["request"], line["response"]["status"]
        if line["vendor"] != vendor or request["path"].split("?")[0] != path or request["method"] != "POST":
            continue
        if status in {401, 429} or request["body"] is None:
            continue
        total += 1
        ours = asked.refusal(request["body"], headers(request["headers"]))
        theirs = None if status == OK else _refused(status, line["response"]["body"])
        if ours != theirs:
            wrong[line["id"]] = (theirs, ours)
    return f"{total - len(wrong)} of {total} requests to {path} are judged as by {vendor}", wrong


def _refused(status: int, body: str) -> Refused:
    error = json.loads(body)["error"]
    return status, error.get("message"), error.get("param"), error.get("code")


JUNK: tuple[Any, ...] = (
    None,
    True,
    0,
    -1,
    1.5,
    10**400,
    "",
    "x",
    "\ud800",
    [],
    [[]],
    [None],
    {},
    {"type": "x"},
    {"type": []},
)


def _places(value: Any, place: tuple[str | int, ...] = ()) -> list[tuple[str | int, ...]]:
    if isinstance(value, dict):
        inner = [each for name, item in value.items() for each in _places(item, (*place, name))]
    elif isinstance(value, list):
        inner = [each for index, item in enumerate(value) for each in _places(item, (*place, index))]
    else:
        inner = []
    return [place, *inner] if place else inner


@st.composite
def spoiled(draw: st.DrawFn, body: Mapping[str, Any]) -> dict[str, Any]:
    """The body with up to three of its values, at any depth, replaced by junk or removed."""
    copy: dict[str, Any] = json.loads(json.dumps(body))
    for _ in range(draw(st.integers(1, 3))):
        place = draw(st.sampled_from(_places(copy) or [("model",)]))
        at: Any = copy
        for step in place[:-1]:
            at = at[step]
        if draw(st.booleans()) and isinstance(at, dict):
            at.pop(place[-1], None)
        else:
            at[place[-1]] = deepcopy(draw(st.sampled_from(JUNK)))
    return copy
