"""Texts that match a pattern, written along its structure."""

from collections.abc import Iterator

from msgspec import Struct, field

from mockllm.fake.pattern import Again, Chars, Either, Group, Node, Run, Times
from mockllm.stamp import Dice

__all__ = ["write"]

MOST = 100_000


class _Pen(Struct):
    dice: Dice
    spare: int
    wide: bool
    greedy: bool
    written: dict[str, str] = field(default_factory=dict)
    left: int = MOST
    rounds: int = 2 * MOST


def write(node: Node, dice: Dice, *, spare: int = 0, wide: bool = False, greedy: bool = False) -> str:
    """A text of `node`: its shortest form and up to `spare` characters more.

    `wide` draws from all the characters allowed instead of the plain ones; `greedy` spends what is to spare at once.
    """
    return _write(node, _Pen(dice, spare, wide, greedy))


def _write(node: Node, pen: _Pen) -> str:
    match node:
        case Chars(plain=plain, wide=wide):
            pen.left -= 1
            return pen.dice.pick(wide if pen.wide else plain) if pen.left > 0 else ""
        case Run(nodes=nodes):
            return "".join(_write(each, pen) for each in nodes)
        case Either(branches=branches):
            return _write(pen.dice.pick(branches), pen)
        case Group(node=inner, names=names):
            text = _write(inner, pen)
            pen.written.update(dict.fromkeys(names, text))
            return text
        case Again(name=name):
            text = pen.written.get(name, "")[: max(0, pen.left)]
            pen.left -= len(text)
            return text
        case Times():
            return "".join(_write(node.node, pen) for _ in _rounds(node, pen))


def _rounds(node: Times, pen: _Pen) -> Iterator[None]:
    """As often as the node is written; rounds that write nothing come to an end, too."""
    for _ in range(_times(node, pen)):
        pen.rounds -= 1
        if pen.rounds < 0:
            return
        yield


def _times(node: Times, pen: _Pen) -> int:
    each = max(1, _least(node.node))
    room = pen.spare // each
    if node.most is not None:
        room = min(room, max(0, node.most - node.least))
    more = room if pen.greedy else pen.dice.below(room + 1)
    pen.spare -= more * each
    return min(node.least + more, pen.left)


def _least(node: Node) -> int:
    match node:
        case Chars():
            return 1
        case Run(nodes=nodes):
            return sum(_least(each) for each in nodes)
        case Either(branches=branches):
            return min(_least(each) for each in branches)
        case Group(node=inner):
            return _least(inner)
        case Again():
            return 0
        case Times(node=inner, least=least):
            return least * _least(inner)
