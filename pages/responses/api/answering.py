"""Answers of the API: rows as JSON, CSV or Parquet, in parts with links, kept under the version of data and code."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any
from urllib.parse import urlencode

import orjson
from flask import Flask, Response, request

from components.documents.formats.csv import MIME as CSV
from components.documents.series import rows_csv
from data.code_release import content_version
from data.language import language
from data.query.published.parquet import ColumnKind, parquet_file
from pages.responses.addresses import answers
from pages.responses.api.problems import is_api
from pages.responses.api.reading import FORMS, Asked
from pages.responses.files.exports import attached
from pages.responses.sending import kept, query_string, tag_of

METHODS = "GET, HEAD, OPTIONS"
_OPEN_TO_SCRIPTS = {
    "Access-Control-Allow-Origin": "*",
    "Access-Control-Expose-Headers": "ETag, Link, Retry-After, Content-Disposition",
}
_OF_A_QUESTION = {
    "Access-Control-Allow-Methods": METHODS,
    "Access-Control-Allow-Headers": "Accept, Accept-Language, If-None-Match",
    "Access-Control-Max-Age": "86400",
}
_KINDS: Mapping[type, ColumnKind] = {str: "text", int: "integer", float: "number", date: "date"}
"""Kinds of columns in a file, by the types of their values."""


@dataclass(frozen=True)
class Found:
    """Rows of a part, by column, how many there are in all, and what is to be known of them."""

    rows: Sequence[Mapping[str, Any]]
    total: int
    notices: tuple[str, ...] = ()


def register(server: Flask) -> None:
    """Let scripts of other sites read the API of a server, and nothing else of it."""
    server.after_request(_open)


def part(rows: Iterable[Mapping[str, Any]], asked: Asked) -> Found:
    """The part of rows that is asked for."""
    every = list(rows)
    return Found(every[asked.offset : asked.offset + asked.limit], len(every))


def answer(asked: Asked, find: Callable[[], Found], columns: Mapping[str, type] | None = None) -> Response:
    """What is found, in the form that is asked for: 200, or 304 where whoever asks has it. `columns` are of files."""

    def make() -> Response:
        found = find()
        links = _links(asked, found)
        response = _written(asked, found, links, answers().catalog.version, columns or {})
        if links:
            response.headers["Link"] = ", ".join(f'<{to}>; rel="{name}"' for name, to in links.items())
        return response

    return _kept(asked, make)


def plain(asked: Asked, find: Callable[[], Any]) -> Response:
    """What is found as JSON: 200, or 304 where whoever asks has it."""
    return _kept(asked, lambda: Response(orjson.dumps(find()), mimetype=FORMS["json"]))


def _kept(asked: Asked, make: Callable[[], Response]) -> Response:
    version = content_version(answers().catalog.version)
    tag = tag_of(request.host_url, request.path, query_string(), language(), asked.form, version)
    response = Response(status=304) if request.if_none_match.contains_weak(tag) else make()
    response.vary.add("Accept")
    return kept(response, tag)


def _written(
    asked: Asked, found: Found, links: Mapping[str, str], version: str, columns: Mapping[str, type]
) -> Response:
    name = f"{request.path.rpartition('/')[2]}.{asked.form}"
    if asked.form == "json":
        return Response(orjson.dumps({
                "data_version": version, "total": found.total, "limit": asked.limit, "offset": asked.offset,
                "next": links.get("next"), "notices": found.notices, "rows": found.rows,
        }), mimetype=FORMS["json"])  # fmt: skip
    if asked.form == "csv":
        rows = [[row[column] for column in columns] for row in found.rows]
        return attached(rows_csv(tuple(columns), rows), CSV, name)
    kinds = {column: _KINDS[kind] for column, kind in columns.items()}
    return attached(parquet_file(kinds, found.rows, {}), FORMS["parquet"], name)


def _links(asked: Asked, found: Found) -> dict[str, str]:
    """Addresses of the other parts, by how they stand to this one."""
    last = max(0, (found.total - 1) // asked.limit * asked.limit)
    links = {}
    if asked.offset + asked.limit < found.total:
        links["next"] = _address(asked.offset + asked.limit)
    if asked.offset:
        links["prev"] = _address(max(0, min(asked.offset - asked.limit, last)))
    if links:
        links |= {"first": _address(0), "last": _address(last)}
    return links


def _address(offset: int) -> str:
    words = [(name, text) for name, text in request.args.items(multi=True) if name != "offset"]
    words += [("offset", str(offset))] if offset else []
    return f"{request.base_url}?{urlencode(words)}" if words else request.base_url


def _open(response: Response) -> Response:
    if is_api():
        response.headers.update(_OPEN_TO_SCRIPTS)
        if request.method == "OPTIONS":
            response.headers.update(_OF_A_QUESTION)
    return response
