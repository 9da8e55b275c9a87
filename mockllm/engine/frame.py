"""Requests that differ in their plain texts only: what is the same of them is checked and read once."""

from collections import OrderedDict
from json.encoder import encode_basestring_ascii

from msgspec import Struct
from msgspec.structs import replace

from mockllm import tokens
from mockllm.ask import Ask, Body, Headers, Message
from mockllm.engine.form import Forms
from mockllm.engine.memo import Key, Met
from mockllm.engine.route import Place
from mockllm.engine.stamping import canonical
from mockllm.turn import Text
from mockllm.vendors.kinds import Speech
from mockllm.wire.talk import Talk, retold, talk

__all__ = ["Frame", "Frames", "Meeting"]

WORDS = "Text {} of a frame, which nothing else says, 5d0e83b1."


class Frame:
    """What requests share that differ in their texts only, and the forms of their answers."""

    def __init__(self, ask: Ask, member: str, number: int) -> None:
        said = len(ask.messages) - number
        self._ask = ask
        self._before, self._said = ask.messages[:said], ask.messages[said:]
        words = [_words(message) for message in self._said]
        self._canonical = canonical(ask.body).replace("%", "%%")
        for each in words:
            self._canonical = self._canonical.replace(encode_basestring_ascii(each), "%s", 1)
        self._tokens = ask.input_tokens - sum(map(tokens.count, words))
        self.forms = Forms(replace(ask, messages=(), body={key: ask.body[key] for key in ask.body if key != member}))

    def canonical(self, talk: Talk) -> bytes:
        """Such a request as it is hashed."""
        return (self._canonical % tuple(map(encode_basestring_ascii, talk.texts))).encode("ascii")

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
    alike = frame.asked(talk, ask.body, ask.headers) == ask and frame.canonical(talk) == canonical(ask.body).encode()
    return frame if alike else None


class Meeting(Struct, frozen=True):
    """A plain conversation, under what requests like it are known, and what is known of them."""

    key: Key
    talk: Talk
    frame: Frame | None
    among: "Frames"

    def learn(self, speech: Speech, ask: Ask) -> None:
        """Look at the ask of the request, which was found good: whether those like it have a frame."""
        if self.frame is None and _by_itself(speech, ask):
            self.among.learn(self, speech, ask)


class Frames:
    """The frames met last, at most `most`. Like an answer, a frame is kept from its second time on.

    There are none of requests with more than `largest` bytes beside their texts, or more than `longest` texts.
    """

    def __init__(self, most: int = 64, largest: int = 1 << 17, longest: int = 256) -> None:
        self.most = most
        self.largest = largest
        self.longest = longest
        self.known: OrderedDict[Key, Frame | None] = OrderedDict()
        self._met = Met()

    def meet(self, place: Place, body: Body, headers: Headers) -> Meeting | None:
        """A request that others may be like; None where it says more than plain texts."""
        speech = None if place.route is None else place.route.endpoint
        if place.route is None or not isinstance(speech, Speech) or speech.alike is None:
            return None
        said = talk(body, speech.shape.talk)
        if said is None or len(said.rest) > self.largest or len(said.texts) > self.longest:
            return None
        key = (place.vendor.name, place.route.name, *map(headers.get, speech.heeds), said.roles, said.rest)
        return Meeting(key, said, self.known.get(key), self)

    def learn(self, meeting: Meeting, speech: Speech, ask: Ask) -> None:
        """Keep the frame of a good request, if it has one, from the second time on that one like it is met."""
        if meeting.key in self.known or not self._met.before(meeting.key):
            return
        self.known[meeting.key] = _framed(speech, ask, meeting.talk)
        if len(self.known) > self.most:
            self.known.popitem(last=False)


def _by_itself(speech: Speech, ask: Ask) -> bool:
    """Whether requests with other texts are judged alike and answered in the same form."""
    free = ask.format is None or ask.format.kind != "json_object"
    return free and not ask.found and speech.alone(ask) and speech.alike is not None and speech.alike(ask)
