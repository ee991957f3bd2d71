"""The page of where it is worst for documents: of each topic its lines, drawn as the page draws them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from components.documents.document import Contents, DocumentFigure, Filter, NothingToExportError, ViewDocument
from components.documents.drawings.rows import Entry, Track, parts_of, rows_svg
from components.documents.excess import excess_dataset
from components.figures.tables import ABSENT, Cell, Column, Table, TableRow
from components.formatting.numbers import format_value
from components.page.paths import WORST
from components.views.excess.rail import choice_words
from components.views.excess.spine import WIDTH, Spine, spine_mark, spine_of
from components.views.excess.view import ExcessView
from components.views.excess.words import (
    decimals_of,
    decimals_of_ratio,
    excess_interval,
    excess_words,
    figures_words,
    key_words,
    method_words,
    nothing_words,
    page_subtitle,
    page_title,
    ratio_parts,
    ratio_words,
    topic_caption,
    whose,
)
from components.views.page_document import Basis, Said, Visit, definitions_of, page_document, sources_of
from data.analysis.excess import Excess
from data.language import gettext
from data.query.selection import to_query
from data.vocabulary import GROUPS, TOPICS, Period, slugify


def excess_document(view: ExcessView, visit: Visit) -> ViewDocument:
    """The view whole. Raises NothingToExportError where the list is empty."""
    if not view.lines:
        raise NothingToExportError(nothing_words())
    topic, words = view.selection.topic, view.selection.words()
    spine = spine_of(view.lines)
    said = Said(
        title=page_title(view),
        subtitle=page_subtitle(view),
        path=(*([TOPICS[topic]] if topic else []), gettext("Where it is worst")),
        filters=tuple(Filter(name, value) for name, value in choice_words(view)),
        notices=view.notices,
        notes=(key_words(), *method_words(view)),
    )
    shown = {topic: view.shown(lines) for topic, lines in view.topics.items()}
    basis = Basis(
        page="worst",
        words=words,
        address=WORST + (to_query(words) if words else ""),
        file_stem="_".join(part for part in _parts(view) if part),
        dataset=excess_dataset(view.lines, view.catalog),
        definitions=definitions_of(view.indicator(excess) for lines in shown.values() for excess in lines),
        sources=sources_of((excess.row.source for excess in view.lines), view.catalog),
        catalog=view.catalog,
    )
    tables = tuple(_table(topic, lines, view) for topic, lines in shown.items())
    figures = tuple(
        _figure(f"worst-{topic}-{number}", topic, title, part, view, spine)
        for topic, lines in shown.items()
        for number, (title, part) in enumerate(parts_of(TOPICS[topic], lines))
    )
    return page_document(said, Contents(figures, tables), basis, visit)


def _parts(view: ExcessView) -> Iterator[str]:
    """What the name of a file says: that it is this list, of which topic, level, place and people."""
    yield "where-it-is-worst"
    chosen = view.selection
    yield from (slugify(word) for word in (chosen.topic, chosen.level, chosen.by, view.place.slug) if word)


def _figure(
    name: str, topic: str, title: str, lines: Sequence[Excess], view: ExcessView, spine: Spine
) -> DocumentFigure:
    heads = [gettext("What and whom"), gettext("A year, beyond the state’s rate"), gettext("Against the state")]
    tracks = [Track(heads[0], 320), Track(heads[1], 180), Track(heads[2], WIDTH), Track("", 224)]
    caption = topic_caption(view.topics[topic], view)
    text = f"{title}. {caption}: {' '.join(_said(excess, view) for excess in lines)}"
    drawn = rows_svg(tracks, [_entries(excess, view, spine) for excess in lines], (), text)
    return DocumentFigure(name, title, drawn, text, note=caption)


def _entries(excess: Excess, view: ExcessView, spine: Spine) -> list[Entry]:
    indicator = view.indicator(excess)
    ends = excess_interval(excess.burden)
    return [
        Entry(indicator.title, (whose(excess, view), _years(excess)), bold=True),
        Entry(excess_words(excess, indicator).replace("**", ""), (f"({ends})",) if ends else ()),
        Entry(drawing=spine_mark(excess, spine), line=spine.x(1.0)),
        Entry(ratio_words(excess), (figures_words(excess, indicator),)),
    ]


def _said(excess: Excess, view: ExcessView) -> str:
    """A line in words: what it is of and when, how many, and how it stands to the state."""
    indicator = view.indicator(excess)
    about = f"{indicator.title}, {whose(excess, view)}, {_years(excess)}"
    size = excess_words(excess, indicator).replace("**", "")
    return f"{about}: {size}; {ratio_words(excess)}; {figures_words(excess, indicator)}."


def _years(excess: Excess) -> str:
    return Period.parse(excess.row.period).long_label


def _table(topic: str, lines: tuple[Excess, ...], view: ExcessView) -> Table:
    """The lines of a topic, each number in a column of its own."""
    columns = (
        Column("what", gettext("Indicator"), "text"),
        Column("group", gettext("Group"), "text"),
        Column("place", gettext("Place"), "text"),
        Column("period", gettext("Period"), "period"),
        Column("excess", gettext("A year, beyond the state’s rate"), "number"),
        Column("excess_interval", gettext("95% interval"), "interval"),
        Column("value", gettext("Value"), "number"),
        Column("state", gettext("State"), "number"),
        Column("unit", gettext("Unit"), "text"),
        Column("ratio", gettext("Against the state"), "number", "", 1),
        Column("ratio_interval", gettext("95% interval"), "interval", "", 1),
    )
    caption = f"{TOPICS[topic]}: {topic_caption(view.topics[topic], view)}"
    return Table("worst", "", caption, columns, tuple(_row(excess, view) for excess in lines))


def _row(excess: Excess, view: ExcessView) -> TableRow:
    indicator, row, burden = view.indicator(excess), excess.row, excess.burden
    ends = None if burden.low is None or burden.high is None else (burden.low, burden.high)
    (factor, factor_ends), of_ratio = ratio_parts(excess), decimals_of_ratio(excess)
    place = view.catalog.places[row.geo_id]
    cells = {
        "what": Cell(indicator.title, indicator.id),
        "group": Cell(GROUPS[row.stratum].label, row.stratum),
        "place": Cell(place.name, place.name),
        "period": Cell(_years(excess), row.period),
        "excess": Cell(excess_words(excess, indicator).replace("**", ""), burden.value, decimals_of(burden)),
        "excess_interval": Cell(excess_interval(burden) or ABSENT, ends, decimals_of(burden)),
        "value": Cell(format_value(row.value, indicator), row.value, indicator.decimals),
        "state": Cell(format_value(excess.state.value, indicator), excess.state.value, indicator.decimals),
        "unit": Cell(indicator.unit, indicator.unit),
        "ratio": Cell(factor, row.ratio, of_ratio),
        "ratio_interval": Cell(factor_ends, (row.ratio_low, row.ratio_high), of_ratio),
    }
    group = GROUPS[row.stratum].label
    return TableRow(cells, place.name, row.geo_id, row.level, row.stratum, group, row.period, row.source)
