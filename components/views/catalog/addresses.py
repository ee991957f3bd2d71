"""Addresses of the list, of a record, of release notes and of files."""

from __future__ import annotations

from urllib.parse import quote

from components.page.paths import ABOUT, DATA
from data.language import language
from data.query.selection import to_query
from data.query.url_parameters import FROM, in_language

FEED = "/data/releases.atom"
DATABASE = "/download/equity.duckdb"
PACKAGE = "/download/datapackage.zip"
SERIES = "/export/series"


def record_path(item: str) -> str:
    """Address of the record of an indicator or a question, in the request's language."""
    return in_language(f"{DATA}/{item}")


def filtered(**words: str) -> str:
    """Address of the list with some filters, in the request's language."""
    given = {key: word for key, word in words.items() if word}
    if language() != "en":
        given["lang"] = language()
    return DATA + (to_query(given) if given else "")


def series_path(indicator: str, kind: str) -> str:
    """Address of a file of an indicator's series: `csv`, `parquet`, or of its dictionary: `dictionary.csv`, `.json`."""
    name, _, ending = kind.rpartition(".")
    return f"{SERIES}/{indicator}{f'-{name}' if name else ''}.{ending}"


def report_path(address: str) -> str:
    """Address of the page where an error is reported, with that of the view it is in."""
    path = in_language(ABOUT)
    return f"{path}{'&' if '?' in path else '?'}{FROM}={quote(address, safe='')}#report"
