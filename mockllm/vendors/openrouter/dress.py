"""How OpenRouter re-dresses a chat completion: its id and provider, native reasons, reasoning, and what it cost."""

from collections.abc import Iterator, Sequence

from msgspec import Struct

from mockllm import tokens
from mockllm.ask import Ask
from mockllm.ask import images as pictures
from mockllm.stamp import BASE62, Stamp, letters
from mockllm.turn import Reasoning, Stop, Turn, Usage, stop_of, total
from mockllm.vendors.kinds import Said
from mockllm.vendors.openrouter.calls import begun, call_id
from mockllm.vendors.openrouter.media import audio, images
from mockllm.vendors.openrouter.plugins import annotations, searches
from mockllm.vendors.openrouter.preferences import upstream
from mockllm.vendors.openrouter.providers import Provider
from mockllm.vendors.openrouter.routing import metadata
from mockllm.wire import Event, JsonObject
from mockllm.wire.chat.body import FINISH, tier

__all__ = [
    "PROCESSING",
    "Cost",
    "chunk_head",
    "comments",
    "completion",
    "cost",
    "extras",
    "generation_id",
    "native",
    "stream",
    "thought",
    "usage",
]

PROCESSING = "OPENROUTER PROCESSING"
NATIVE: dict[Stop, int] = {"tool": 1, "length": 2, "context": 2}


def generation_id(stamp: Stamp) -> str:
    """The id of a generation, `gen-<unix seconds>-<20 characters>`."""
    return stamp.draw(
        "generation", lambda drawn: f"gen-{drawn.created}-{letters(drawn.unique + b'generation', BASE62, 20)}"
    )


def completion(said: Said, body: JsonObject) -> JsonObject:
    """The whole answer as OpenRouter lays it out."""
    served = upstream(said.ask)
    choices = [_choice(said, turn, choice, served) for turn, choice in zip(said.turns, body["choices"], strict=True)]
    return {
        "id": generation_id(said.stamp),
        "object": "chat.completion",
        "created": body["created"],
        "model": said.ask.card.id,
        "provider": served.name,
        "system_fingerprint": None,
        "service_tier": body["service_tier"] if served.tiered else None,
        "choices": choices,
        "usage": usage(said.ask, said.turns),
        **metadata(said),
    }


def _choice(said: Said, turn: Turn, choice: JsonObject, served: Provider) -> JsonObject:
    message = choice["message"]
    shown: JsonObject = {
        "role": "assistant",
        "content": message["content"] or None,
        "refusal": message["refusal"],
        "reasoning": thought(said.ask, turn) or None,
    }
    details = [_detail(each, served, n) for n, each in enumerate(_shown(said.ask, turn))]
    if details:
        shown["reasoning_details"] = details
    if "tool_calls" in message:
        shown["tool_calls"] = [
            {
                "type": call["type"],
                "index": n,
                "id": call_id(said, choice["index"], n, call["id"], served),
                **{k: call[k] for k in ("function", "custom") if k in call},
            }
            for n, call in enumerate(message["tool_calls"])
        ]
    if "function_call" in message:
        shown["function_call"] = message["function_call"]
    noted = extras(said, choice["index"])
    if message["annotations"]:
        cited = [_cited(each) for each in message["annotations"]]
        noted["annotations"] = [*cited, *noted.get("annotations", ())]
    shown |= noted
    return {
        "index": choice["index"],
        "logprobs": choice.get("logprobs"),
        "finish_reason": FINISH[stop_of(turn)],
        "native_finish_reason": native(turn, served),
        "message": shown,
    }


def _cited(annotation: JsonObject) -> JsonObject:
    """A citation with its address first."""
    place = annotation["url_citation"]
    named = {key: place[key] for key in ("url", "title", "start_index", "end_index")}
    return {**annotation, "url_citation": named}


def native(turn: Turn, served: Provider) -> str:
    """The provider's own finish reason."""
    return served.native[NATIVE.get(stop_of(turn), 0)]


def extras(said: Said, index: int) -> JsonObject:
    """What a message carries beside its text: sources and files, pictures, a sound."""
    ask, turn = said.ask, said.turns[index]
    found = {
        "annotations": annotations(ask, turn, said.stamp.dice(f"annotations/{index}")),
        "images": images(ask, said.stamp.dice(f"images/{index}")),
        "audio": audio(ask, turn, said.stamp, index),
    }
    return {name: value for name, value in found.items() if value}


class Cost(Struct, frozen=True):
    """What an answer cost, in US dollars."""

    prompt: float
    completion: float

    @property
    def all(self) -> float:
        """Both together."""
        return round(self.prompt + self.completion, 10)

    def details(self) -> JsonObject:
        """The cost as it stands in a usage."""
        return {
            "upstream_inference_cost": self.all,
            "upstream_inference_prompt_cost": self.prompt,
            "upstream_inference_completions_cost": self.completion,
        }


def cost(ask: Ask, turns: Sequence[Turn]) -> Cost:
    """What the turns cost at the provider that served them."""
    used, prices = total(turns), upstream(ask)
    paid = used.input - used.cached * 0.9 + used.written * 0.25
    seen = round(len(pictures(ask)) * prices.image, 10)
    return Cost(_dollars(paid, prices.prompt) + seen, _dollars(used.output, prices.completion) + prices.request)


def usage(ask: Ask, turns: Sequence[Turn]) -> JsonObject:
    """The token counts, and what they cost in US dollars."""
    used, spent = total(turns), cost(ask, turns)
    searched = searches(ask)
    return {
        "prompt_tokens": used.input,
        "completion_tokens": used.output,
        "total_tokens": used.input + used.output,
        "cost": spent.all,
        "is_byok": False,
        "prompt_tokens_details": _prompt(used),
        "cost_details": spent.details(),
        "completion_tokens_details": {"reasoning_tokens": used.reasoning, "image_tokens": 0, "audio_tokens": 0},
        **({"server_tool_use_details": {"web_search_requests": searched}} if searched else {}),
    }


