"""The lines of a profile for documents: the table as a drawing with the same marks, and as a table of numbers."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace

from components.documents.document import DocumentFigure
from components.documents.drawings.rows import Entry, Track, parts_of, rows_svg
from components.figures.tables import ABSENT, Cell, Column, Table, TableRow
from components.formatting.numbers import capitalize_first, format_value, is_number
from components.formatting.palette import ACCENT, INK, WORSE
from components.views.place.lines import (
    beside_figures,
    direction_words,
    key_entries,
    line_heads,
    lines_caption,
)
from components.views.place.one_page import chosen_caption
from components.views.place.recent_years import standing_years
from components.views.place.spine import WIDTH, spine_mark
from components.views.place.words import (
    figure_words,
    interval_of,
    measured,
    peers_words,
    standing_words,
    whose,
    why_not,
)
from data.analysis.profiles.profile_lines import Profile, ProfileLine, Standing
from data.language import gettext
from data.query.rows import Row
from data.vocabulary import GROUPS, OVERALL

MIDDLE = WIDTH / 2
"""Where the state's figure stands in a mark, whatever the measure."""
_COLOURS: dict[Standing, str] = {"worse": WORSE, "better": ACCENT}
_SHORT_TRACKS = (288, 128, 72, WIDTH, 144)
_TRACKS = (200, 104, 112, WIDTH, 120, 80)


def lines_figures(
    groups: Sequence[tuple[str, str, Sequence[ProfileLine]]], profile: Profile
) -> Iterator[DocumentFigure]:
    """The lines under their headings, as the page has them, in parts that a sheet of paper has room for."""
    parts = [(name, title, part) for name, whole, lines in groups for title, part in parts_of(whole, lines)]
    for number, (name, title, lines) in enumerate(parts):
        yield _lines_figure(f"{name}-{number}", title, lines, profile, keyed=number == 0)


def _lines_figure(
    name: str, title: str, lines: Sequence[ProfileLine], profile: Profile, *, keyed: bool
) -> DocumentFigure:
    tracks = [Track(head, width) for head, width in zip(line_heads(profile), _TRACKS, strict=True)]
    text = lines_text(lines_caption(title, profile), lines, lambda line: beside_figures(line))
    keys = key_entries(profile) if keyed else []
    drawn = rows_svg(tracks, [_entries(line) for line in lines], keys, text)
    return DocumentFigure(name, title, drawn, text)


def short_figure(lines: Sequence[ProfileLine], profile: Profile) -> DocumentFigure:
    """The lines of the profile on one page, as it has them."""
    question, own, _, mark, against, _ = line_heads(profile)
    heads = (question, own, gettext("State"), mark, against)
    tracks = [Track(head, width) for head, width in zip(heads, _SHORT_TRACKS, strict=True)]
    caption = chosen_caption(profile)
    text = lines_text(caption, lines, lambda line: beside_figures(line)[:1])
    keys = key_entries(profile, beside=False)
    return DocumentFigure("lines", caption, rows_svg(tracks, [_short(line) for line in lines], keys, text), text)


def _short(line: ProfileLine) -> list[Entry]:
    return [
        question_entry(line, whose(line)),
        own_entry(line, tagged=False),
        Entry(figure_words(line.state, line) if line.state is not None else ABSENT),
        mark_entry(line, spine_mark(line, beside=False)),
        standing_entry(line.standing, standing_words(line), why_not(line)),
    ]


def lines_text(
    caption: str, lines: Sequence[ProfileLine], beside: Callable[[ProfileLine], Sequence[tuple[str, str]]]
) -> str:
    """Lines in words: what each is of, the figure, what it stands beside, and how it stands."""
    return f"{caption}. {' '.join(_said(line, beside(line)) for line in lines)}"


def _said(line: ProfileLine, beside: Sequence[tuple[str, str]]) -> str:
    ends = interval_of(line)
    figure = " ".join(part for part in (figure_words(line.row, line), f"({ends})" if ends else "", whose(line)) if part)
    others = "; ".join(f"{name} {value}" for name, value in beside)
    word, reason = standing_said(line.standing, standing_words(line), why_not(line))
    standing = ", ".join(part for part in (word, reason) if part)
    return f"{line.question.name} ({measured(line)}): {figure}; {others}; {standing}."


def _entries(line: ProfileLine) -> list[Entry]:
    return [
        question_entry(line),
        own_entry(line),
        Entry(below=tuple(f"{name} {value}" for name, value in beside_figures(line))),
        mark_entry(line, spine_mark(line)),
        standing_entry(line.standing, standing_words(line), why_not(line)),
        trend_entry(line),
    ]


