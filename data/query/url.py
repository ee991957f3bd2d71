"""From the words of an address to a question: what is not understood takes the nearest answer, and a notice says so."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace
from typing import cast

from data.catalog.availability import nearest_at, nearest_with_place
from data.catalog.models import Catalog
from data.language import gettext
from data.query.choices.opening import fitting_view
from data.query.choices.parser import SelectionParser
from data.query.choices.versions import Need, other_version
from data.query.selection import PARAMETERS, QUESTION, Selection
from data.vocabulary import LEVEL_WORDS, Level


class Notice(str):
    """A sentence on a word that could not be followed.

    `offers` are the nearest choices that have what was asked for: each a name and the query that leads there. `word` is
    "place" where the place that was named is not shown, so that it can be said beside the field it was typed in, and
    "asked" where what it is part of is shown: the page of the view says so under its title.
    """

    offers: tuple[tuple[str, str], ...] = ()
    word: str = ""


def parse_query(words: Mapping[str, str | None], catalog: Catalog) -> tuple[Selection, tuple[str, ...]]:
    """The selection of an address, and a `Notice` for each of its words that could not be followed.

    Words that are left out take their defaults without a notice; words that are not ours are ignored. A word is the
    same in any case; `data.query.url_parameters` reads what else an address went through.
    """
    read = (*PARAMETERS, QUESTION)
    parser = SelectionParser({k: str(v).strip() for k, v in words.items() if k in read and v}, catalog)
    selection, catalog = parser.selection(), parser.catalog
    notices = []
    for n, sentence in enumerate(parser.notices):
        notice = Notice(sentence())
        if n in parser.place_notices:
            notice.word = "asked" if parser.is_place_shown else "place"
        offered = (choice(selection, catalog, **words) for words in _offered(parser.offers.get(n, ()), catalog))
        notice.offers = tuple(
            (_named(offer, selection, catalog), offer.query())
            for offer in offered
            # A place that nothing is known of at this level cannot be shown.
            if offer != selection and (offer.place or offer.indicator != selection.indicator)
        )
        notices.append(notice)
    return selection, tuple(notices)


def _offered(offers: Iterable[dict[str, str]], catalog: Catalog) -> Iterable[dict[str, str]]:
    """Words that lead to what is offered.

    Of an indicator that lacks a level, a place or a breakdown, another version that has it, else the nearest indicator.
    """
    for words in offers:
        if QUESTION in words:
            yield {"indicator": catalog.questions[words[QUESTION]].indicators[0]}
            continue
        if "needs" not in words:
            yield words
            continue
        need = {key: word for key, word in words.items() if key in ("level", "by", "group", "place")}
        near = other_version(catalog, words["indicator"], Need(**need))
        if not near and "level" in need:
            near = nearest_at(catalog, words["indicator"], cast("Level", need["level"]))
        if not near and "place" in need:
            near = nearest_with_place(catalog, words["indicator"], catalog.by_slug[need["place"]])
        if near:
            yield {"indicator": near, **need}


def settle(words: Mapping[str, str], catalog: Catalog) -> Selection:
    """The selection of words of ours, what does not fit settled as `parse_query` does; nothing is said of it."""
    return SelectionParser({key: word for key, word in words.items() if word}, catalog).selection()


def choice(selection: Selection, catalog: Catalog, **words: str) -> Selection:
    """The selection that a choice leads to: some of its words changed, the others settled where they no longer fit."""
    given = {**selection.parameters(), **({"asked": ""} if "place" in words else {}), **words}
    if given["indicator"] != selection.indicator and "period" not in words:
        del given["period"]  # of another indicator: its best period, not the one nearest to that of the last
    parser = SelectionParser({key: word for key, word in given.items() if word}, catalog)
    settled, catalog = parser.selection(), parser.catalog
    return settled if "view" in words else replace(settled, view=fitting_view(catalog, selection, settled))


def _named(offered: Selection, instead: Selection, catalog: Catalog) -> str:
    """Text of the link to an offered view."""
    if offered.indicator == instead.indicator:
        return gettext("Show {place}", place=catalog.by_slug[offered.place].name)
    question = catalog.question_of.get(offered.indicator)
    if question is not None and instead.indicator in question.indicators:
        return gettext("Version “{version}”", version=question.version(offered.indicator).name)
    level = LEVEL_WORDS[offered.level].singular
    return gettext("{indicator}, by {level}", indicator=catalog.indicators[offered.indicator].title, level=level)
