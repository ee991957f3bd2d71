"""The page of a place for documents: the whole profile, what fits on one page of it, or two places side by side."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from components.documents.dataset import Dataset
from components.documents.document import Contents, DocumentFigure, Filter, NothingToExportError, Passage, ViewDocument
from components.documents.drawings.rows import parts_of
from components.documents.fields import fields
from components.figures.tables import Table
from components.formatting.numbers import capitalize_first, join_list
from components.views.gaps.titles import gap_title
from components.views.page_document import Basis, Said, Visit, definitions_of, page_document, sources_of
from components.views.place.aside import (
    belongs_title,
    belongs_to,
    counted_words,
    median_words,
    share_words,
    shares_note,
)
from components.views.place.exports.dataset import COLUMNS, profile_dataset
from components.views.place.exports.lines import lines_figures, lines_table, short_figure, short_table
from components.views.place.exports.pairs import PAIR_COLUMNS, pair_figure, pair_table, pair_values
from components.views.place.lines import lines_caption
from components.views.place.map import locator, locator_text
from components.views.place.maternity import maternity_words
from components.views.place.one_page import chosen_lines, page_facts, rest_words
from components.views.place.panels import ProfilePage, gaps_words, line_groups, order_names, rule_of_distance
from components.views.place.side_by_side import left_out_words, pair_groups, two_reading, two_subtitle, two_title
from components.views.place.words import (
    key_words,
    profile_reading,
    profile_subtitle,
    profile_title,
    rule_words,
    unknown_words,
)
from data.analysis.profiles.addresses import FORMS, profile_path
from data.analysis.profiles.pair_lines import TwoPlaces
from data.analysis.profiles.place_residents import Residents
from data.analysis.profiles.profile_lines import Profile, ProfileLine
from data.catalog.models import Source
from data.language import gettext, language
from data.vocabulary import GROUPS, LEVEL_WORDS

_MAP = 0.4
"""Share of the page's width that the small map takes."""


def place_words(slug: str, **words: str) -> dict[str, str]:
    """The words of a profile's address, its place among them; those that say what is so anyway are left out."""
    said = {"place": slug, **words, "lang": "" if language() == "en" else language()}
    return {
        key: word for key, word in said.items() if word and (key, word) not in (("order", "topic"), ("form", "full"))
    }


def profile_document(page: ProfilePage, form: str, notices: tuple[str, ...], visit: Visit) -> ViewDocument:
    """A profile in one of its forms. Raises NothingToExportError where no question has a figure."""
    profile, place = page.profile, page.profile.place
    short = form == FORMS[1]
    lines = chosen_lines(profile) if short else profile.lines
    if not lines:
        raise NothingToExportError(nothing_words())
    words = {"order": page.order, "form": form}
    said = Said(
        title=profile_title(profile),
        subtitle=profile_subtitle(profile),
        reading=tuple(profile_reading(profile, 1) if short else profile_reading(profile)),
        path=(gettext("Places"), LEVEL_WORDS[place.level].label, place.name),
        filters=tuple(_filters(page, short)),
        notices=notices,
        notes=tuple(_notes(page, short)),
    )
    basis = Basis(
        page="place",
        words=place_words(place.slug, **words),
        address=profile_path(place.slug, **words),
        file_stem="_".join(part for part in (place.slug, "profile", "page" if short else "") if part),
        dataset=profile_dataset(profile, lines),
        definitions=definitions_of(line.answer.indicator for line in lines),
        sources=sources_of(_sources(page, lines, short), profile.catalog),
        catalog=profile.catalog,
    )
    figures = (short_figure(lines, profile),) if short else tuple(_figures(page))
    tables = (short_table(lines, profile),) if short else _tables(page)
    passages = _short_passages(page, lines) if short else tuple(_passages(page))
    return page_document(said, Contents(figures, tables, (), passages), basis, visit)


def nothing_words() -> str:
    """That there is nothing to take along of a place."""
    return gettext("No question has a recent figure that can be set beside the state’s.")


def _filters(page: ProfilePage, short: bool) -> Iterator[Filter]:
    yield Filter(gettext("Place"), page.profile.place.name)
    if short:
        yield Filter(gettext("Form"), gettext("On one page"))
    else:
        yield Filter(gettext("Order"), order_names()[page.order])


def _notes(page: ProfilePage, short: bool) -> Iterator[str]:
    yield f"{capitalize_first(key_words(page.profile))}."
    if page.order == "distance" and not short:
        yield rule_of_distance()
    if page.profile.peers:
        yield rule_words(page.profile)
        yield median_words()


def _sources(page: ProfilePage, lines: Sequence[ProfileLine], short: bool) -> Iterator[str]:
    yield from (line.row.source for line in lines)
    if not short:
        for gap in page.gaps:
            yield from (row.source for row in gap.answer.groups)
        if page.maternity is not None:
            yield "maternity_services"


