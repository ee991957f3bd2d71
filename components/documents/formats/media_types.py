"""Media types of files, apart from the code that makes them: who only names a format need not read that."""

from __future__ import annotations

_OFFICE = "application/vnd.openxmlformats-officedocument"
DOCX = f"{_OFFICE}.wordprocessingml.document"
PDF = "application/pdf"
PNG = "image/png"
PPTX = f"{_OFFICE}.presentationml.presentation"
XLSX = f"{_OFFICE}.spreadsheetml.sheet"
