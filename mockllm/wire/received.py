"""The JSON in an answer's bytes: one document, or the objects of an event stream."""

import json
from typing import Any

from mockllm.wire import JsonObject, sse

__all__ = ["DONE", "document", "is_json", "loads", "stream"]

DONE = "[DONE]"
"""The text that ends some streams."""


def document(body: bytes) -> JsonObject:
    """The object that a whole body is. Raises ValueError where it is none."""
    match loads(body):
        case dict() as value:
            return value
        case _:
            raise ValueError("the answer is JSON, but not an object")


def stream(body: bytes) -> list[JsonObject]:
    """The objects of a stream, in order, without comments and the final `[DONE]`.

    An event that was cut off at the end of the stream is left out. Raises ValueError where the stream holds no
    object, or data that is not one.
    """
    found: list[JsonObject] = []
    blocks = sse.split(body)
    for number, block in enumerate(blocks, 1):
        cut = number == len(blocks) and not sse.ended(block)
        for event in sse.decode(block):
            if event.data is None or event.data.strip() == DONE:
                continue
            try:
                found.append(document(event.data.encode("utf-8", "replace")))
            except ValueError as error:
                if not cut:
                    raise ValueError(f"the data of event {number} is not a JSON object: {error}") from error
    if not found:
        raise ValueError("the stream holds no event with a JSON object")
    return found


def loads(text: bytes | str) -> Any:
    """The JSON value of a text. Raises ValueError for whatever is wrong with it."""
    try:
        return json.loads(text)
    except RecursionError as error:
        raise ValueError("the JSON is nested too deep") from error


def is_json(text: str) -> bool:
    """Whether a text is JSON."""
    try:
        loads(text)
    except ValueError:
        return False
    return True
