"""The page of gaps for documents: the groups, the pair now and over time, the measures over all groups."""

from __future__ import annotations

from collections.abc import Iterator

from components.documents.document import (
    Contents,
    DocumentFigure,
    Filter,
    KeyMark,
    NothingToExportError,
    Passage,
    ViewDocument,
)
from components.figures.alt_text import groups_text
from components.figures.groups import groups_figure
from components.figures.tables import Table, groups_tables
from components.formatting.numbers import capitalize_first
from components.formatting.palette import mark
from components.formatting.phrases import people_at_start
from components.page.notes import notes, source_notes, sources
from components.page.paths import GAPS
from components.views.gaps.charts import gap_groups_chart, pair_chart, ratio_chart
from components.views.gaps.dataset import gaps_dataset
from components.views.gaps.figures import pair_figure, ratio_figure, side_mark
from components.views.gaps.measures import lacking_words
from components.views.gaps.panels import groups_answer, nothing_words, one_period_words, pair_words
from components.views.gaps.rail import gap_words
from components.views.gaps.tables import all_groups_table, over_time_table, pair_text, ratio_over_time_text
from components.views.gaps.text import change_words, gap_reading, gap_subtitle, own_words, sister_words
from components.views.gaps.titles import gap_title
from components.views.gaps.words import names
from components.views.page_document import Basis, Said, Visit, definitions_of, page_document, sources_of
from data.analysis.gap_pairs import Groups
from data.analysis.gap_views import GapView
from data.analysis.gaps import AllGroups, all_groups
from data.language import gettext
from data.query.selection import to_query
from data.vocabulary import DIMENSIONS, GROUPS, OVERALL, TOPICS, slugify

HALF = 0.5
"""Share of the page's width that each of its charts takes."""
_SQUARE = "M-4.5,-4.5H4.5V4.5H-4.5Z"
"""The mark of everyone, and of everyone else."""


def gaps_document(view: GapView, visit: Visit) -> ViewDocument:
    """The view whole. Raises NothingToExportError where no group has a figure."""
    groups = view.groups
    if groups is None or not groups.with_figure:
        raise NothingToExportError(nothing_words(view))
    answer = view.answer
    found = all_groups(groups, answer.selection.breakdown, view.reference or "")
    tables = _tables(view, found)
    words = gap_words(view)
    said = Said(
        title=gap_title(view),
        subtitle=gap_subtitle(view),
        reading=(*gap_reading(view), *([told] if (told := sister_words(view)) else [])),
        path=(TOPICS[answer.indicator.topic], gettext("Gaps")),
        filters=tuple(_filters(view)),
        notices=view.notices,
        notes=tuple(notes(answer)),
        source_notes=tuple(source_notes(answer)),
    )
    used = [source.id for source in sources(answer)]
    basis = Basis(
        page="gaps",
        words=words,
        address=GAPS + to_query(words),
        file_stem="_".join(part for part in _parts(view) if part),
        dataset=gaps_dataset(view, found, groups_tables(groups_answer(view))),
        definitions=definitions_of([answer.indicator]),
        sources=sources_of([*used, *(row.source for table in tables for row in table.rows)], answer.catalog),
        catalog=answer.catalog,
    )
    contents = Contents(tuple(_figures(view, groups)), tables, passages=tuple(_passages(view, found)))
    return page_document(said, contents, basis, visit)


def _parts(view: GapView) -> Iterator[str]:
    """What the name of a file says: the measure, who against whom, where and when."""
    answer = view.answer
    yield slugify(answer.indicator.title)
    if view.group is not None:
        yield "_".join(slugify(name) for name in names(view) if name)
    yield answer.selection.period.slug
    yield answer.place.slug


def _filters(view: GapView) -> Iterator[Filter]:
    """The choices of the page, in the order of its panel."""
    answer = view.answer
    yield Filter(gettext("Indicator"), answer.indicator.title)
    yield Filter(gettext("Place"), answer.place.name)
    yield Filter(gettext("Compare by"), DIMENSIONS[answer.selection.breakdown].label)
    if view.group is not None:
        yield Filter(gettext("Group"), people_at_start(view.group, answer.indicator))
        if view.reference:
            yield Filter(gettext("Compared with"), capitalize_first(names(view)[1]))
    yield Filter(gettext("Period"), answer.selection.period.long_label)


def _tables(view: GapView, found: AllGroups) -> tuple[Table, ...]:
    tables = groups_tables(groups_answer(view))
    if view.group is not None and _periods(view) > 1:
        tables.append(over_time_table(view))
    if found.lacking is None:
        tables.append(all_groups_table(found, view.answer.indicator))
    return tuple(tables)


def _periods(view: GapView) -> int:
    """How many periods are drawn over time."""
    return len(view.series) if view.pair is not None else len(view.own)


def _figures(view: GapView, groups: Groups) -> Iterator[DocumentFigure]:
    answer = groups_answer(view)
    title = gettext("Groups in {place}", place=answer.place.name)
    over_time = view.group is not None and _periods(view) > 1
    share = HALF if over_time else 1.0
    text = groups_text(answer, intervals=True)
    yield DocumentFigure("groups", title, groups_figure(answer), text, share, chart=gap_groups_chart(view))
    if not over_time:
        return
    title = gettext("Over time")
    said = change_words(view) or [own_words(view)]
    key = tuple(_key(view))
    yield DocumentFigure(
        "pair",
        title,
        pair_figure(view),
        pair_text(title, view),
        HALF,
        key=key,
        below=tuple(text for text in said if text),
        chart=pair_chart(view),
    )
    ratios = [pair for pair in view.series if pair.ratio_value is not None]
    if view.pair is not None and len(ratios) > 1:
        name = gettext("The ratio over time")
        drawn = ratio_figure(ratios, groups.indicator)
        chart = ratio_chart(ratios, groups.indicator)
        yield DocumentFigure("ratio", name, drawn, ratio_over_time_text(name, ratios), HALF, chart=chart)


def _key(view: GapView) -> Iterator[KeyMark]:
    """Whose marks are whose, as the chart draws them."""
    if view.pair is None or view.group is None or view.reference is None:
        return
    for stratum, name in zip((view.group, view.reference), names(view), strict=True):
        colour, _ = side_mark(stratum)
        path = mark(stratum).path if stratum in GROUPS and stratum != OVERALL else _SQUARE
        yield KeyMark(filled=True, words=capitalize_first(name), colour=colour, path=path)


def _passages(view: GapView, found: AllGroups) -> Iterator[Passage]:
    if view.pair is not None and view.answer.indicator.measure != "ratio":
        words = pair_words(view.pair, view)
        cards = (f"**{c.name}: {c.value}** ({c.interval}). {c.means} {c.limitation}" for c in words.cards)
        yield Passage(words.title, (words.figures, *cards))
    if view.group is not None and _periods(view) < 2:
        yield Passage(gettext("Over time"), (one_period_words(),))
    if found.lacking is not None:
        yield Passage(gettext("Measures over all groups"), (lacking_words(found.lacking),))
