"""The structure of a regular expression: what ECMA 262 and Python have in common.

Look-around is passed over, but for what must stand before a match: whoever writes a text of the structure checks it
against the pattern itself.
"""

import string
from collections.abc import Callable
from functools import lru_cache

from msgspec import Struct

__all__ = ["Again", "Chars", "Either", "Group", "Node", "Run", "Times", "parse"]

LOWER, UPPER, DIGITS = string.ascii_lowercase, string.ascii_uppercase, string.digits
WORDS = LOWER + UPPER + DIGITS + "_"
EVERY = WORDS + " .-!@#$%&*+/=?"
PRINTED = "".join(chr(code) for code in range(32, 127))
ESCAPES = {"d": DIGITS, "w": WORDS, "s": " ", "D": LOWER, "W": "-. ", "S": LOWER + DIGITS}
CONTROLS = {"n": "\n", "r": "\r", "t": "\t", "f": "\f", "v": "\v", "0": "\0"}
CODES = {"x": 2, "u": 4}
PROPERTIES = {"Lu": UPPER, "Ll": LOWER, "L": LOWER + UPPER, "N": DIGITS, "Nd": DIGITS, "P": ".,;:!?-", "Zs": " "}
QUANTIFIERS = {"*": (0, None), "+": (1, None), "?": (0, 1)}


class Chars(Struct, frozen=True):
    """One character of `plain`, or of `wide` where variety is wanted."""

    plain: str
    wide: str


class Run(Struct, frozen=True):
    """Nodes one after the other."""

    nodes: tuple["Node", ...]


class Either(Struct, frozen=True):
    """One of the branches."""

    branches: tuple["Node", ...]


class Times(Struct, frozen=True):
    """A node again and again; `most` None is without end."""

    node: "Node"
    least: int
    most: int | None


class Group(Struct, frozen=True):
    """A node whose text can be named again."""

    node: "Node"
    names: tuple[str, ...]


class Again(Struct, frozen=True):
    """The text of a group."""

    name: str


Node = Chars | Run | Either | Times | Group | Again
NOTHING = Run(())


@lru_cache(maxsize=256)
def parse(pattern: str) -> Node | None:
    """The structure of a pattern, None where it cannot be read."""
    try:
        return _Reader(pattern).whole()
    except (IndexError, ValueError, RecursionError):
        return None


class _Reader:
    def __init__(self, pattern: str) -> None:
        self.text = pattern
        self.place = 0
        self.groups = 0

    def whole(self) -> Node:
        node = self.either()
        if self.place < len(self.text):
            raise ValueError(self.text)
        return node

    def peek(self) -> str:
        return self.text[self.place : self.place + 1]

    def take(self, size: int = 1) -> str:
        taken = self.text[self.place : self.place + size]
        if len(taken) < size:
            raise IndexError(self.place)
        self.place += size
        return taken

    def upto(self, mark: str) -> str:
        end = self.text.index(mark, self.place)
        taken = self.text[self.place : end]
        self.place = end + 1
        return taken

    def either(self) -> Node:
        branches = [self.run()]
        while self.peek() == "|":
            self.take()
            branches.append(self.run())
        return branches[0] if len(branches) == 1 else Either(tuple(branches))

    def run(self) -> Node:
        nodes = []
        while self.peek() not in {"", "|", ")"}:
            nodes.append(self.times(self.atom()))
        return nodes[0] if len(nodes) == 1 else Run(tuple(nodes))

    def atom(self) -> Node:
        char = self.take()
        if char in "^$":
            return NOTHING
        read: dict[str, Callable[[], Node]] = {"(": self.group, "[": self.some, "\\": self.escape}
        if char in read:
            return read[char]()
        if char in "*+?":
            raise ValueError(char)
        return Chars(LOWER, EVERY) if char == "." else Chars(char, char)

    def times(self, node: Node) -> Node:
        char = self.peek()
        if char in QUANTIFIERS and char:
            self.take()
            least, most = QUANTIFIERS[char]
        elif char == "{" and self.text[self.place + 1 : self.place + 2].isdecimal():
            self.take()
            low, comma, high = self.upto("}").partition(",")
            least = int(low)
            most = int(high) if high else (None if comma else least)
        else:
            return node
        if self.peek() and self.peek() in "?+":
            self.take()
        return Times(node, least, most)

    def group(self) -> Node:
        if self.text.startswith("?P=", self.place):
            self.take(3)
            return Again(self.upto(")"))
        names: tuple[str, ...] = ()
        shown = True
        if self.peek() != "?":
            self.groups += 1
            names = (str(self.groups),)
        else:
            self.take()
            names, shown = self.kind()
        node = self.either()
        if self.take() != ")":
            raise ValueError(self.text)
        if not shown:
            return NOTHING
        return Group(node, names) if names else node

    def kind(self) -> tuple[tuple[str, ...], bool]:
        """The names of a group that starts with a question mark, and whether its text is part of the match."""
        for mark in ("=", "!", "<=", "<!"):
            if self.text.startswith(mark, self.place):
                self.take(len(mark))
                return (), mark == "<="
        if self.peek() in {"P", "<"}:
            self.upto("<")
            self.groups += 1
            return (self.upto(">"), str(self.groups)), True
        while self.peek() not in {":", ")"}:
            self.take()
        if self.peek() == ":":
            self.take()
        return (), True

    def escape(self) -> Node:
        char = self.take()
        if char in "bBAZzG":
            return NOTHING
        if char in "123456789":
            return Again(char)
        if char == "k":
            self.take()
            return Again(self.upto(">"))
        plain = self.escaped(char)
        return Chars(LOWER if char == "w" else plain, plain)

    def escaped(self, char: str) -> str:
        """The characters that an escape stands for."""
        if char in ESCAPES:
            return ESCAPES[char]
        if char in CONTROLS:
            return CONTROLS[char]
        if char in "pP":
            self.take()
            name = self.upto("}")
            found = PROPERTIES.get(name, PROPERTIES.get(name[:1], LOWER + UPPER))
            return found if char == "p" else _without(found)
        if char in CODES and self.peek() == "{":
            self.take()
            return chr(int(self.upto("}"), 16))
        return chr(int(self.take(CODES[char]), 16)) if char in CODES else char

    def some(self) -> Node:
        negated = self.peek() == "^"
        if negated:
            self.take()
        found = ""
        while self.peek() != "]":
            found += self.span()
        self.take()
        chars = _without(found) if negated else "".join(dict.fromkeys(found))
        if not chars:
            raise ValueError(self.text)
        letters = "".join(char for char in chars if char in LOWER) if negated else ""
        return Chars(letters or chars, chars)

    def span(self) -> str:
        char = self.take()
        low = self.escaped(self.take()) if char == "\\" else char
        if len(low) > 1 or self.peek() != "-" or self.text[self.place + 1 : self.place + 2] in {"", "]"}:
            return low
        self.take()
        char = self.take()
        high = self.escaped(self.take()) if char == "\\" else char
        if len(high) > 1:
            return low + "-" + high
        return "".join(chr(code) for code in range(ord(low), min(ord(high), ord(low) + 127) + 1))


def _without(found: str) -> str:
    return "".join(char for char in PRINTED if char not in found)
