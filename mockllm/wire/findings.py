"""What a grammar finds wrong in a stream: a sentence each, with the number of the event."""

from collections.abc import Iterator

from msgspec import Struct, field

from mockllm.wire import JsonObject, received, sse

__all__ = ["Findings"]


class Findings(Struct):
    """Sentences so far, and the number of the event that is looked at, from 1; comments are not counted."""

    faults: list[str] = field(default_factory=list)
    number: int = 0

    def events(self, stream: bytes) -> Iterator[tuple[str | None, JsonObject | str]]:
        """The names and objects of a stream's events; `[DONE]` is text. What is not JSON becomes a fault."""
        for event in sse.decode(stream):
            if event.comment is not None:
                continue
            self.number += 1
            text = event.data or ""
            if text.strip() == received.DONE:
                yield event.name, received.DONE
                continue
            try:
                found = received.document(text.encode("utf-8", "replace"))
            except ValueError:
                self.add("its data is not a JSON object")
            else:
                yield event.name, found

    def must(self, holds: object, otherwise: str) -> bool:
        """Whether a rule holds; where it does not, the sentence is added."""
        if not holds:
            self.add(otherwise)
        return bool(holds)

    def add(self, sentence: str) -> None:
        """Add a sentence about the event that is looked at."""
        self.faults.append(f"event {self.number}: {sentence}")
