"""Description of the API (OpenAPI 3.1), made from its routes, their models of words and rows, and their docstrings."""

from __future__ import annotations

import re
from collections.abc import Callable
from copy import deepcopy
from typing import Any, TypeVar

from pydantic import BaseModel
from spectree import Response, SpecTree

from components.documents.document import PAGES
from components.documents.formats.metadata import ZIP_MIME
from pages.responses.api.problems import API, FILES, MIME
from pages.responses.api.reading import FORMS
from pages.responses.api.rows import Problem
from pages.responses.exports.formats import BOOKS, FORMATS

VERSION = "1"
_SPEC = SpecTree(
    "flask",
    mode="strict",
    annotations=False,
    title="Massachusetts Health Equity Dashboard: read API",
    version=VERSION,
    description=(
        "The published figures of the dashboard and their catalogue, for reading. The words are those of the addresses "
        "of its pages. Several values of a word stand behind one another, with commas. A figure that is hidden to "
        "protect people carries its status and no number."
    ),
    naming_strategy=lambda model: _name(model),
    nested_naming_strategy=lambda _parent, child: _plain(child),
    validation_error_status=400,
    validation_error_model=Problem,
)
_COMMON = {
    400: "The request cannot be followed.", 405: "Only GET, HEAD and OPTIONS are answered.",
    406: "There is no answer in a form that Accept allows.", 414: "The address is too long.",
    503: "There is no data just now, or too much to do.",
}  # fmt: skip
View = TypeVar("View", bound=Callable[..., Any])


def described(
    words: type[BaseModel] | None,
    answered: type[BaseModel] | None,
    *more: int,
    form: type[BaseModel] | None = None,
) -> Callable[[View], View]:
    """Describe a route: the words it takes, what it answers with, and statuses `more` than those of all routes.

    `form` is what is sent to it, where it takes that too.
    Words are read by `reading.read`, which says more of a wrong one than a model can.
    """
    codes: dict[str, Any] = {f"HTTP_{status}": (Problem, text) for status, text in _COMMON.items()}
    codes |= {f"HTTP_{status}": (Problem, _MORE[status]) for status in more}
    codes["HTTP_200"] = (answered, "The answer.") if answered else (None, "The file.")
    codes["HTTP_304"] = (None, "Whoever asks has it already.")
    return _SPEC.validate(query=words, form=form, resp=Response(**codes), skip_validation=True)


_MORE = {
    404: "There is no such address.",
    413: "Too much was sent.",
    429: "One client asked for too many files.",
    500: "A file cannot be made.",
}


def document() -> dict[str, Any]:
    """The description; to be asked for within a request."""
    made: dict[str, Any] = deepcopy(_SPEC.spec)
    for path, operations in made["paths"].items():
        for method, operation in operations.items():
            name = re.sub(r"\W.*", "", path.removeprefix(f"{API}/"))
            operation["operationId"] = name if method == "get" else f"{method}_{name}"
            if method == "get":
                operation.pop("requestBody", None)
            _finish(operation, path)
    return made


def _finish(operation: dict[str, Any], path: str) -> None:
    """Say the media types of problems and of files, and what parts of a path can be."""
    for status, answered in operation["responses"].items():
        content = answered.get("content", {})
        if int(status) >= 400 and "application/json" in content:
            answered["content"] = {MIME: content["application/json"]}
        if int(status) == 200 and any(p["name"] == "format" for p in operation["parameters"]):
            content |= {FORMS[form]: {"schema": _FILE} for form in ("csv", "parquet")}
        if int(status) == 200 and not content and path.startswith(FILES):
            mimes = [made.mime.partition(";")[0] for made in FORMATS.values()]
            mimes = [*dict.fromkeys((*mimes, *(mime for mime, _ in BOOKS.values()), ZIP_MIME))]
            answered["content"] = {mime: {"schema": _OBJECT if mime == FORMS["json"] else _FILE} for mime in mimes}
        elif int(status) == 200 and not content:
            answered["content"] = {FORMS["json"]: {"schema": _OBJECT}}
    for parameter in operation["parameters"]:
        kinds = list(FORMATS) if path.startswith(f"{API}/views/") else ["json", *BOOKS]
        known = {"page": list(PAGES), "kind": kinds}.get(parameter["name"])
        if parameter["in"] == "path" and known:
            parameter["schema"] = {"type": "string", "enum": known}


_OBJECT = {"type": "object"}
_FILE = {"type": "string", "format": "binary"}


def _name(model: Any) -> str:
    return _plain(model.__name__)


def _plain(name: str) -> str:
    """Name of a model without brackets: `List[PlaceRow]` is `PlaceRowList`."""
    outer, _, inner = name.replace("]", "").partition("[")
    return f"{inner}{outer}" if inner else outer
