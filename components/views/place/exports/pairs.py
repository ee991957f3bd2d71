"""Two places side by side for documents: the lines as drawings and tables, and their rows for machines."""

from __future__ import annotations

from collections.abc import Sequence

from components.documents.dataset import Value, present
from components.documents.document import DocumentFigure
from components.documents.drawings.rows import Entry, Track, rows_svg
from components.figures.tables import ABSENT, Cell, Column, Table
from components.views.place.exports.dataset import line_values
from components.views.place.exports.lines import (
    MIDDLE,
    figure_cell,
    own_entry,
    question_entry,
    standing_entry,
    standing_said,
    table_row,
)
from components.views.place.lines import direction_words
from components.views.place.side_by_side import (
    pair_caption,
    pair_heads,
    pair_key,
    pair_mark,
    pair_scale,
    pair_standing,
)
from components.views.place.spine import WIDTH
from components.views.place.words import figure_words, interval_of, measured, whose
from data.analysis.profiles.pair_lines import PairLine, TwoPlaces
from data.language import gettext

PAIR_COLUMNS = (
    "with_place", "with_geo_id", "with_value", "with_low", "with_high", "comparison", "ratio", "ratio_low",
    "ratio_high",
)  # fmt: skip
_TRACKS = (192, 112, 112, 72, WIDTH, 128)


def pair_figure(name: str, title: str, lines: Sequence[PairLine], two: TwoPlaces, *, keyed: bool) -> DocumentFigure:
    """The lines of a topic as the page has them; the first of several figures is `keyed`."""
    tracks = [Track(head, width) for head, width in zip(pair_heads(two), _TRACKS, strict=True)]
    caption = pair_caption(title, two)
    text = f"{caption}. {' '.join(_said(line, two) for line in lines)}"
    drawn = rows_svg(tracks, [_entries(line) for line in lines], pair_key(two) if keyed else [], text)
    return DocumentFigure(name, title, drawn, text)


def _entries(line: PairLine) -> list[Entry]:
    state = line.first.state
    words = direction_words(line.first)
    middle = None if pair_scale(line).middle is None else MIDDLE
    return [
        question_entry(line.first),
        own_entry(line.first),
        own_entry(line.second),
        Entry(figure_words(state, line.first) if state is not None else ABSENT),
        Entry(drawing=pair_mark(line), below=(words,) if words else (), line=middle),
        standing_entry(line.standing, *pair_standing(line)),
    ]


def _said(line: PairLine, two: TwoPlaces) -> str:
    figures = []
    for place, one in ((two.first, line.first), (two.second, line.second)):
        ends = interval_of(one)
        parts = (place.short_name, figure_words(one.row, one), f"({ends})" if ends else "", whose(one))
        figures.append(" ".join(part for part in parts if part))
    word, reason = standing_said(line.standing, *pair_standing(line))
    standing = ", ".join(part for part in (word, reason) if part)
    return f"{line.question.name} ({measured(line.first)}): {'; '.join(figures)}; {standing}."


def pair_table(title: str, lines: Sequence[PairLine], two: TwoPlaces) -> Table:
    """The same as a table: each number in a column of its own."""
    question, first, second, state, _, against = pair_heads(two)
    columns = (
        Column("question", question, "text"),
        Column("unit", gettext("Unit"), "text"),
        Column("value", first, "number", decimals=1),
        Column("interval", gettext("{figure}, 95% interval", figure=first), "interval", decimals=1),
        Column("second", second, "number", decimals=1),
        Column("second_interval", gettext("{figure}, 95% interval", figure=second), "interval", decimals=1),
        Column("state", state, "number", decimals=1),
        Column("standing", against, "text"),
    )
    rows = []
    for line in lines:
        one, other, decimals = line.first, line.second, line.first.answer.indicator.decimals
        ends = interval_of(other)
        word, reason = standing_said(line.standing, *pair_standing(line))
        own = " · ".join(part for part in (figure_words(other.row, other), whose(other)) if part)
        more = {
            "second": Cell(own, other.row.value, decimals),
            "second_interval": Cell(ends or ABSENT, (other.row.ci_low, other.row.ci_high) if ends else None, decimals),
            "state": figure_cell(one.state, one, ABSENT),
            "standing": Cell(" · ".join(part for part in (word, reason) if part), line.standing),
        }
        rows.append(table_row(one, columns, **more))
    return Table("pairs", "", pair_caption(title, two), columns, tuple(rows))


def pair_values(line: PairLine, two: TwoPlaces) -> dict[str, Value]:
    """The row of a line for machines: the first place's figure, the second's, and the test of the two."""
    other, ratio = line.second.row, line.comparison.ratio
    word, reason = standing_said(line.standing, *pair_standing(line))
    found: dict[str, Value] = {
        **line_values(line.first, "pairs"),
        "compared_with": two.second.name,
        "with_place": other.name,
        "with_geo_id": other.geo_id,
        "with_value": present(other.value),
        "with_low": present(other.ci_low),
        "with_high": present(other.ci_high),
        "standing": line.standing,
        "comparison": word or None,
        "reason": reason or None,
        "ratio": None,
        "ratio_low": None,
        "ratio_high": None,
    }
    return (
        found
        if ratio is None
        else found | {"ratio": ratio.value, "ratio_low": present(ratio.low), "ratio_high": present(ratio.high)}
    )
