"""Bootstrap's style sheet, of which the site takes its elements and controls: of two thousand classes a dozen."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import flask_bootstrap

FILE = Path(flask_bootstrap.__file__).parent / "static" / "bootstrap5" / "css" / "bootstrap.min.css"
TAKEN = frozenset(
    ("active", "figure", "form-check", "form-check-input", "form-check-label", "form-control", "form-range",
     "form-select", "nav-link", "small", "visually-hidden", "visually-hidden-focusable")
)  # fmt: skip
"""The classes of Bootstrap's that our markup has. A test holds every page to them."""
_CLASS = re.compile(r"\.([a-zA-Z][\w-]*)")
_SELECTORS = re.compile(r",(?![^(]*\))")
_TOKEN = re.compile(r"""/\*.*?\*/|"[^"]*"|'[^']*'|[{};]""", re.DOTALL)


def taken(sheet: str) -> str:
    """The rules of a sheet without those for classes that the site has not, in their order; its license stays."""
    return "".join(_kept(sheet))


def classes(sheet: str) -> set[str]:
    """The classes that a sheet has rules for."""
    return {name for head, body in _rules(sheet) if body for name in _CLASS.findall(head)}


def _kept(sheet: str) -> Iterator[str]:
    for head, body in _rules(sheet):
        if not body:
            yield head
        elif head.startswith(("@media", "@supports")):
            inner = taken(body)
            if inner:
                yield f"{head}{{{inner}}}"
        elif not head.startswith("@keyframes"):  # nothing of what is taken moves by them
            selectors = [one for one in _SELECTORS.split(head) if TAKEN.issuperset(_CLASS.findall(one))]
            if selectors:
                yield f"{','.join(selectors)}{{{body}}}"


def _rules(sheet: str) -> Iterator[tuple[str, str]]:
    """Rules as what stands before their braces and in them; what has none as it is, and nothing."""
    start = opened = depth = 0
    for token in _TOKEN.finditer(sheet):
        mark = token[0]
        if mark == "{":
            opened = token.start() if depth == 0 else opened
            depth += 1
        elif mark == "}":
            depth -= 1
        if depth == 0 and (mark in "};" or mark.startswith("/*")):
            if mark == "}":
                yield sheet[start:opened].strip(), sheet[opened + 1 : token.start()]
            else:
                yield sheet[start : token.end()].strip(), ""
            start = token.end()
