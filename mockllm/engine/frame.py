"""Requests that differ in their plain texts only: what is the same of them is checked and read once."""

from collections import OrderedDict
from typing import Any

from msgspec.structs import replace

from mockllm import tokens
from mockllm.ask import Ask, Body, Headers, Message
from mockllm.engine.form import Forms
from mockllm.engine.memo import Met
from mockllm.turn import Text
from mockllm.vendors.kinds import Speech
from mockllm.wire.talk import Talk, retold

__all__ = ["Frame", "Frames"]

WORDS = "Text {} of a frame, which nothing else says, 5d0e83b1."


class Frame:
    """What requests share that differ in their texts only, and the forms of their answers."""

    def __init__(self, ask: Ask, member: str, number: int) -> None:
        said = len(ask.messages) - number
        self._ask = ask
        self._before, self._said = ask.messages[:said], ask.messages[said:]
        self._tokens = ask.input_tokens - sum(tokens.count(_words(message)) for message in self._said)
        self.forms = Forms(replace(ask, messages=(), body={key: ask.body[key] for key in ask.body if key != member}))

    def asked(self, talk: Talk, body: Body, headers: Headers) -> Ask | None:
        """The ask of such a request; None where it may be too long for its model."""
        # A token has at least one character.
        if sum(map(len, talk.texts)) + len(talk.rest) > self._ask.card.context:
            return None
        said = [Message(message.role, (Text(text),)) for message, text in zip(self._said, talk.texts, strict=True)]
        size = self._tokens + sum(map(tokens.count, talk.texts))
        return replace(
            self._ask, messages=(*self._before, *said), input_tokens=size, body=body, headers=headers
        )  # fmt: skip


def _words(message: Message) -> str:
    (part,) = message.parts
    assert isinstance(part, Text)
    return part.text


def _framed(speech: Speech, ask: Ask, talk: Talk) -> Frame | None:
    """The frame of an ask, if it has one: with other texts it is made again from, it gives the same ask."""
    number = len(talk.texts)
    texts = tuple(map(WORDS.format, range(number)))
    body = retold(ask.body, speech.shape.talk, texts)
    other = replace(speech.shape.parse(body, ask.headers, ask.vendor, ask.card), model=ask.model)
    if [message.parts for message in other.messages[-number:]] != [(Text(text),) for text in texts]:
        return None
    frame = Frame(other, speech.shape.talk, number)
    return frame if frame.asked(talk, ask.body, ask.headers) == ask else None


class Frames:
    """The frames met last, at most `most`. Like an answer, a frame is kept from its second time on."""

    def __init__(self, most: int = 64) -> None:
        self.most = most
        self.known: OrderedDict[Any, Frame | None] = OrderedDict()
        self._met = Met()

    def find(self, key: Any) -> Frame | None:
        """The frame under a key."""
        return self.known.get(key)

    def learn(self, key: Any, speech: Speech, ask: Ask, talk: Talk) -> None:
        """Look at a request that was found good and is answered by itself: whether those like it have a frame."""
        if key in self.known or not self._met.before(key):
            return
        self.known[key] = _framed(speech, ask, talk)
        if len(self.known) > self.most:
            self.known.popitem(last=False)
