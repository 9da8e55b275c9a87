"""Writes docs/documents.md: `python -m tests.documents`."""

from tests.documents.page import PAGE, page

PAGE.write_text(page(), encoding="utf-8")
