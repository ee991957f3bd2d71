"""Notes and sources as they stand under every view: the notes in lines, publishers' words for groups, and citations."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import lru_cache

from components.formatting import html
from components.formatting.html import SafeHtml
from components.formatting.html_table import table
from components.formatting.markup import data_attributes, english, parse_bold, parse_english
from components.formatting.numbers import format_number
from components.page.notes import BOUNDARIES, labeled_notes, source_notes, sources, sources_by_race
from components.page.paths import ABOUT
from data.catalog.availability import CatalogKey
from data.catalog.models import Catalog, Source
from data.catalog.race_coding import Race
from data.dates import day_of
from data.language import day, gettext
from data.query.selection import Answer
from data.query.url_parameters import in_language
from data.vocabulary import GROUPS

"""Path of the page that says what the site is, and where an error is reported."""
_SMALL = {"fontSize": "0.875rem", "lineHeight": "1.25rem"}


def notes_section(answer: Answer) -> SafeHtml:
    """Notes and sources side by side; on a phone both are folded under their heads (assets/sorting.js)."""
    return html.Div(
        [
            _folded(
                gettext("Notes"),
                "notes",
                [
                    *(
                        html.P(parse_bold(f"**{label}.** {' '.join(sentences)}"))
                        for label, sentences in labeled_notes(answer)
                    ),
                    html.Details(
                        [
                            html.Summary(
                                gettext("More about the groups and the sources"), **data_attributes(key="more-about")
                            ),
                            *(html.P(n) for n in source_notes(answer)),
                            *race_words(answer),
                        ]
                    ),
                ],
            ),
            _folded(
                gettext("Sources"),
                "sources",
                [
                    *_cited(CatalogKey.of(answer.catalog), tuple(source.id for source in sources(answer))),
                    html.P(
                        parse_english(gettext("Boundaries: {boundaries}, simplified.", boundaries=english(BOUNDARIES)))
                    ),
                    html.P(
                        gettext(
                            "Data version {version}, built {day}.",
                            version=answer.catalog.version,
                            day=day(day_of(answer.catalog.built)),
                        )
                    ),
                    html.P(_report()),
                ],
            ),
        ],
        className="notes",
    )


def _report() -> SafeHtml:
    """The way to say that something is wrong; assets/report.js has it carry the address of the view.

    The address is not written here: the notes are the same text for many views, and sent once for all of them.
    """
    address = f"{in_language(ABOUT)}#report"
    return html.A(gettext("Report an error in these figures"), href=address, **data_attributes(report=""))


def _folded(head: str, key: str, parts: list[SafeHtml]) -> SafeHtml:
    """A section that is open, and that a phone folds under its head."""
    summary = html.Summary(html.H2(head, className="notes-head"), className="notes-fold", **data_attributes(key=key))
    return html.Section(html.Details([summary, *parts], open=True))


def _alike(cited: Sequence[Source]) -> list[list[Source]]:
    """Sources that are one publication, read on several pages, together."""
    found: dict[tuple[object, ...], list[Source]] = {}
    for source in cited:
        own = (source.title, source.publisher, source.release, source.licence, source.retrieved)
        found.setdefault(own, []).append(source)
    return list(found.values())


# The views of an indicator cite the same sources, and those of many the same few.
@lru_cache(maxsize=512)
def _cited(key: CatalogKey, cited: tuple[str, ...]) -> tuple[SafeHtml, ...]:
    """Citations of sources by their ids, in the language of the catalogue."""
    return tuple(map(_source, _alike([key.catalog.sources[source] for source in cited])))


def _source(of_one: Sequence[Source]) -> SafeHtml:
    """A publication with a link to each page it was read on."""
    source = of_one[0]
    sentence = gettext(
        ", {publisher}, {release}. Covers {period}. License: {licence}. Retrieved {day}.",
        publisher=english(source.publisher),
        release=english(source.release),
        period="; ".join(dict.fromkeys(own.period for own in of_one)),
        licence=source.licence,
        day=day(source.retrieved),
    )
    others = [
        part
        for number, own in enumerate(of_one[1:], start=2)
        for part in (", ", html.A(gettext("page {number}", number=number), href=own.address))
    ]
    link = html.A(source.title, href=source.address, lang="en")
    copies = [" ", gettext("Other copies:"), " ", *others[1:], "."] if others else []
    return html.P([link, *parse_english(sentence), *copies])


def race_words(answer: Answer) -> list[SafeHtml]:
    """For each way of naming the indicator's groups, the publishers' words beside ours, and whom the groups hold."""
    by_race = tuple(source.id for source in sources_by_race(answer))
    return list(_race_words(CatalogKey.of(answer.catalog), answer.indicator.id, by_race))


@lru_cache(maxsize=512)
def _race_words(key: CatalogKey, indicator: str, by_race: tuple[str, ...]) -> tuple[SafeHtml, ...]:
    return tuple(race_words_of(indicator, [key.catalog.sources[source] for source in by_race], key.catalog))


def race_words_of(indicator: str, by_race: Sequence[Source], catalog: Catalog) -> list[SafeHtml]:
    """The same for an indicator and those of its sources that have figures of groups by race and ethnicity."""
    strata = {row.stratum for row in catalog.covered(indicator)}
    alike: dict[tuple[tuple[str, str], ...], list[str]] = {}
    facts: dict[str, list[str]] = {}
    for source in by_race:
        if source.race is not None:
            words = tuple((word, race) for word, race in source.race.words.items() if _has_rows(race, strata))
            alike.setdefault(words, []).append(source.short)
            for fact in race_facts(source.race, _has_rows("not_stated", strata)):
                facts.setdefault(fact, []).append(source.short)
    tables = [_race_table(words, names) for words, names in alike.items()]
    return [*tables, *_facts_said_once(facts, sum(map(len, alike.values())))]


def _facts_said_once(facts: Mapping[str, Sequence[str]], number: int) -> list[SafeHtml]:
    """What holds of the groups: of all of a `number` of sources in one line; then of some, with their names."""
    shared = [fact for fact, names in facts.items() if len(names) == number]
    lines = [html.P(" ".join(shared))] if shared else []
    for fact, names in facts.items():
        if fact not in shared:
            said = gettext("{fact} This is said of: {sources}.", fact=fact, sources=english("; ".join(names)))
            lines.append(html.P(parse_english(said)))
    return lines


def _has_rows(race: str, strata: set[str]) -> bool:
    """Whether the indicator has rows of a group, of all its people or by sex."""
    return any(stratum in strata for stratum in (race, f"{race}_female", f"{race}_male"))


def _race_table(words: tuple[tuple[str, str], ...], names: list[str]) -> SafeHtml:
    rows = [html.Tr([_publishers_word(word), html.Td(GROUPS[stratum].label)]) for word, stratum in words]
    heads = (gettext("The publisher’s word"), gettext("Our group"))
    caption = gettext("Groups by race and ethnicity in: {sources}", sources=english("; ".join(names)))
    return html.Div(table(parse_english(caption), heads, rows, style=_SMALL), style={"marginTop": "16px"})


def _publishers_word(word: str) -> SafeHtml:
    return html.Td(f"“{word}”", lang="en") if word else html.Td(gettext("(no name in the file)"))


def race_facts(race: Race, row_of_not_stated: bool) -> list[str]:
    """Whether groups exclude each other, where people of Hispanic origin are, and what share is in none: sentences.

    The share belongs to the figures that have a row of it, where the publisher has a word for it, else to all.
    """
    exclusive = {
        "yes": gettext("Each person is in one group only."),
        "no": gettext("A person can be in more than one group."),
        "not_said": gettext("The publisher does not say whether a person can be in more than one group."),
    }
    hispanic = {
        "own_group": gettext("People of Hispanic origin, of any race, are a group of their own and in no other."),
        "left_out": gettext("People of Hispanic origin are in none of these groups."),
        "also_in_others": gettext("People of Hispanic origin are a group of their own, and in some of the others too."),
        "in_each": gettext("People of Hispanic origin are in the group of their race, and in none of their own."),
        "not_said": gettext(
            "The publisher does not say whether people of Hispanic origin are in the other groups too."
        ),
    }
    if race.not_stated is None or ("not_stated" in race.words.values() and not row_of_not_stated):
        share = gettext("The share whose group is not stated is not published.")
    else:
        percent = format_number(race.not_stated.percent, 1)
        share = gettext("Group not stated: {percent}% of {what}.", percent=percent, what=race.not_stated.of)
    return [exclusive[race.exclusive], hispanic[race.hispanic], share]
