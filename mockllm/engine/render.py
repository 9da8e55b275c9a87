"""From turns to a reply: the shape's JSON, the vendor's dress and layout, pace and faults."""

from collections.abc import Sequence

from msgspec import Struct
from msgspec.structs import asdict, replace

from mockllm import faults, pace, tokens
from mockllm.engine.form import Encoded, Forms
from mockllm.engine.template import Template
from mockllm.errors import Failure
from mockllm.exchange import Answer, Frame, Pace, Pairs, Reply
from mockllm.promptcache import Cached
from mockllm.stamp import Stamp
from mockllm.turn import Json as JsonPart
from mockllm.turn import Reasoning, Refusal, Text, ToolCall, Turn, Usage
from mockllm.vendors.kinds import Said, Speech, Vendor
from mockllm.wire import Event
from mockllm.wire.coding import burst
from mockllm.wire.event import encoded as written

__all__ = ["Rendered", "cached", "counted", "render", "stamped_again"]


class Rendered(Struct, frozen=True):
    """A reply, and where it can be stamped again, its bytes in pieces and the seconds before each."""

    reply: Reply
    encoded: tuple[bytes, ...] | None = None
    waits: tuple[float, ...] | None = None

    def template(self, stamp: Stamp) -> Template:
        """What makes the reply again for other stamps than the one that made it."""
        return Template(self.encoded or (), self.reply.headers, stamp, self.waits)


def counted(turns: Sequence[Turn], input_tokens: int) -> tuple[Turn, ...]:
    """The turns, each with its usage."""
    return tuple(turn if turn.usage is not None else replace(turn, usage=_usage(turn, input_tokens)) for turn in turns)


def cached(turns: Sequence[Turn], answer: Answer, found: Cached) -> tuple[Turn, ...]:
    """The counted turns with what the prompt cache did, but for usage that the answer came with from elsewhere."""
    return tuple(
        replace(turn, usage=replace(turn.usage, **asdict(found)))
        if turn.usage is not None and (answer.source == "fake" or said.usage is None)
        else turn
        for turn, said in zip(turns, answer.turns, strict=True)
    )


def _usage(turn: Turn, input_tokens: int) -> Usage:
    output = reasoning = 0
    for part in turn.parts:
        match part:
            case Reasoning(text=text, summary=summary):
                reasoning += tokens.count(text or "\n".join(summary))
            case Text(text=text) | JsonPart(text=text) | Refusal(text=text):
                output += tokens.count(text)
            case ToolCall(name=name, arguments=arguments):
                output += tokens.count(name) + tokens.count(arguments)
            case _:
                continue
    return Usage(input_tokens, output + reasoning, reasoning)


def render(
    vendor: Vendor, speech: Speech, said: Said, answer: Answer, default_pace: Pace | None, forms: Forms | None = None
) -> Rendered:
    """The reply that says these turns, and what may be sent again of it; `forms` are those of answers to asks alike."""
    chosen = answer.pace if answer.pace is not None else default_pace
    calm = not answer.faults and answer.failure is None and not _held(said) and answer.chunks == "event"
    if not calm or (said.ask.stream and chosen is not None and (chosen.ttft or chosen.tps)):
        forms = None
    encoded = None if forms is None else forms.answered(speech, said)
    if said.ask.stream:
        rendered = _streamed(vendor, speech, said, answer, chosen, calm, encoded)
    else:
        rendered = _whole(speech, said, answer, chosen, encoded)
    if forms is not None and encoded is None and rendered.encoded is not None:
        forms.learn(speech, said, rendered.encoded)
    return rendered


def _whole(speech: Speech, said: Said, answer: Answer, chosen: Pace | None, encoded: Encoded | None) -> Rendered:
    if encoded is None:
        encoded = (speech.layout(speech.dress(said, speech.shape.body(said.ask, said.turns, said.stamp))),)
    headers = _headers(speech.headers(said, False), answer.headers)
    written = sum((turn.usage or Usage()).output for turn in said.turns)
    reply = Reply(200, headers, encoded[0], chunked=speech.chunked, after=pace.whole(chosen, written))
    broken = faults.whole(answer.faults, reply)
    return Rendered(broken, encoded if answer.steady and broken is reply else None)


def stamped_again(speech: Speech, template: Template, stamp: Stamp, after: float, *, stream: bool) -> Reply:
    """The reply that a template makes for another stamp."""
    (*filled, lines), headers = template.fill(stamp)
    if template.waits is not None:
        return Reply(200, headers, frames=tuple(map(Frame, filled, template.waits)))
    if stream:
        return Reply(200, headers, burst=(filled[0], filled[1]), lines=lines)
    return Reply(200, headers, filled[0], chunked=speech.chunked, after=after, lines=lines)


def _streamed(
    vendor: Vendor,
    speech: Speech,
    said: Said,
    answer: Answer,
    chosen: Pace | None,
    calm: bool,
    encoded: Encoded | None,
) -> Rendered:
    headers = _headers(speech.headers(said, True), answer.headers)
    if encoded is not None:
        return _at_once(headers, encoded, answer)
    events = list(speech.stream(said, speech.shape.events(said.ask, said.turns, said.stamp)))
    if answer.failure is not None:
        events = _failing(vendor, answer.failure, answer, said, events)
    chunks = list(written(events, speech.ink(said)))
    if calm and (chosen is None or not (chosen.ttft or chosen.tps)):
        return _at_once(headers, burst(chunks), answer)
    weights = [event.tokens for event in events]
    frames: Sequence[Frame] = pace.spread(chosen, chunks, weights, said.stamp.dice("pace"))
    if calm:
        waits = tuple(frame.after for frame in frames)
        return Rendered(Reply(200, headers, frames=frames), tuple(chunks) if answer.steady else None, waits)
    frames = _hold(said, events, frames)
    frames, end = faults.apply(answer.faults, frames, events)
    frames = faults.rechunk(answer.chunks, frames)
    return Rendered(Reply(200, headers, frames=frames, end=end))


def _at_once(headers: Pairs, encoded: Encoded, answer: Answer) -> Rendered:
    """A stream all of which leaves together."""
    framed, last = encoded
    return Rendered(Reply(200, headers, burst=(framed, last)), encoded if answer.steady else None)


def _failing(vendor: Vendor, failure: Failure, answer: Answer, said: Said, events: list[Event]) -> list[Event]:
    """The events up to where the failure strikes, and those that tell it."""
    kept = faults.struck(answer.faults, events)
    return [*kept, *vendor.failed(failure, said, kept)]


def _headers(headers: Pairs, extra: Pairs) -> Pairs:
    """The headers with some of them replaced, or added at the end."""
    if not extra:
        return headers
    named = {name.lower() for name, _ in extra}
    # What a script sets may not end the header that it is in.
    safe = tuple((name, " ".join(value.splitlines())) for name, value in extra)
    return (*(pair for pair in headers if pair[0].lower() not in named), *safe)


def _held(said: Said) -> bool:
    return any("hold_after" in turn.extra for turn in said.turns)


def _hold(said: Said, events: Sequence[Event], frames: Sequence[Frame]) -> Sequence[Frame]:
    """The frames, the one after a given text held until it is released."""
    wanted = next((str(turn.extra["hold_after"]) for turn in said.turns if "hold_after" in turn.extra), None)
    if wanted is None:
        return frames
    spoken = ""
    for number, event in enumerate(events[:-1]):
        spoken += event.text
        if wanted in spoken:
            held = list(frames)
            held[number + 1] = replace(held[number + 1], hold=wanted)
            return held
    return frames
