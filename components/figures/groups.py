"""The comparison of groups: dots with whiskers, the chosen place filled above, the state open below."""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from itertools import pairwise
from typing import Any

from components.figures.benchmarks import Benchmark, benchmarks
from components.figures.style import (
    TEXT,
    TEXT_2,
    Figure,
    Scale,
    Trace,
    annotation,
    axis,
    layout,
    nice_scale,
    tick_label,
)
from components.formatting.numbers import format_value, is_number
from components.formatting.palette import ACCENT, INK, INK_2, LINE, PAPER, mark
from components.formatting.phrases import has_value, tooltip_lines
from components.formatting.typeface import length, wrapped
from data.catalog.models import Indicator
from data.language import gettext
from data.query.rows import Row
from data.query.selection import Answer
from data.vocabulary import GROUPS, OVERALL, STATUS_WORDS

ROW = 44
"""Least height of a group's two lanes in pixels."""
TOP, BOTTOM, RIGHT, LEFT = 12, 28, 52, 8
"""Pixels around the plot; on the right they are more where the figures are wider."""
LABEL = 20
"""Height of a line's label above the plot; each line has one, so that no two are in each other's way."""
NARROWEST, LETTER = 300, 7.2
"""Pixels of the narrowest chart, and of a letter: what decides on which side of its line a label has room."""
NAMES, PLOT, NARROW = 0.48, 0.405, 430
"""Share of the plot that the names of groups take: more of a narrow chart while its axis keeps its share."""
PHONE, SMALL_PHONE, BESIDE = 335, 280, 22
"""Pixels of the chart on a phone, and of what stands beside a name: its key, and half the mark of its figure."""
TICK_GAP = 3
"""Pixels between two labels of the axis."""
LANE = 0.2
"""How far a row's two lanes are from its middle, in rows."""
NAME, MOST_LINES, NAME_LINE = 150, 3, 18.2
"""Pixels of a line of a group's name, and the lines it may take before its short name stands there; a line's height."""
MOST_NARROW_LINES = 4
"""The lines that a name may take where its group's mark stands near the start of the axis."""

LINES: dict[str, dict[str, Any]] = {
    "state": {"color": INK, "width": 2},
    "nation": {"color": INK_2, "width": 2, "dash": "dash"},
    "target": {"color": ACCENT, "width": 2, "dash": "dot"},
}
"""How each benchmark's line is drawn: they differ in their dashes and each says its name."""


def groups_figure(answer: Answer) -> Figure:
    """Every group of the dimension for the place (where one is chosen) and the state, with the benchmarks' lines."""
    frame = answer.groups.without(stratum=OVERALL)
    strata = [g for g in GROUPS if g in {row.stratum for row in frame}]
    right = right_margin(frame, answer)
    lines = drawn_benchmarks(answer)
    scale = rows_scale(frame, answer.indicator, lines)
    names = names_share(frame, scale, right)
    names_of = {stratum: name_lines(stratum) for stratum in strata} | names_beside(frame, scale, right, names)
    height = row_height(names_of.values(), ROW)
    traces: list[Trace] = []
    notes: list[dict[str, Any]] = []
    shapes: list[dict[str, Any]] = []
    for position, stratum in enumerate(strata):
        y = len(strata) - 1 - position
        notes.append(_name(names_of[stratum], y, chosen=stratum == answer.selection.group))
        shapes.append(row_line(y))
        group_rows = frame.where(stratum=stratum)
        for row in group_rows:
            first = not answer.chosen or row.level != "state"
            lane = y if not answer.chosen else y + (LANE if first else -LANE)
            if has_value(row):
                traces.append(dot(row, lane, answer, filled=first))
            notes.append(value_note(row, lane, answer, right, bold=first))
    for place, benchmark in enumerate(lines):
        shapes.append(_line(benchmark, place, height * max(len(strata), 1)))
        notes.append(_line_label(benchmark, place, scale, answer, names))
    top = TOP + LABEL * len(lines)
    return {
        "data": [*_keys(strata), *traces],
        "layout": layout(
            height=top + BOTTOM + height * len(strata),
            margin={"l": LEFT, "r": right, "t": top, "b": BOTTOM},
            xaxis=axis(
                range=[scale.low, scale.high],
                domain=[names, 1],
                tickangle=0,
                **tick_settings(scale, (SMALL_PHONE - right) * (1 - names)),
            ),
            xaxis2=axis(range=[0, 1], domain=[0, names], showgrid=False, showticklabels=False),
            yaxis=axis(range=[-0.5, len(strata) - 0.5], showgrid=False, showticklabels=False),
            shapes=shapes,
            annotations=notes,
        ),
    }


def drawn_benchmarks(answer: Answer) -> list[Benchmark]:
    """The benchmarks that are lines through the groups: those of everyone."""
    return [b for b in benchmarks(answer) if b.kind in LINES and b.stratum == OVERALL]


