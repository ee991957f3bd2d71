"""The page of a region for documents: its figures, what its members contribute, and what cannot be added up."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from components.documents.dataset import Dataset
from components.documents.document import Contents, DocumentFigure, Filter, Passage, ViewDocument, width_of
from components.documents.drawings.rows import Entry, Track, parts_of, rows_svg
from components.documents.drawings.svg import document, element
from components.documents.fields import fields
from components.documents.formats.page import ROWS
from components.documents.region import COLUMNS, region_dataset
from components.figures.tables import Cell, Column, Table
from components.formatting.numbers import capitalize_first, count, is_number
from components.formatting.palette import ACCENT, EDGE, NOT_AVAILABLE, PAPER
from components.page.paths import REGIONS
from components.views.page_document import Basis, Said, Visit, definitions_of, page_document, sources_of
from components.views.place.exports.document import pair_contents, pair_sources, residents_passage
from components.views.place.exports.lines import (
    lines_text,
    mark_entry,
    own_entry,
    question_entry,
    standing_entry,
    table_row,
    trend_entry,
)
from components.views.place.exports.pairs import PAIR_COLUMNS, pair_values
from components.views.place.lines import key_entries
from components.views.place.map import thinned
from components.views.place.panels import order_names, rule_of_distance
from components.views.place.spine import WIDTH, spine_mark
from components.views.place.words import figure_words, key_words, standing_words, why_not
from components.views.regions.figures import (
    counted_words,
    is_whole_state,
    made_of_words,
    open_name,
    open_words,
    pooled_caption,
    pooled_groups,
    pooled_heads,
)
from components.views.regions.members import UNRELIABLE, members_table, unreliable_words
from components.views.regions.panels import RegionView, map_words, members_words, region_reading, region_title
from components.views.regions.words import among_words, method_words, sum_words
from data.analysis.profiles.profile_lines import ProfileLine
from data.analysis.regions.region_query import RegionQuery
from data.language import format_integer, gettext
from data.query.selection import to_query
from data.vocabulary import slugify

_TRACKS = (172, 88, 92, 56, WIDTH, 112, 80)
_MAP = 0.5
"""Share of the page's width that the map takes."""


def region_document(view: RegionView, query: RegionQuery, notices: tuple[str, ...], visit: Visit) -> ViewDocument:
    """A region, alone or beside another place."""
    profile, catalog = view.profile, view.profile.catalog
    words = dict(view.words)
    own = Contents(tuple(_figures(view)), tuple(_tables(view)), (), tuple(_passages(view)))
    contents = own if view.two is None else _both(pair_contents(view.two), own)
    said = Said(
        title=region_title(view),
        subtitle=members_words(view.place, catalog),
        reading=tuple(region_reading(view)),
        path=(gettext("Regions"), view.place.name),
        filters=tuple(_filters(view, query)),
        notices=notices,
        notes=tuple(_notes(view)),
    )
    lines = [*profile.lines, *(line.second for line in (view.two.lines if view.two is not None else ()))]
    sources = [line.row.source for line in lines] + [table_line.row.source for table_line in view.reading.lines]
    basis = Basis(
        page="region",
        words=words,
        address=REGIONS + to_query(words),
        file_stem="_".join(
            part for part in (slugify(view.name) or "region", view.two and view.two.second.slug) if part
        ),
        dataset=_dataset(view),
        definitions=definitions_of(line.answer.indicator for line in lines),
        sources=sources_of([*sources, *(s.id for s in (pair_sources(view.two) if view.two else ()))], catalog),
        catalog=catalog,
    )
    return page_document(said, contents, basis, visit)


def _both(pairs: Contents, own: Contents) -> Contents:
    """The region beside another place, then what is told of the region alone."""
    kept = [figure for figure in own.figures if figure.name in ("members", "map")]
    tables = [table for table in own.tables if table.subject == "members"]
    return Contents((*pairs.figures, *kept), (*pairs.tables, *tables), (), (*pairs.passages, *own.passages))


