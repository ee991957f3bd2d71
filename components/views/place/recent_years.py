"""A line's figures over time as a small drawing with its words: the place's, and the state's faint behind it."""

from __future__ import annotations

from dataclasses import replace

from components.figures.style import nice_scale
from components.formatting import html
from components.formatting.html import SafeHtml
from components.formatting.markup import DECORATIVE
from components.formatting.numbers import format_value
from components.formatting.palette import INK, PAPER
from components.views.multiples.sparkline import LAST, Axes, Line, Mark, axes_of, line_of, marks
from data.analysis.profiles.profile_lines import ProfileLine
from data.language import gettext
from data.vocabulary import OVERALL

FEWEST = 3
"""Fewest periods with a figure that are drawn."""
WIDTH, HEIGHT = 80, 28
"""Pixels of the drawing."""
BEHIND = "#9aa4ae"
"""The state's line."""
_DRAWN = ("behind", "line", "broken", "dot-of", "hole")


def recent_years(line: ProfileLine) -> SafeHtml | None:
    """The small trend of a line; None of fewer than three periods."""
    found = _drawn(line)
    if found is None:
        return None
    own, behind = found
    drawn = "".join(
        f'<path class="{m.kind}"{_breadth(m.breadth)} d="{m.path}"/>'
        for m in marks(own, behind, _axes(own, behind, line), line.answer.indicator, line.answer.catalog)
        if m.kind in _DRAWN
    )
    picture = SafeHtml(
        f'<svg class="spark" viewBox="0 0 100 100" preserveAspectRatio="none" aria-hidden="true" focusable="false" '
        f'style="--own:{INK}">{drawn}</svg>'
    )
    said = html.Span(_words(own, line), className="visually-hidden")
    return html.Div(
        [picture, said, html.Span(_years(own), className="spark-years", **DECORATIVE)], className="spark-of"
    )


def standing_years(line: ProfileLine) -> tuple[str, str, str] | None:
    """The same as a drawing that stands alone, the years it is of, and its words; None of fewer than three periods."""
    found = _drawn(line)
    if found is None:
        return None
    own, behind = found
    axes = replace(_axes(own, behind, line), width=WIDTH - LAST, height=HEIGHT)
    drawn = "".join(
        f'<path d="{m.path}" fill="none" stroke-linejoin="round" stroke-linecap="round" {_paint(m)}/>'
        for m in marks(own, behind, axes, line.answer.indicator, line.answer.catalog)
        if m.kind in _DRAWN and m.path
    )
    # The last dot is larger than the room the axes leave: on the page it overlaps, on paper the edge would cut it.
    box = f"{-LAST / 2:g} 0 {WIDTH} {HEIGHT}"
    return f'<svg viewBox="{box}">{drawn}</svg>', _years(own), _words(own, line)


def _paint(one: Mark) -> str:
    """How the style sheet paints a path."""
    colour = {"behind": BEHIND, "hole": PAPER}.get(one.kind, INK)
    width = one.breadth if one.breadth is not None else 1.5 if one.kind == "behind" else 2
    dashes = ' stroke-dasharray="4 4"' if one.kind == "broken" else ""
    return f'stroke="{colour}" stroke-width="{width:g}"{dashes}'


def _drawn(line: ProfileLine) -> tuple[Line, list[Line]] | None:
    """The line of the place and those behind it; None of fewer than three periods."""
    answer = line.answer
    own, state = (
        line_of(answer.trend.where(geo_id=geo_id, stratum=OVERALL), geo_id, OVERALL)
        for geo_id in (line.row.geo_id, answer.catalog.state.geo_id)
    )
    if len(own.points) < FEWEST:
        return None
    return own, [state] if answer.indicator.comparable and state.points else []


def _axes(own: Line, behind: list[Line], line: ProfileLine) -> Axes:
    scale = nice_scale([p.row.value for one in (own, *behind) for p in one.points], line.answer.indicator)
    return axes_of([own], scale)


def _years(own: Line) -> str:
    """The first and the last year."""
    return f"{own.points[0].period.start.year}–{own.points[-1].period.end.year}"


def _breadth(breadth: float | None) -> str:
    return "" if breadth is None else f' stroke-width="{breadth:g}"'


def _words(own: Line, line: ProfileLine) -> str:
    first, last = own.points[0], own.points[-1]
    return gettext(
        "From {first} in {start} to {last} in {end}.",
        first=format_value(first.row.value, line.answer.indicator),
        start=first.period.label,
        last=format_value(last.row.value, line.answer.indicator),
        end=last.period.label,
    )
