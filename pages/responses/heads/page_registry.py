"""The pages as they are registered: which one an address means, and what it says of its document."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import dash
from dash._pages import _path_to_page

from components.page.shell import NAME

_NOT_FOUND = "not_found_404"
SAID = ("title", "description", "status", "canonical")
"""What the root of a layout may say of its document, each in a `data-` attribute."""


def registered(path: str) -> tuple[Mapping[str, Any], dict[str, str]]:
    """The page of a path and the variables in it; of an unknown path the page that says so."""
    page, variables = _path_to_page(path.strip("/"))
    if not page or page["module"].endswith(_NOT_FOUND):
        page = next(page for page in dash.page_registry.values() if page["module"].endswith(_NOT_FOUND))
    return page, variables or {}


def listed() -> list[Mapping[str, Any]]:
    """The pages that have an address of their own and are no frame for other sites, in their order."""
    pages = [page for page in dash.page_registry.values() if not page["path_template"] and not page.get("bare")]
    return [page for page in pages if not page["module"].endswith(_NOT_FOUND)]


def said_of(root: Any) -> dict[str, str]:
    """What the root of a layout says of its document; empty where it says nothing."""
    return {word: str(getattr(root, f"data-{word}", "") or "") for word in SAID}


def title_of(page: Mapping[str, Any], path: str, said: Mapping[str, str]) -> str:
    """The title of a document: what its page says, else what it is registered with."""
    if said["title"]:
        return f"{said['title']} · {NAME}"
    title = page["title"]
    if not callable(title):
        return str(title)
    _, variables = _path_to_page(path.strip("/"))
    return str(title(**(variables or {})))
