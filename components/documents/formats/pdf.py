"""A view as a PDF: one sheet of letter paper, its charts as lines and letters, tagged for screen readers (PDF/UA-1)."""

from __future__ import annotations

from components.documents.document import ViewDocument
from components.documents.formats.page import set_page

MIME = "application/pdf"
STANDARD = "ua-1"
"""The standard the file declares; the compiler refuses a page that breaks a rule of it that it can check."""


def pdf_bytes(document: ViewDocument) -> bytes:
    """The view as one page: structure, language, title, alternative texts, and headings as bookmarks."""
    return set_page(document, "letter", format="pdf", pdf_standards=[STANDARD])
