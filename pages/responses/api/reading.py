"""Words of an address of the API, read strictly: whatever cannot be followed is a problem, with what could be."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from difflib import get_close_matches

from flask import request
from pydantic import BaseModel

from data.catalog.models import Catalog, Place
from data.language import LANGUAGES, format_integer, gettext, known_language
from data.query.url_parameters import LONGEST, shortened
from data.vocabulary import ALL, DIMENSIONS, GROUPS, LEVELS, OVERALL, Period, slugify
from pages.responses.api.problems import API, ProblemError
from pages.responses.api.words import MOST_ROWS, MOST_WORDS, ROWS

FORMS = {"json": "application/json", "csv": "text/csv", "parquet": "application/vnd.apache.parquet"}
"""Media types of the forms of an answer."""
_FEW = 12
"""Values that are listed where one is not known."""


@dataclass(frozen=True, slots=True)
class Asked:
    """Words of a request, each with its values in order, and the part that is meant."""

    words: dict[str, tuple[str, ...]]
    limit: int
    offset: int
    form: str

    def several(self, name: str) -> tuple[str, ...] | None:
        """Values of a word; None where it is left out."""
        return self.words.get(name)

    def one(self, name: str) -> str:
        """The value of a word that has one; empty where it is left out. Raises ProblemError for several."""
        values = self.words.get(name, ())
        if len(values) > 1:
            raise ProblemError(400, gettext("The word “{name}” takes one value.", name=name))
        return next(iter(values), "")


def read(model: type[BaseModel], forms: Collection[str] = ("json",)) -> Asked:
    """The words of the request, which are those of a model. `forms` are those that there is an answer in.

    Raises ProblemError: 400 for a word that there is none of and a number that is none, 406 for another form.
    """
    words = {}
    for name in request.args:
        if name not in model.model_fields:
            raise ProblemError(
                400,
                gettext("This address takes no word “{word}”.", word=shortened(name)),
                gettext("It takes these: {words}.", words=", ".join(model.model_fields)),
            )
        text = [part.strip() for given in request.args.getlist(name) for part in _parts(name, given)]
        if values := tuple(dict.fromkeys(part for part in text if part)):
            words[name] = values
    for name, values in words.items():
        if len(values) > MOST_WORDS:
            raise ProblemError(
                400,
                gettext("The word “{name}” has more than {most} values.", name=name, most=MOST_WORDS),
                gettext("Leave it out, or ask by level."),
            )
    language = next(iter(words.get("lang", ())), "en")
    if known_language(language) is None:
        raise unknown("lang", language, LANGUAGES)
    limit = _number("limit", words, 1, MOST_ROWS, ROWS if "limit" in model.model_fields else 1)
    return Asked(words, limit, _number("offset", words, 0, 10_000_000, 0), _form(words, forms))


def _parts(name: str, given: str) -> list[str]:
    return [given] if name == "name" else given.split(",")


def _number(name: str, words: dict[str, tuple[str, ...]], least: int, most: int, usual: int) -> int:
    values = words.get(name)
    if values is None:
        return usual
    if len(values) == 1 and re.fullmatch(r"[0-9]{1,8}", values[0]) and least <= int(values[0]) <= most:
        return int(values[0])
    raise ProblemError(
        400,
        gettext("“{word}” is no value of “{name}”.", word=shortened(",".join(values)), name=name),
        gettext("It is a whole number from {least} to {most}.", least=format_integer(least), most=format_integer(most)),
    )


def _form(words: dict[str, tuple[str, ...]], forms: Collection[str]) -> str:
    values = words.get("format")
    if values is not None:
        if len(values) > 1 or values[0] not in forms:
            raise unknown("format", ",".join(values), forms)
        return values[0]
    best = request.accept_mimetypes.best_match([FORMS[form] for form in forms]) if request.accept_mimetypes else None
    if request.accept_mimetypes and best is None:
        raise ProblemError(
            406,
            gettext("There is no answer of the kind that the header Accept asks for."),
            gettext("There are these: {words}.", words=", ".join(FORMS[form] for form in forms)),
        )
    return next((form for form in forms if FORMS[form] == best), "json")


def unknown(name: str, word: str, known: Iterable[str], listed_at: str = "") -> ProblemError:
    """The problem that a word has a value that there is none of; the hint has those nearest to it."""
    values = list(known)
    near = get_close_matches(word.lower()[:LONGEST], values, n=3, cutoff=0.5)
    hints = []
    if len(values) <= _FEW:
        hints.append(gettext("There are these: {words}.", words=", ".join(values)))
    elif near:
        hints.append(gettext("Did you mean one of these: {words}?", words=", ".join(near)))
    if listed_at:
        hints.append(gettext("The list is at {address}.", address=f"{API}{listed_at}"))
    sentence = gettext("“{word}” is no value of “{name}”.", word=shortened(word), name=name)
    return ProblemError(400, sentence, " ".join(hints))


def checked(asked: Asked, name: str, known: Collection[str], listed_at: str = "") -> tuple[str, ...] | None:
    """Values of a word, all of them known; None where it is left out. Raises ProblemError (400)."""
    values = asked.several(name)
    for value in values or ():
        if value not in known:
            raise unknown(name, value, known, listed_at)
    return values


def indicators(asked: Asked, catalog: Catalog) -> tuple[str, ...] | None:
    """Ids of indicators."""
    return checked(asked, "indicator", catalog.indicators, "/indicators")


def levels(asked: Asked) -> tuple[str, ...] | None:
    """Levels that figures are published at."""
    return checked(asked, "level", LEVELS)


def dimensions(asked: Asked) -> tuple[str, ...] | None:
    """Breakdowns."""
    return checked(asked, "by", DIMENSIONS)


def strata(asked: Asked) -> tuple[str, ...] | None:
    """Groups; `all` is everyone."""
    values = checked(asked, "group", (ALL, *GROUPS))
    return values and tuple(OVERALL if value == ALL else value for value in values)


def periods(asked: Asked) -> tuple[Period, ...] | None:
    """Periods in the form of addresses."""
    values = asked.several("period")
    if values is None:
        return None
    found = []
    for value in values:
        try:
            found.append(Period.parse(value))
        except ValueError:
            raise ProblemError(
                400,
                gettext("“{word}” is no value of “{name}”.", word=shortened(value), name="period"),
                gettext("Write a year (2022), years (2021-2023) or a month (2025-04)."),
            ) from None
    return tuple(found)


def places(asked: Asked, catalog: Catalog) -> tuple[Place, ...] | None:
    """Places by slug or geo_id."""
    values = asked.several("place")
    return None if values is None else tuple(place(value, catalog) for value in values)


def place(word: str, catalog: Catalog) -> Place:
    """The place of a slug, a geo_id or a name. Raises ProblemError (400)."""
    found = catalog.by_slug.get(word.lower()) or catalog.places.get(word) or catalog.by_slug.get(slugify(word))
    if found is None:
        raise unknown("place", word, catalog.by_slug, "/places")
    return found


def of_kind(asked: Asked, catalog: Catalog) -> tuple[Place, ...] | None:
    """The areas of the kinds that are asked for."""
    kinds = checked(asked, "kind", catalog.area_kinds)
    return None if kinds is None else tuple(p for p in catalog.places.values() if p.kind in kinds)
