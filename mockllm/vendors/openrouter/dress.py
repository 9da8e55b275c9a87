"""How OpenRouter re-dresses a chat completion: its id and provider, native reasons, reasoning, and what it cost."""

from collections.abc import Iterator, Sequence

from mockllm import tokens
from mockllm.ask import Ask
from mockllm.stamp import BASE62, Stamp, letters
from mockllm.turn import Reasoning, Stop, Turn, Usage, stop_of, total
from mockllm.vendors.kinds import Said
from mockllm.vendors.openrouter.providers import Provider, provider
from mockllm.wire import Event, JsonObject
from mockllm.wire.chat.body import FINISH

__all__ = ["PROCESSING", "completion", "generation_id", "native", "provider", "stream", "usage"]

PROCESSING = "OPENROUTER PROCESSING"
NATIVE: dict[Stop, int] = {"tool": 1, "length": 2, "context": 2}


def generation_id(stamp: Stamp) -> str:
    """The id of a generation, `gen-<unix seconds>-<20 characters>`."""
    return stamp.draw(
        "generation", lambda drawn: f"gen-{drawn.created}-{letters(drawn.unique + b'generation', BASE62, 20)}"
    )


def completion(said: Said, body: JsonObject) -> JsonObject:
    """The whole answer as OpenRouter lays it out."""
    upstream = provider(said.ask.card.id)
    choices = [_choice(said, turn, choice, upstream) for turn, choice in zip(said.turns, body["choices"], strict=True)]
    return {
        "id": generation_id(said.stamp),
        "object": "chat.completion",
        "created": body["created"],
        "model": said.ask.card.id,
        "provider": upstream.name,
        "system_fingerprint": None,
        "service_tier": body["service_tier"],
        "choices": choices,
        "usage": usage(said.ask, said.turns),
    }


def _choice(said: Said, turn: Turn, choice: JsonObject, upstream: Provider) -> JsonObject:
    message = choice["message"]
    shown: JsonObject = {
        "role": "assistant",
        "content": message["content"],
        "refusal": message["refusal"],
        "reasoning": _thought(said.ask, turn) or None,
    }
    details = [_detail(each, upstream, n) for n, each in enumerate(_shown(said.ask, turn))]
    if details:
        shown["reasoning_details"] = details
    if "tool_calls" in message:
        shown["tool_calls"] = [
            {
                "type": call["type"],
                "index": n,
                "id": call["id"],
                **{k: call[k] for k in ("function", "custom") if k in call},
            }
            for n, call in enumerate(message["tool_calls"])
        ]
    if "function_call" in message:
        shown["function_call"] = message["function_call"]
    if message["annotations"]:
        shown["annotations"] = message["annotations"]
    return {
        "index": choice["index"],
        "logprobs": choice.get("logprobs"),
        "finish_reason": FINISH[stop_of(turn)],
        "native_finish_reason": native(turn, upstream),
        "message": shown,
    }


def native(turn: Turn, upstream: Provider) -> str:
    """The provider's own finish reason."""
    return upstream.native[NATIVE.get(stop_of(turn), 0)]


def usage(ask: Ask, turns: Sequence[Turn]) -> JsonObject:
    """The token counts, and what they cost in US dollars."""
    used = total(turns)
    prices = provider(ask.card.id)
    prompt = _dollars(used.input - used.cached * 0.9, prices.prompt)
    completion_cost = _dollars(used.output, prices.completion)
    cost = round(prompt + completion_cost, 10)
    return {
        "prompt_tokens": used.input,
        "completion_tokens": used.output,
        "total_tokens": used.input + used.output,
        "cost": cost,
        "is_byok": False,
        "prompt_tokens_details": _prompt(used),
        "cost_details": {
            "upstream_inference_cost": cost,
            "upstream_inference_prompt_cost": prompt,
            "upstream_inference_completions_cost": completion_cost,
        },
        "completion_tokens_details": {"reasoning_tokens": used.reasoning, "image_tokens": 0, "audio_tokens": 0},
    }


def _prompt(used: Usage) -> JsonObject:
    return {"cached_tokens": used.cached, "cache_write_tokens": used.written, "audio_tokens": 0, "video_tokens": 0}


def _dollars(count: float, price: float) -> float:
    return round(count * price / 1_000_000, 10)


