"""Pages of the site that are no question: words that lead to them, for the search box and the page of results."""

from __future__ import annotations

import re
from dataclasses import dataclass

from components.page.paths import ABOUT, DATA, MATERNITY_ACCESS, REGIONS, WORST
from data.language import gettext, language
from data.query.search.found import SearchResult
from data.query.selection import to_query
from data.query.url_parameters import in_language


@dataclass(frozen=True, slots=True)
class PageHit:
    """A page that words lead to: its id, title, what is there, and its address."""

    id: str
    title: str
    detail: str
    address: str


def _words(pattern: str) -> re.Pattern[str]:
    return re.compile(rf"\b({pattern})", re.IGNORECASE)


_WORST = _words(
    r"(?:worst|worse off|(?:biggest|largest|widest) gaps?"
    r"|peor(?:es)?|mayores brechas|pior(?:es)?|maiores disparidades)\b"
)
"""What people type to be led to it; with an indicator beside it (“worst diabetes”) the indicator is meant."""
_MATERNITY = _words(
    r"maternity (?:units?|wards?|access|care|hospitals?|closures?|services?)"
    r"|birth(?:ing)? (?:hospitals?|centers?|units?)|labor (?:and|&) delivery|where (?:can i|to) give birth"
    r"|maternidad(?:es)?|salas? de parto|parto|maternidades?|onde dar à luz"
)
_REGIONS = _words(
    r"regions\b|(?:custom|own|my) region\b|consorti(?:um|a)|shared services|public health districts?"
    r"|regiones\b|regi[oó]n propia|regiões|regi[aã]o pr[oó]pria|cons[oó]rcios?"
)
_DATA = _words(
    r"downloads?|csv|parquet|data ?sets?|sources?\b|licen[cs]es?|api\b|descargar|descargas?|fuentes?\b|datos\b"
    r"|baixar|fontes?\b|dados\b"
)
_ABOUT = _words(
    r"about this (?:site|dashboard)|contact|accessibility|report an error|how to cite|citation"
    r"|acerca de|contacto|accesibilidad|c[oó]mo citar|sobre (?:este site|o painel)|contato|acessibilidade|como citar"
)


def pages_found(result: SearchResult) -> list[PageHit]:
    """The pages that words lead to, the most particular first."""
    found = [_worst(address)] if (address := worst_address(result)) else []
    if _is_of_a_question(result):
        return [*found, *([_maternity()] if _MATERNITY.search(result.words) else [])]
    leads = ((_MATERNITY, _maternity), (_REGIONS, _regions), (_DATA, _data), (_ABOUT, _about))
    return [*found, *(made() for pattern, made in leads if pattern.search(result.words))]


def worst_address(result: SearchResult) -> str:
    """The address of where it is worst, of the place that is named, where that is asked; empty where it is not."""
    if not _WORST.search(result.words) or _is_of_a_question(result):
        return ""
    typed = result.words.casefold()
    named = (hit for hit in result.hits if hit.kind == "place" and hit.title.casefold() in typed)
    place = max(named, key=lambda hit: len(hit.title), default=None)
    words = {"place": place.id if place else "", "lang": "" if language() == "en" else language()}
    given = {key: word for key, word in words.items() if word}
    return WORST + (to_query(given) if given else "")


def worst_words() -> tuple[str, str]:
    """What leads to where it is worst, and what is there."""
    return gettext("Where it is worst"), gettext("What is clearly worse than in the state, by people or lives a year")


def _is_of_a_question(result: SearchResult) -> bool:
    """Whether the words surely name a question: then they ask for it and not for a page."""
    return result.sure and any(hit.kind == "indicator" for hit in result.hits)


def _worst(address: str) -> PageHit:
    return PageHit("worst", *worst_words(), address)


def _maternity() -> PageHit:
    detail = gettext("Where labor and delivery is offered, what has closed, and how far it is")
    return PageHit("maternity-access", gettext("Maternity access"), detail, in_language(MATERNITY_ACCESS))


def _regions() -> PageHit:
    detail = gettext("Put cities and towns together, and see their numbers added up")
    return PageHit("regions", gettext("Regions"), detail, in_language(REGIONS))


def _data() -> PageHit:
    detail = gettext("Every measure with its definition, sources and terms, and all figures as files")
    return PageHit("data", gettext("Data"), detail, in_language(DATA))


def _about() -> PageHit:
    detail = gettext("Who it is for, its limits, accessibility, contact and how to cite it")
    return PageHit("about", gettext("About this site"), detail, in_language(ABOUT))