def _dataset(view: RegionView) -> Dataset:
    """The region's figures and members; beside another place, both with their tests too."""
    own = region_dataset(view.reading)
    if view.two is None:
        return own
    columns = (*COLUMNS, "state_value", "compared_with", "standing", "reason", *PAIR_COLUMNS)
    pairs = [
        {name: value for name, value in pair_values(line, view.two).items() if name in columns}
        for line in view.two.lines
    ]
    return Dataset(fields(*columns), (*own.rows, *pairs))


def _filters(view: RegionView, query: RegionQuery) -> Iterator[Filter]:
    yield Filter(gettext("Region"), view.place.name)
    if view.two is not None:
        yield Filter(gettext("Set it beside"), view.two.second.name)
    else:
        yield Filter(gettext("Order"), order_names()[view.order])
    question = view.profile.catalog.questions.get(view.reading.asked)
    if question is not None:
        yield Filter(gettext("Share of the events of"), question.name)


def _notes(view: RegionView) -> Iterator[str]:
    yield from method_words()
    yield among_words()
    if view.two is None:
        yield f"{capitalize_first(key_words(view.profile))}."
        if view.order == "distance":
            yield rule_of_distance()


def _figures(view: RegionView) -> Iterator[DocumentFigure]:
    groups = pooled_groups(view.reading, view.order)
    parts = [(name, title, part) for name, whole, lines in groups for title, part in parts_of(whole, lines)]
    for number, (name, title, lines) in enumerate(parts):
        yield _lines_figure(f"{name}-{number}", title, lines, view, keyed=number == 0)
    yield _members_figure(view)
    text = map_words(view.place)
    yield DocumentFigure("map", gettext("Where it lies"), _map(view, width_of(_MAP), text), text, _MAP)


def _lines_figure(
    name: str, title: str, lines: Sequence[ProfileLine], view: RegionView, *, keyed: bool
) -> DocumentFigure:
    tracks = [Track(head, width) for head, width in zip(pooled_heads(view.place), _TRACKS, strict=True)]
    text = lines_text(pooled_caption(title, view.place), lines, lambda line: _beside(line))
    keys = key_entries(view.profile) if keyed else []
    return DocumentFigure(name, title, rows_svg(tracks, [_entries(line, view) for line in lines], keys, text), text)


def _beside(line: ProfileLine) -> list[tuple[str, str]]:
    """The counts behind a figure, and the state's figure."""
    counts = [(gettext("Events"), " ".join(part for part in counted_words(line.row) if part))]
    return [*counts, (gettext("State"), _state(line))]


def _state(line: ProfileLine) -> str:
    return figure_words(line.state, line) if line.state is not None else gettext("no figure")


def _entries(line: ProfileLine, view: RegionView) -> list[Entry]:
    events, among = counted_words(line.row)
    mark = mark_entry(line, spine_mark(line)) if line.scale.middle is not None else Entry()
    return [
        question_entry(line, _made_of(line, view)),
        Entry(events, (among,) if among else ()),
        own_entry(line),
        Entry(_state(line)),
        mark,
        _standing(line, view),
        trend_entry(line),
    ]


def _made_of(line: ProfileLine, view: RegionView) -> str:
    found = view.reading.line(line.row, line.answer.indicator.id)
    return made_of_words(found, view.profile.catalog) if found is not None else ""


def _standing(line: ProfileLine, view: RegionView) -> Entry:
    if is_whole_state(view.place, line.answer.catalog):
        return Entry(gettext("the state itself"))
    return standing_entry(line.standing, standing_words(line), why_not(line))


