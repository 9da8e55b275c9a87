"""Prediction Guard's safeguards by themselves: personal data, injections, factuality, toxicity.

Specification: https://docs.predictionguard.com/api-reference
"""

from collections.abc import Callable, Iterable

from mockllm.checks import About, first
from mockllm.checks.fields import Walk
from mockllm.checks.scalars import FLAG, Kind, Null, Text
from mockllm.checks.shapes import Array, Either, Object
from mockllm.exchange import Reply
from mockllm.vendors.kinds import Handler, Route, World
from mockllm.vendors.predictionguard.ids import lettered, uuid
from mockllm.vendors.predictionguard.pii import ENTITIES, find, replace
from mockllm.vendors.predictionguard.rows import REPLACE, told
from mockllm.vendors.predictionguard.safeguards import factual, injected, toxic
from mockllm.wire import JsonObject
from mockllm.wire.layout import compact
from mockllm.wire.tolerant import string, strings, truth

__all__ = ["ROUTES", "answered"]

PROMPTS = Either("one of a string or array of strings", text=Text(1), array=Array(Text(), 1))


def answered(fields: dict[str, Kind], required: tuple[str, ...], work: Callable[[World], JsonObject]) -> Handler:
    """An endpoint whose body has these fields."""
    walk = Walk(Object(fields, required), told)

    def handle(world: World) -> Reply:
        about = About(world.raw.headers, None, world.options.allow)
        failure = None if world.options.lenient else first((walk,), world.body, about)
        if failure is not None:
            return world.vendor.refuse(failure, world)
        return Reply(200, (("content-type", "application/json"),), compact(work(world)))

    return handle


def _checked(id_: str, kind: str, world: World, checks: Iterable[JsonObject]) -> JsonObject:
    listed = [{"index": index, **each} for index, each in enumerate(checks)]
    return {"id": id_, "object": kind, "created": world.stamp.at(), "checks": listed}


def _score(world: World, *, high: bool, label: str) -> float:
    """A number between 0 and 1 that leaves no doubt."""
    drawn = world.stamp.dice(label).between(1, 200_000) / 1_000_000
    return round(1 - drawn if high else drawn, 6)


def _pii(world: World) -> JsonObject:
    body = world.body
    ignored = {each.upper() for each in strings(body.get("entity_list"))}
    entities = tuple(each for each in ENTITIES if each not in ignored)
    method, dice = string(body.get("replace_method"), "random"), world.stamp.dice("pii")

    def checked(text: str) -> JsonObject:
        found = find(text, entities)
        if not found:
            return {"prompt": text, "status": "success"}
        if truth(body.get("replace")):
            return {"new_prompt": replace(text, method, dice, entities), "status": "success"}
        places = [{"start": each.start, "end": each.end, "type": each.entity} for each in found]
        return {"pii_types_and_positions": places, "status": "success"}

    return _checked(lettered(world.stamp, "pii"), "pii_check", world, map(checked, strings(body.get("prompt"))))


def _injection(world: World) -> JsonObject:
    prompts = strings(world.body.get("prompt")) if truth(world.body.get("detect")) else ()
    scores = (_score(world, high=injected(each), label=f"injection/{n}") for n, each in enumerate(prompts))
    checks = ({"probability": score, "status": "success"} for score in scores)
    return _checked(lettered(world.stamp, "injection"), "injection_check", world, checks)


def _factuality(world: World) -> JsonObject:
    reference, text = string(world.body.get("reference")), string(world.body.get("text"))
    score = _score(world, high=factual([text], [reference]), label="factuality")
    return _checked(uuid(world.stamp, "fact"), "factuality.check", world, [{"score": score}])


def _toxicity(world: World) -> JsonObject:
    score = _score(world, high=toxic(string(world.body.get("text"))), label="toxicity")
    return _checked(uuid(world.stamp, "toxi"), "toxicity.check", world, [{"score": score}])


_PII: dict[str, Kind] = {
    "prompt": PROMPTS,
    "replace": FLAG,
    "replace_method": REPLACE,
    "entity_list": Null(Array(Text())),
}
ROUTES = (
    Route("POST", "/PII", "checks.pii", answered(_PII, ("prompt", "replace"), _pii)),
    Route(
        "POST",
        "/injection",
        "checks.injection",
        answered({"prompt": PROMPTS, "detect": FLAG}, ("prompt", "detect"), _injection),
    ),
    Route(
        "POST",
        "/factuality",
        "checks.factuality",
        answered({"reference": Text(), "text": Text()}, ("reference", "text"), _factuality),
    ),
    Route("POST", "/toxicity", "checks.toxicity", answered({"text": Text()}, ("text",), _toxicity)),
)