def rows_scale(rows: Iterable[Row], indicator: Indicator, lines: Iterable[Benchmark] = ()) -> Scale:
    """The axis of values: it holds every figure with its interval, and the lines."""
    figures = [value for row in rows for value in (row.ci_low, row.ci_high, row.value)]
    return nice_scale([*figures, *(line.value for line in lines)], indicator)


def value_words(row: Row | None, indicator: Indicator) -> str:
    """The figure of a dot, an unreliable one with its sign; else why there is none."""
    if not has_value(row):
        return status_words(row)
    return format_value(row.value, indicator) + ("†" if row.status == "unreliable" else "")


def names_share(rows: Iterable[Row], scale: Scale, right: float) -> float:
    """The share of the plot that names take, so that on a phone every mark stands beside its group's name.

    With a mark at the share v of the axis and names of the share s, the mark is at s + v(1 - s) of the plot.
    """
    shown = [(scale.share(row.value), row.stratum) for row in rows if has_value(row)]
    most = max(NAMES, 1 - PLOT * NARROW / (NARROW - LEFT - right))
    return min(max(NAMES, _share_for(shown, PHONE - right)), most)


def _share_for(shown: Iterable[tuple[float, str]], width: float) -> float:
    """The share of a plot of a width that names need, by the shares of the axis that their marks stand at."""
    needed = 0.0
    for at, stratum in shown:
        name = max(length(text, bold=True) for text in name_lines(stratum)) + BESIDE
        needed = max(needed, (name / width - at) / (1 - at) if at < 1 else 0.0)
    return needed


def names_beside(
    rows: Iterable[Row], scale: Scale, right: float, share: float, beside: float = BESIDE
) -> dict[str, tuple[str, ...]]:
    """The names of groups with a figure, in lines that end before its mark on the smallest phone.

    `share` of the plot is the names'; `beside` are the pixels of what stands between the edge of the plot and the mark.
    """
    room: dict[str, float] = {}
    for row in rows:
        if has_value(row):
            at = share + scale.share(row.value) * (1 - share)
            room[row.stratum] = min(room.get(row.stratum, NAME), at * (SMALL_PHONE - right) - beside)
    return {
        stratum: name_lines(stratum, width, MOST_LINES if width == NAME else MOST_NARROW_LINES)
        for stratum, width in room.items()
    }


def tick_settings(scale: Scale, width: float) -> dict[str, Any]:
    """The axis's ticks with their labels: as many as stand apart on an axis of a width in pixels, the first among them.

    The others are left blank: a blank tick keeps its line.
    """
    labels = [tick_label(value, scale.step) for value in scale.ticks]
    step = width / (len(labels) - 1)
    every = next((n for n in range(1, len(labels)) if _stand_apart(labels[::n], n * step)), len(labels))
    return {"tickvals": scale.ticks, "ticktext": [text if at % every == 0 else "" for at, text in enumerate(labels)]}


def _stand_apart(labels: Sequence[str], step: float) -> bool:
    return all((length(one) + length(two)) / 2 + TICK_GAP <= step for one, two in pairwise(labels))


def name_lines(stratum: str, width: float = NAME, most: int = MOST_LINES) -> tuple[str, ...]:
    """A group's name in lines of a width in pixels: its short name where the whole one needs more than `most`."""
    lines = wrapped(GROUPS[stratum].label, width, bold=True)
    fits = len(lines) <= most and all(length(line, bold=True) <= width for line in lines)
    return lines if fits else wrapped(GROUPS[stratum].short, width, bold=True)


def row_height(names: Iterable[Sequence[str]], least: int) -> int:
    """The height of every row in pixels, so that the name of most lines keeps clear of the next."""
    return max([least, *(math.ceil(NAME_LINE * len(lines)) + 8 for lines in names)])


def right_margin(rows: Iterable[Any], answer: Answer) -> int:
    """Pixels that the widest figure needs beside the plot."""
    texts = [format_value(row.value, answer.indicator) for row in rows if has_value(row)]
    return max([RIGHT, *(math.ceil(length(f"{text}†", bold=True)) + 16 for text in texts)])


def _name(lines: Sequence[str], y: float, *, chosen: bool) -> dict[str, Any]:
    text = "<br>".join(lines)
    return annotation(
        f"<b>{text}</b>" if chosen else text,
        xref="x2",
        x=0,
        xshift=14,
        xanchor="left",
        yref="y",
        y=y,
        yanchor="middle",
        align="left",
    )


def _keys(strata: list[str]) -> list[Trace]:
    """The groups' own marks beside their names."""
    return [
        {
            **group_marker(stratum, filled=True),
            "type": "scatter",
            "mode": "markers",
            "x": [0],
            "y": [len(strata) - 1 - i],
            "xaxis": "x2",
            "cliponaxis": False,
            "hoverinfo": "skip",
        }
        for i, stratum in enumerate(strata)
    ]


