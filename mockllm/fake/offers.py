"""What a prompt may offer to a sampler, and the prompt that offers nothing."""

from collections.abc import Iterator
from typing import Any, Protocol

from mockllm.fake.branches import Plain

__all__ = ["Claims", "NoClaims"]


class Claims(Protocol):
    """What the prompt offers for the fields of a schema."""

    def find(self, name: str, schema: Plain) -> Iterator[Any]:
        """Values for a field, the best first. A value that is taken is not offered again."""

    def several(self, name: str, schema: Plain) -> list[Any]:
        """Values for the items of a field that is a list."""

    def wants(self, name: str, schema: Plain) -> bool:
        """Whether the prompt plainly gives this field, so that it is filled though it may be left out."""

    def mark(self) -> frozenset[int]:
        """What is taken so far."""

    def reset(self, mark: frozenset[int]) -> None:
        """Give back what was taken since."""


class NoClaims:
    """A prompt that offers nothing."""

    def find(self, _: str, __: Plain) -> Iterator[Any]:
        """Nothing."""
        return iter(())

    def several(self, _: str, __: Plain) -> list[Any]:
        """Nothing."""
        return []

    def wants(self, _: str, __: Plain) -> bool:
        """Never."""
        return False

    def mark(self) -> frozenset[int]:
        """Nothing is taken."""
        return frozenset()

    def reset(self, mark: frozenset[int]) -> None:
        """Nothing to give back."""