def _shown(ask: Ask, turn: Turn) -> list[Reasoning]:
    if ask.thinking is None or not ask.thinking.text:
        return []
    return [part for part in turn.parts if isinstance(part, Reasoning) and (part.text or part.summary)]


def _thought(ask: Ask, turn: Turn) -> str:
    return "".join(part.text or "\n".join(part.summary) for part in _shown(ask, turn))


def _detail(part: Reasoning, upstream: Provider, index: int) -> JsonObject:
    if part.summary and not part.text:
        told: JsonObject = {"type": "reasoning.summary", "summary": "\n".join(part.summary)}
    else:
        told = {"type": "reasoning.text", "text": part.text}
        if part.signature:
            told["signature"] = part.signature
    return {**told, "format": upstream.format, "index": index}


def stream(said: Said, events: Iterator[Event]) -> Iterator[Event]:
    """The chunks as OpenRouter sends them: comments first, reasoning, content in every delta, usage always."""
    upstream = provider(said.ask.card.id)
    for _ in range(1 + said.stamp.dice("processing").below(3)):
        yield Event(None, text=PROCESSING)
    if isinstance(said.ask.body.get("debug"), dict) and said.ask.body["debug"].get("echo_upstream_body"):
        yield Event({**_head(said, upstream), "choices": [], "debug": {"echo_upstream_body": _echo(said)}})
    for index, turn in enumerate(said.turns):
        yield from _reasoning(said, turn, index, upstream)
    last: JsonObject = {}
    for event in events:
        if not isinstance(event.data, dict):
            yield _final(said, upstream, last)
            yield event
            continue
        for choice in event.data["choices"]:
            shown = _delta(said, choice, upstream)
            if shown is not None:
                last = shown
                data = {**_head(said, upstream), "choices": [shown]}
                yield Event(data, tokens=event.tokens, text=event.text)


def _head(said: Said, upstream: Provider) -> JsonObject:
    return {
        "id": generation_id(said.stamp),
        "object": "chat.completion.chunk",
        "created": said.stamp.at(),
        "model": said.ask.card.id,
        "provider": upstream.name,
    }


def _reasoning(said: Said, turn: Turn, choice: int, upstream: Provider) -> Iterator[Event]:
    for index, part in enumerate(_shown(said.ask, turn)):
        for piece in tokens.pieces(part.text or "\n".join(part.summary), turn.deltas):
            kind = "text" if part.text else "summary"
            detail = {"type": f"reasoning.{kind}", kind: piece, "format": upstream.format, "index": index}
            delta = {"content": "", "role": "assistant", "reasoning": piece, "reasoning_details": [detail]}
            shown = {"index": choice, "delta": delta, "finish_reason": None, "native_finish_reason": None}
            yield Event({**_head(said, upstream), "choices": [shown]}, tokens=tokens.count(piece))


def _delta(said: Said, choice: JsonObject, upstream: Provider) -> JsonObject | None:
    """One choice's delta; the empty one that only names the role is not sent."""
    delta, reason = choice["delta"], choice["finish_reason"]
    silent = not (delta.get("content") or delta.get("refusal"))
    if reason is None and silent and not delta.keys() - {"role", "content", "refusal"}:
        return None
    calls = "tool_calls" in delta or "function_call" in delta
    told: JsonObject = {"content": None if calls else delta.get("content") or "", "role": "assistant"}
    told |= {key: value for key, value in delta.items() if key not in {"role", "content", "refusal"}}
    if delta.get("refusal"):
        told["refusal"] = delta["refusal"]
    turn = said.turns[choice["index"]]
    shown: JsonObject = {"index": choice["index"], "delta": told}
    if choice.get("logprobs"):
        shown["logprobs"] = choice["logprobs"]
    shown["finish_reason"] = FINISH[stop_of(turn)] if reason else None
    shown["native_finish_reason"] = native(turn, upstream) if reason else None
    return shown


def _final(said: Said, upstream: Provider, last: JsonObject) -> Event:
    data = {**_head(said, upstream), "service_tier": "default", "choices": [last] if last else []}
    return Event({**data, "usage": usage(said.ask, said.turns)})


def _echo(said: Said) -> JsonObject:
    return {key: value for key, value in said.ask.body.items() if key not in {"debug", "provider", "plugins", "trace"}}