def row_line(y: float) -> dict[str, Any]:
    """The line below a group's row, whose middle is `y`."""
    return {"type": "line", "xref": "paper", "x0": 0, "x1": 1, "y0": y - 0.5, "y1": y - 0.5,
            "line": {"color": LINE, "width": 1}, "layer": "below"}  # fmt: skip


def group_marker(stratum: str, *, filled: bool) -> Trace:
    """A group's mark, filled or open; everyone's own is a stroke, which cannot be open, and so a circle."""
    style = mark(stratum)
    fill = style.colour if filled else PAPER
    symbol = "circle" if stratum == OVERALL else style.symbol
    return {"marker": {"symbol": symbol, "size": 12, "color": fill, "line": {"color": style.colour, "width": 2}}}


def dot(row: Row, y: float, answer: Answer, *, filled: bool) -> Trace:
    """A figure as its group's mark with the whisker of its interval, and what is read when it is pointed at."""
    style = mark(row.stratum)
    whisker = {}
    if is_number(row.ci_low):
        whisker = {"error_x": {"type": "data", "symmetric": False, "array": [row.ci_high - row.value],
                               "arrayminus": [row.value - row.ci_low], "color": style.colour, "thickness": 2,
                               "width": 0}}  # fmt: skip
    head = gettext("{group}, {place}", group=GROUPS[row.stratum].label, place=row.name)
    return {
        "type": "scatter",
        "mode": "markers",
        "x": [row.value],
        "y": [y],
        "cliponaxis": False,
        "text": ["<br>".join([f"<b>{head}</b>", *tooltip_lines(row, answer)[1:]])],
        "hovertemplate": "%{text}<extra></extra>",
        **group_marker(row.stratum, filled=filled),
        **whisker,
    }


def value_note(row: Row | None, y: float, answer: Answer, right: int, *, bold: bool) -> dict[str, Any]:
    """The figure of a dot beside the plot, an unreliable one with its sign; else why there is none."""
    if has_value(row):
        text = value_words(row, answer.indicator)
        return annotation(f"<b>{text}</b>" if bold else text, font=TEXT if bold else TEXT_2, xref="paper", x=1,
                          xshift=right, xanchor="right", yref="y", y=y, yanchor="middle")  # fmt: skip
    return status_note(status_words(row), y, right, hatched=row is not None and row.status == "suppressed")


def status_words(row: Row | None) -> str:
    """Why there is no figure, in a word; a group the place has no row for is not available."""
    return STATUS_WORDS["not_available" if row is None else row.status]


def status_note(words: str, y: float, right: int, *, hatched: bool) -> dict[str, Any]:
    """Why there is no figure, with a hatch before it where it is hidden; it ends where the figures end."""
    return annotation(f"▨ {words}" if hatched else words, font=TEXT_2, xref="paper", x=1, xshift=right,
                      xanchor="right", yref="y", y=y, yanchor="middle", bgcolor=PAPER)  # fmt: skip


def _line(benchmark: Benchmark, place: int, pixels: float) -> dict[str, Any]:
    """An upright line through all groups and on to its label; the first label stands lowest."""
    reach = 1 + (6 + LABEL * place) / pixels
    return {"type": "line", "x0": benchmark.value, "x1": benchmark.value, "yref": "paper", "y0": 0, "y1": reach,
            "line": LINES[benchmark.kind], "layer": "below"}  # fmt: skip


def _line_label(benchmark: Benchmark, place: int, scale: Scale, answer: Answer, names: float) -> dict[str, Any]:
    """The label of a line, above the plot: over its line where it has room on both sides, else on the wider one."""
    at = names + scale.share(benchmark.value) * (1 - names)
    width = NARROWEST - RIGHT
    left, right = at * width, (1 - at) * width + RIGHT
    value = format_value(benchmark.value, answer.indicator)
    text = f"{line_name(benchmark)} {value}"
    if not _fits(text, left, right):
        text = f"{benchmark.short} {value}"
    centred = LETTER * len(text) / 2 <= min(left, right)
    side = "center" if centred else "right" if left > right else "left"
    shift = {"center": 0, "right": min(right, 6), "left": -6}[side]
    return annotation(f"<b>{text}</b>" if benchmark.kind == "state" else text, xref="x", x=benchmark.value,
                      xanchor=side, xshift=shift, yref="paper", y=1, yanchor="bottom", yshift=4 + LABEL * place,
                      bgcolor=PAPER)  # fmt: skip


def line_name(benchmark: Benchmark) -> str:
    """What a benchmark's line is called where there is room."""
    return benchmark.label if benchmark.kind == "state" else benchmark.short


def _fits(text: str, left: float, right: float) -> bool:
    """Whether a label has room over a point with so many pixels on its sides: over it, or on the wider side."""
    return LETTER * len(text) <= max(left, right, 2 * min(left, right))