def _members_figure(view: RegionView) -> DocumentFigure:
    """The members with their shares, as many as a picture has room for, and all together."""
    table = members_table(view.reading.members, view.place.name)
    rows = table.rows if len(table.rows) <= ROWS else (*table.rows[: ROWS - 1], table.rows[-1])
    number = len(table.columns) - 1
    wide = (width_of(1.0) - 220) / number - 16
    tracks = [Track(c.head, 220 if c.id == "place" else wide, right=c.id != "place") for c in table.columns]
    written = [
        [Entry(row.cells[c.id].words, bold=row.chosen or c.id == "place") for c in table.columns] for row in rows
    ]
    title = gettext("What each city and town contributes")
    heads = [column.head for column in table.columns]
    text = f"{table.caption}. " + " ".join(
        f"{row.cells['place'].words}: "
        + "; ".join(f"{head} {row.cells[c.id].words}" for head, c in zip(heads[1:], table.columns[1:], strict=True))
        + "."
        for row in rows
    )
    doubtful = any(UNRELIABLE in cell.words for row in rows for cell in row.cells.values())
    below = [unreliable_words()] if doubtful else []
    left = len(table.rows) - len(rows)
    if left:
        more = gettext("{number} more places stand in the data file of this view (CSV).", number=format_integer(left))
        below.append(more)
    return DocumentFigure("members", title, rows_svg(tracks, written, (), text), text, below=tuple(below))


def _map(view: RegionView, width: float, text: str) -> str:
    """The cities and towns, those of the region dark."""
    towns, members = view.towns, set(view.place.members)
    scale = width / towns.frame.width
    unit = 1 / scale
    paths = [
        f'<path d="{thinned(shape.path, 30)}" fill="{ACCENT if geo_id in members else NOT_AVAILABLE}" '
        f'stroke="{PAPER if geo_id in members else EDGE}" stroke-width="{0.6 * unit:.2f}" stroke-linejoin="round"/>'
        for geo_id, shape in sorted(towns.places.items(), key=lambda item: item[0] in members)
    ]
    coast = f'<path d="{towns.coast}" fill="none" stroke="{EDGE}" stroke-width="{0.75 * unit:.2f}"/>'
    content = element("g", "".join([*paths, coast]), transform=f"scale({scale:.5f})")
    return document(content, width, towns.frame.height * scale, text)


def _tables(view: RegionView) -> Iterator[Table]:
    for name, title, lines in pooled_groups(view.reading, view.order):
        yield _lines_table(name, title, lines, view)
    yield members_table(view.reading.members, view.place.name)


def _lines_table(name: str, title: str, lines: Sequence[ProfileLine], view: RegionView) -> Table:
    question, events, own, state, _, against, over_time = pooled_heads(view.place)
    columns = (
        Column("question", question, "text"),
        Column("unit", gettext("Unit"), "text"),
        Column("numerator", events, "number"),
        Column("denominator", gettext("Out of"), "number"),
        Column("value", own, "number", decimals=1),
        Column("interval", gettext("95% interval"), "interval", decimals=1),
        Column("state", state, "number", decimals=1),
        Column("standing", against, "text"),
        Column("trend", over_time, "text"),
        Column("made_of", gettext("Added up of"), "text"),
    )
    rows = []
    for line in lines:
        row = line.row
        standing = _standing(line, view)
        words = " · ".join((standing.words, *standing.below) if standing.words else standing.below)
        more = {
            "numerator": _counted(row.numerator),
            "denominator": _counted(row.denominator if is_number(row.numerator) else float("nan")),
            "standing": Cell(words, line.standing),
            "made_of": Cell(_made_of(line, view), None),
        }
        rows.append(table_row(line, columns, **more))
    return Table(name, "", pooled_caption(title, view.place), columns, tuple(rows))


def _counted(number: float) -> Cell:
    return Cell(count(number), float(number)) if is_number(number) else Cell("–", None)


def _passages(view: RegionView) -> Iterator[Passage]:
    reading, catalog = view.reading, view.profile.catalog
    if reading.opened:
        told = (f"**{open_name(line, catalog)}**: {open_words(line, catalog)}" for line in reading.opened)
        yield Passage(gettext("What some members leave open"), (sum_words(), *told))
    if reading.not_pooled:
        told = (f"**{why}** {'; '.join(q.name for q in questions)}." for why, questions in reading.not_pooled)
        yield Passage(gettext("What cannot be added up, and why"), tuple(told))
    if reading.residents is not None:
        yield residents_passage(reading.residents)
