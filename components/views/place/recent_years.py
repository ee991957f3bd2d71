"""A line's figures over time as a small drawing with its words: the place's, and the state's faint behind it."""

from __future__ import annotations

from components.figures.style import nice_scale
from components.formatting import html
from components.formatting.html import SafeHtml
from components.formatting.markup import DECORATIVE
from components.formatting.numbers import format_value
from components.formatting.palette import INK
from components.views.multiples.sparkline import Line, axes_of, line_of, marks
from data.analysis.profiles.profile_lines import ProfileLine
from data.language import gettext
from data.vocabulary import OVERALL

FEWEST = 3
"""Fewest periods with a figure that are drawn."""
_DRAWN = ("behind", "line", "broken", "dot-of", "hole")


def recent_years(line: ProfileLine) -> SafeHtml | None:
    """The small trend of a line; None of fewer than three periods."""
    answer = line.answer
    own, state = (
        line_of(answer.trend.where(geo_id=geo_id, stratum=OVERALL), geo_id, OVERALL)
        for geo_id in (line.row.geo_id, answer.catalog.state.geo_id)
    )
    if len(own.points) < FEWEST:
        return None
    behind = [state] if answer.indicator.comparable and state.points else []
    scale = nice_scale([p.row.value for one in (own, *behind) for p in one.points], answer.indicator)
    drawn = "".join(
        f'<path class="{m.kind}"{_breadth(m.breadth)} d="{m.path}"/>'
        for m in marks(own, behind, axes_of([own], scale), answer.indicator, answer.catalog)
        if m.kind in _DRAWN
    )
    picture = SafeHtml(
        f'<svg class="spark" viewBox="0 0 100 100" preserveAspectRatio="none" aria-hidden="true" focusable="false" '
        f'style="--own:{INK}">{drawn}</svg>'
    )
    first, last = own.points[0].period, own.points[-1].period
    years = f"{first.start.year}–{last.end.year}"
    said = html.Span(_words(own, line), className="visually-hidden")
    return html.Div([picture, said, html.Span(years, className="spark-years", **DECORATIVE)], className="spark-of")


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
