"""What a prompt may offer to a sampler, and the prompt that offers nothing."""

from collections.abc import Iterator
from typing import Any, Protocol

from mockllm.fake.branches import Plain
from mockllm.fake.slots import Path

__all__ = ["Claims", "NoClaims"]


class Claims(Protocol):
    """What the prompt offers for the fields of a schema."""

    def find(self, path: Path, schema: Plain) -> Iterator[Any]:
        """Values for the field at `path`, the best first."""

    def several(self, path: Path) -> list[Any]:
        """Values for the items of the list at `path`."""

    def count(self, path: Path) -> int:
        """For how many objects of the list at `path` there are values."""

    def wants(self, path: Path) -> bool:
        """Whether the prompt plainly gives this field, so that it is filled though it may be left out."""


class NoClaims:
    """A prompt that offers nothing."""

    def find(self, _: Path, __: Plain) -> Iterator[Any]:
        """Nothing."""
        return iter(())

    def several(self, _: Path) -> list[Any]:
        """Nothing."""
        return []

    def count(self, _: Path) -> int:
        """None."""
        return 0

    def wants(self, _: Path) -> bool:
        """Never."""
        return False
