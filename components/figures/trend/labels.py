"""Labels at the ends of the lines of a trend: who it is and the last figure, pushed apart where two would overlap."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from components.figures.style import TEXT, Scale, annotation
from components.figures.trend.lines import Line, usual_end
from components.formatting.numbers import format_value
from components.formatting.palette import text_colour
from components.formatting.phrases import people_at_start
from components.formatting.typeface import length, wrapped
from data.language import gettext, month
from data.query.selection import Answer
from data.vocabulary import GROUPS, LEVEL_WORDS, Period

RIGHT = 120
"""Pixels right of the plot for end labels, more where these are wider (`right_margin`)."""
NAME, FIGURE = 132, 172
"""Pixels of a line of a name, and of the figure below it, beside the end of a line: what is longer goes on below."""
MOST_LINES = 5
"""Lines a name may take, where the labels have room for so many."""
LONGEST_GROUP = 18
"""Letters of a group and its noun beside its line; a longer one goes without the noun."""
WIDER = 1.15
"""Factor by which letters of a fallback typeface are wider than ours."""
LABEL_LINE, LABEL_GAP = 18.2, 3.6
"""Pixels of a line of a label, and between two labels, so that two lines that end together keep theirs apart."""


@dataclass(frozen=True)
class EndLabel:
    """Label at the end of a line of the trend chart: its name in bold, then its last figure."""

    at: float
    name: tuple[str, ...]
    figure: tuple[str, ...]
    colour: str = ""
    """The colour of a label on one line, neither bold nor on two: of a group beside the chosen one."""
    line: Line | None = None
    """The line at whose end it stands."""

    @property
    def height(self) -> float:
        """Pixels it takes."""
        return LABEL_LINE * (len(self.name) + len(self.figure)) + LABEL_GAP


def end_labels(lines: list[Line], answer: Answer, pixels: int) -> list[EndLabel]:
    """A label for the last point of each place and group, lowest first; names are cut only where all have no room."""
    last: dict[tuple[str, str], Line] = {}
    for line in lines:
        key = (line.name, line.stratum)
        if key not in last or line.points[-1].x > last[key].points[-1].x:
            last[key] = line
    ends = sorted(last.values(), key=lambda line: line.points[-1].y)
    usual = usual_end(ends)
    # A chart of all groups grows with its labels, so that none is cut.
    least = 3 if any(line.quiet for line in ends) else 1
    for most in range(MOST_LINES, least - 1, -1):
        labels = [_end_label(line, answer, most, usual) for line in ends]
        if sum(label.height for label in labels) <= pixels:
            break
    return labels


def placed_labels(labels: list[EndLabel], scale: Scale, pixels: int) -> list[dict[str, Any]]:
    """The labels at the height of their points, pushed apart where two would overlap."""
    placed = []
    at = [(scale.share(label.at) * pixels, label.height) for label in labels]
    for label, y in zip(labels, pushed_apart(at, pixels), strict=True):
        name = "<br>".join(label.name)
        text = "<br>".join([name if label.colour else f"<b>{name}</b>", *label.figure])
        # Of several places the name has the color of its line.
        own = text_colour(label.line.colour) if label.line is not None and label.line.bare else label.colour
        font = {**TEXT, "color": own} if own else TEXT
        placed.append(annotation(text, xref="paper", x=1, xshift=8, xanchor="left", yref="paper", y=y / pixels,
                                 yanchor="middle", align="left", font=font))  # fmt: skip
    return placed


def pushed_apart(wanted: Sequence[tuple[float, float]], room: float) -> list[float]:
    """The middles of labels from the bottom, by where they want to be and how high they are, lowest first."""
    middles: list[float] = []
    below = 0.0
    for middle, height in wanted:
        middles.append(max(middle, below + height / 2))
        below = middles[-1] + height / 2
    excess, lowest = max(0.0, below - room), 0.0
    placed = []
    for (_, height), middle in zip(wanted, middles, strict=True):
        placed.append(max(middle - excess, lowest + height / 2))
        lowest += height
    return placed


def _month(period: Period) -> str:
    return f"{month(period.end.month, short=True)} {period.end.year}"


def right_margin(labels: list[EndLabel]) -> float:
    """Room for the longest line of a label; other languages have longer words than English."""
    widths = [length(line, bold=True) for label in labels for line in label.name]
    widths += [length(line) for label in labels for line in label.figure]
    return max([RIGHT, *(math.ceil(WIDER * width) + 12 for width in widths)])


def _end_label(line: Line, answer: Answer, most: int, usual: Period | None) -> EndLabel:
    """`usual` is the period most quiet lines end with, said once under the chart; one that ends otherwise says when."""
    last = line.points[-1]
    who = GROUPS[line.stratum].short
    place = LEVEL_WORDS["state"].singular if line.is_state else answer.catalog.places[str(last.row.geo_id)].short_name
    star = "*" if last.period.slug in answer.indicator.provisional else ""
    named = people_at_start(line.stratum, answer.indicator)
    name = f"{who}, {place}" if answer.chosen else named if len(named) <= LONGEST_GROUP else who
    when = last.period.label if last.period.is_years else gettext("To {month}", month=_month(last.period))
    star += "†" if last.row.status == "unreliable" else ""
    figure = f"{format_value(last.y, answer.indicator)}{star}"
    if line.quiet:
        text = f"{who} {figure}" if last.period == usual else f"{who} {figure} ({when})"
        return EndLabel(last.y, wrapped(text, NAME, most=most), (), text_colour(line.colour), line)
    value = f"{when}: {figure}"
    return EndLabel(last.y, wrapped(name, NAME, bold=True, most=most), wrapped(value, FIGURE), line=line)
