"""The page that lists each documented field with its test."""

from collections.abc import Iterator
from importlib import import_module
from pathlib import Path
from types import ModuleType

from tests.documents.desk import FIELD

__all__ = ["DOCUMENTS", "PAGE", "fields", "page"]

PAGE = Path(__file__).parents[2] / "docs" / "documents.md"
DOCUMENTS = {
    "test_000_aiandgpu": "000: AIandGPU, Responses",
    "test_001_aiandgpu": "001: AIandGPU, Messages and tasks",
    "test_002_aiandgpu": "002: AIandGPU, Chat Completions",
    "test_003_openrouter": "003: OpenRouter, Chat Completions",
    "test_004_predictionguard": "004: Prediction Guard, Responses",
}
HEAD = """\
# The five documents

mockllm was made for five published API documents. Each of their fields is accepted in its documented type and range,
refused outside of it, and changes the answer as its description says; where the real service shows no effect, it is in
the journal, and at OpenRouter in `generation`. This page says which test shows a field; `python -m tests.documents`
writes it.
"""


def fields(name: str) -> Iterator[tuple[str, str]]:
    """Each field that a module's tests show, with the test, in their order."""
    module: ModuleType = import_module(f"tests.documents.{name}")
    for title, test in vars(module).items():
        if title.startswith("test_"):
            yield getattr(test, FIELD), title


def page() -> str:
    """The text of the page."""
    parts = [HEAD]
    for name, title in DOCUMENTS.items():
        rows = [f"| `{field}` | `{test}` |" for field, test in fields(name)]
        parts.append(f"\n## {title}\n\nTests: `tests/documents/{name}.py`\n\n| field | test |\n|---|---|\n")
        parts.append("\n".join(rows) + "\n")
    return "".join(parts)