def question_entry(line: ProfileLine, *more: str) -> Entry:
    """The question, and what its figure is of."""
    return Entry(line.question.name, (measured(line), *(part for part in more if part)), bold=True)


def own_entry(line: ProfileLine, *, tagged: bool = True) -> Entry:
    """The figure, its interval, and whose it is where it is the county's."""
    below = (interval_of(line), whose(line) if tagged else "")
    return Entry(figure_words(line.row, line), tuple(part for part in below if part), bold=True)


def mark_entry(line: ProfileLine, drawing: str) -> Entry:
    """The mark of a line with the state's line through the row, where it has one."""
    words = direction_words(line)
    return Entry(drawing=drawing, below=(words,) if words else (), line=None if line.scale.middle is None else MIDDLE)


def standing_entry(standing: Standing, words: str, reason: str) -> Entry:
    """How a line stands, and why not where nothing was tested."""
    word, why = standing_said(standing, words, reason)
    return Entry(word, (why,) if why else (), bold=standing in _COLOURS, colour=_COLOURS.get(standing, INK))


def standing_said(standing: Standing, words: str, reason: str) -> tuple[str, str]:
    """The word of a standing and the reason; of what is not compared the reason alone."""
    return ("", capitalize_first(reason)) if standing == "not compared" else (words, reason)


def trend_entry(line: ProfileLine) -> Entry:
    """The figures over time, and the years they are of."""
    found = standing_years(line)
    return Entry() if found is None else Entry(drawing=found[0], below=(found[1],))


def short_table(lines: Sequence[ProfileLine], profile: Profile) -> Table:
    """The lines of the profile on one page, with the numbers that stand on it."""
    whole = lines_table(chosen_caption(profile), lines, profile)
    left_out = ("county", "peers", "trend")
    return replace(whole, columns=tuple(column for column in whole.columns if column.id not in left_out), rows=tuple(
        replace(row, cells={name: cell for name, cell in row.cells.items() if name not in left_out})
        for row in whole.rows
    ))  # fmt: skip


def lines_table(caption: str, lines: Sequence[ProfileLine], profile: Profile, subject: str = "lines") -> Table:
    """The same as a table: each number in a column of its own."""
    question, own, _, _, against, over_time = line_heads(profile)
    columns = [
        Column("question", question, "text"),
        Column("unit", gettext("Unit"), "text"),
        Column("value", own, "number", decimals=1),
        Column("interval", gettext("95% interval"), "interval", decimals=1),
        Column("state", gettext("State"), "number", decimals=1),
        *([Column("county", gettext("County"), "number", decimals=1)] if _has(lines, "county") else []),
        *([Column("peers", gettext("Similar towns"), "number", decimals=1)] if _has(lines, "peers") else []),
        Column("standing", against, "text"),
        Column("trend", over_time, "text"),
    ]
    rows = tuple(table_row(line, columns) for line in lines)
    return Table(subject, "", caption, tuple(columns), rows)


def _has(lines: Sequence[ProfileLine], name: str) -> bool:
    return any(getattr(line, name) is not None for line in lines)


def table_row(line: ProfileLine, columns: Sequence[Column], **more: Cell) -> TableRow:
    """A line as a row: `more` are cells of further columns."""
    row, indicator = line.row, line.answer.indicator
    word, reason = standing_said(line.standing, standing_words(line), why_not(line))
    ends, trend = interval_of(line), standing_years(line)
    own = " · ".join(part for part in (figure_words(row, line), whose(line)) if part)
    cells = {
        "question": Cell(line.question.name, line.question.id),
        "unit": Cell(measured(line), indicator.unit),
        "value": Cell(own, row.value, indicator.decimals),
        "interval": Cell(ends or ABSENT, (row.ci_low, row.ci_high) if ends else None, indicator.decimals),
        "state": figure_cell(line.state, line, gettext("no figure")),
        "county": figure_cell(line.county, line, ABSENT),
        "peers": Cell(peers_words(line) or ABSENT, line.peers[0] if line.peers else None, indicator.decimals),
        "standing": Cell(" · ".join(part for part in (word, reason) if part), line.standing),
        "trend": Cell(trend[2] if trend is not None else ABSENT, None),
        **more,
    }
    return TableRow(
        {column.id: cells[column.id] for column in columns},
        row.name, row.geo_id, row.level, OVERALL, GROUPS[OVERALL].label, row.period, row.source,
    )  # fmt: skip


def figure_cell(row: Row | None, line: ProfileLine, none: str) -> Cell:
    """A figure beside the place's; `none` where there is none."""
    if row is None or not is_number(row.value):
        return Cell(none, None)
    return Cell(format_value(row.value, line.answer.indicator), row.value, line.answer.indicator.decimals)