def _figures(page: ProfilePage) -> Iterator[DocumentFigure]:
    profile = page.profile
    yield from lines_figures(line_groups(profile, page.order), profile)
    drawn = str(locator(profile.place, page.counties, page.outlines)).replace(' class="locator"', "")
    if drawn:
        yield DocumentFigure("map", gettext("Where it lies"), drawn, locator_text(profile.place), _MAP)


def _tables(page: ProfilePage) -> tuple[Table, ...]:
    groups = line_groups(page.profile, page.order)
    profile = page.profile
    return tuple(lines_table(lines_caption(title, profile), lines, profile, name) for name, title, lines in groups)


def _short_passages(page: ProfilePage, lines: Sequence[ProfileLine]) -> tuple[Passage, ...]:
    facts = [Passage(title, (words,)) for title, words in page_facts(page)]
    rest = rest_words(page.profile, lines)
    return (*facts, *([Passage(gettext("What is not here"), (rest,))] if rest else []))


def _passages(page: ProfilePage) -> Iterator[Passage]:
    profile = page.profile
    if page.residents is not None:
        yield residents_passage(page.residents)
    within = belongs_to(profile)
    if within:
        yield Passage(belongs_title(profile), (f"{join_list([place.name for place in within])}.",))
    if profile.peers:
        yield Passage(gettext("Similar towns"), (f"{join_list([place.name for place in profile.peers])}.",))
    if page.gaps:
        said = (f"{gap_title(gap)}." for gap in page.gaps)
        yield Passage(gettext("Gaps by race and ethnicity"), (gaps_words(), *said))
    if page.maternity is not None:
        yield Passage(gettext("Maternity units"), tuple(maternity_words(page.maternity, profile.place)))
    yield from unknown_passages(profile)


def residents_passage(residents: Residents) -> Passage:
    """Who lives there: how many, and their shares by race and ethnicity."""
    shares = " · ".join(f"{GROUPS[group].short} {share_words(share)}" for group, share in residents.shares)
    said = (counted_words(residents), shares, shares_note(residents))
    return Passage(gettext("Who lives here"), tuple(part for part in said if part))


def unknown_passages(profile: Profile) -> Iterator[Passage]:
    """Questions without a figure by why they have none."""
    told = tuple(f"**{reason}**: {'; '.join(names)}." for reason, names in unknown_words(profile))
    if told:
        yield Passage(gettext("What is not known here"), told)


def two_document(two: TwoPlaces, words: dict[str, str], notices: tuple[str, ...], visit: Visit) -> ViewDocument:
    """Two places side by side; `words` are those of the address. Raises NothingToExportError without a line of both."""
    if not two.lines:
        raise NothingToExportError(two_title(two))
    said = Said(
        title=two_title(two),
        subtitle=two_subtitle(two),
        reading=(two_reading(two),),
        path=(gettext("Places"), two.first.name, two.second.name),
        filters=(Filter(gettext("Place"), two.first.name), Filter(gettext("Set it beside"), two.second.name)),
        notices=notices,
    )
    basis = Basis(
        page="place",
        words=place_words(two.first.slug, **words),
        address=profile_path(two.first.slug, **words),
        file_stem=f"{two.first.slug}_{two.second.slug}_profiles",
        dataset=pairs_dataset(two),
        definitions=definitions_of(line.first.answer.indicator for line in two.lines),
        sources=pair_sources(two),
        catalog=two.catalog,
    )
    return page_document(said, pair_contents(two), basis, visit)


def pairs_dataset(two: TwoPlaces) -> Dataset:
    """The rows of both places for machines."""
    columns = [column for column in COLUMNS if column not in PAIR_COLUMNS]
    return Dataset(fields(*columns, *PAIR_COLUMNS), tuple(pair_values(line, two) for line in two.lines))


def pair_sources(two: TwoPlaces) -> tuple[Source, ...]:
    """The sources of the figures of both."""
    return sources_of((one.row.source for line in two.lines for one in (line.first, line.second)), two.catalog)


def pair_contents(two: TwoPlaces) -> Contents:
    """The lines of both by topic, and what does not stand side by side."""
    groups = pair_groups(two)
    parts = [(name, title, part) for name, whole, lines in groups for title, part in parts_of(whole, lines)]
    figures = tuple(
        pair_figure(f"pairs-{name}-{number}", title, lines, two, keyed=number == 0)
        for number, (name, title, lines) in enumerate(parts)
    )
    tables = tuple(pair_table(title, lines, two) for _, title, lines in groups)
    told = tuple(f"**{reason}**: {names}" for reason, names in left_out_words(two))
    passages = (Passage(gettext("What does not stand side by side"), told),) if told else ()
    return Contents(figures, tables, (), passages)