def _prompt(used: Usage) -> JsonObject:
    return {"cached_tokens": used.cached, "cache_write_tokens": used.written, "audio_tokens": 0, "video_tokens": 0}


def _dollars(count: float, price: float) -> float:
    return round(count * price / 1_000_000, 10)


def _shown(ask: Ask, turn: Turn) -> list[Reasoning]:
    if ask.thinking is None or not ask.thinking.text:
        return []
    return [part for part in turn.parts if isinstance(part, Reasoning) and (part.text or part.summary)]


def thought(ask: Ask, turn: Turn) -> str:
    """What an answer shows of the thoughts of a turn."""
    return "".join(part.text or "\n".join(part.summary) for part in _shown(ask, turn))


def _detail(part: Reasoning, served: Provider, index: int) -> JsonObject:
    if part.summary and not part.text:
        told: JsonObject = {"type": "reasoning.summary", "summary": "\n".join(part.summary)}
    else:
        told = {"type": "reasoning.text", "text": part.text}
        if part.signature:
            told["signature"] = part.signature
    return {**told, "format": served.format, "index": index}


def comments(stamp: Stamp) -> Iterator[Event]:
    """The comments that keep a stream alive before its first event."""
    for _ in range(1 + stamp.dice("processing").below(3)):
        yield Event(None, text=PROCESSING)


def stream(said: Said, events: Iterator[Event]) -> Iterator[Event]:
    """The chunks as OpenRouter sends them: comments first, reasoning, content in every delta, usage always."""
    served = upstream(said.ask)
    head = chunk_head(said)
    yield from comments(said.stamp)
    if isinstance(said.ask.body.get("debug"), dict) and said.ask.body["debug"].get("echo_upstream_body"):
        yield Event({**head, "choices": [], "debug": {"echo_upstream_body": _echo(said)}})
    for index, turn in enumerate(said.turns):
        yield from _reasoning(said, turn, index, served)
    last: JsonObject = {}
    for event in events:
        if not isinstance(event.data, dict):
            yield _final(said, head, last)
            yield event
            continue
        for choice in event.data["choices"]:
            shown = _delta(said, choice, served)
            if shown is None:
                continue
            if shown["finish_reason"]:
                yield from _extra(said, head, choice["index"])
            last = shown
            yield Event({**head, "choices": [shown]}, tokens=event.tokens, text=event.text)


def _extra(said: Said, head: JsonObject, index: int) -> Iterator[Event]:
    """A chunk of what a choice carries beside its text, if it carries any."""
    found = extras(said, index)
    if found:
        delta = {"content": "", "role": "assistant", **found}
        choice = {"index": index, "delta": delta, "finish_reason": None, "native_finish_reason": None}
        yield Event({**head, "choices": [choice]})


def chunk_head(said: Said) -> JsonObject:
    """What every chunk begins with."""
    return {
        "id": generation_id(said.stamp),
        "object": "chat.completion.chunk",
        "created": said.stamp.at(),
        "model": said.ask.card.id,
        "provider": upstream(said.ask).name,
    }


def _reasoning(said: Said, turn: Turn, choice: int, served: Provider) -> Iterator[Event]:
    for index, part in enumerate(_shown(said.ask, turn)):
        for piece in tokens.pieces(part.text or "\n".join(part.summary), turn.deltas):
            kind = "text" if part.text else "summary"
            detail = {"type": f"reasoning.{kind}", kind: piece, "format": served.format, "index": index}
            delta = {"content": "", "role": "assistant", "reasoning": piece, "reasoning_details": [detail]}
            shown = {"index": choice, "delta": delta, "finish_reason": None, "native_finish_reason": None}
            yield Event({**chunk_head(said), "choices": [shown]}, tokens=tokens.count(piece))


def _delta(said: Said, choice: JsonObject, served: Provider) -> JsonObject | None:
    """One choice's delta; the empty one that only names the role is not sent."""
    delta, reason = choice["delta"], choice["finish_reason"]
    silent = not (delta.get("content") or delta.get("refusal"))
    if reason is None and silent and not delta.keys() - {"role", "content", "refusal"}:
        return None
    calling = "tool_calls" in delta or "function_call" in delta
    told: JsonObject = {"content": None if calling else delta.get("content") or "", "role": "assistant"}
    told |= {key: value for key, value in delta.items() if key not in {"role", "content", "refusal"}}
    if delta.get("refusal"):
        told["refusal"] = delta["refusal"]
    if "tool_calls" in delta:
        told["tool_calls"] = [begun(said, choice["index"], call, served) for call in delta["tool_calls"]]
    turn = said.turns[choice["index"]]
    shown: JsonObject = {"index": choice["index"], "delta": told}
    if choice.get("logprobs"):
        shown["logprobs"] = choice["logprobs"]
    shown["finish_reason"] = FINISH[stop_of(turn)] if reason else None
    shown["native_finish_reason"] = native(turn, served) if reason else None
    return shown


def _final(said: Said, head: JsonObject, last: JsonObject) -> Event:
    named = tier(said.ask) if upstream(said.ask).tiered else None
    data = {**head, "service_tier": named, "choices": [last] if last else []}
    return Event({**data, "usage": usage(said.ask, said.turns), **metadata(said)})


def _echo(said: Said) -> JsonObject:
    return {key: value for key, value in said.ask.body.items() if key not in {"debug", "provider", "plugins", "trace"}}
