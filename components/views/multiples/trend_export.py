"""Sparklines in exports: the panels of the page, drawn with the same marks."""

from __future__ import annotations

from dataclasses import replace

from components.documents.document import DocumentFigure, width_of
from components.documents.drawings.svg import Style, element, label
from components.formatting.numbers import format_value, interval, is_number
from components.formatting.palette import INK_2, LINE, PAPER, mark
from components.views.multiples.panel_text import SIGNS, change_verdict, latest_row, periods_shown
from components.views.multiples.sparkline import Axes, Mark, marks
from components.views.multiples.trend_charts import panel_chart
from components.views.multiples.trend_panels import TrendPanel, TrendPanels
from data.language import gettext, ngettext
from data.query.selection import Answer
from data.vocabulary import Period

SHARE = 1 / 3
PANELS = 24
"""Trends a picture shows, eight rows of three; the CSV has all. Of 351 towns a picture would be over a hundred rows."""
HEIGHT, TOP, LEFT, BOTTOM = 128, 20, 40, 24
"""Pixels of a trend, and around it for half a label, the values and the years; as assets/multiples.css has them."""

PAINT: dict[str, dict[str, str | float]] = {
    "grid": {"stroke": LINE, "stroke_width": 1},
    "break": {"stroke": INK_2, "stroke_width": 1, "stroke_dasharray": "1 3"},
    "behind": {"stroke": "#9aa4ae", "stroke_width": 1.5},
    "line": {"stroke": "own", "stroke_width": 2.5},
    "broken": {"stroke": "own", "stroke_width": 2, "stroke_dasharray": "5 4"},
    "band": {"stroke": "own", "stroke_width": 1, "stroke_opacity": 0.35, "fill": "own", "fill_opacity": 0.16},
    "dot-of": {"stroke": "own", "stroke_linecap": "round"},
    "hole": {"stroke": PAPER, "stroke_linecap": "round"},
    "beyond": {"stroke": "own", "stroke_width": 2},
}
"""SVG style of each kind of mark, as in assets/multiples.css; `own` is the colour of the panel's group."""


def trend_figures(trends: TrendPanels, answer: Answer) -> list[DocumentFigure]:
    """Figures of the panels, in the order of the page; those beyond `PANELS` are in the CSV only."""
    figures = [_figure(number, panel, trends.axes, answer) for number, panel in enumerate(trends.panels[:PANELS])]
    more = len(trends.panels) - len(figures)
    if figures and more:
        left_out = ngettext(
            "{number} more trend is in the data file of this view (CSV).",
            "{number} more trends are in the data file of this view (CSV).",
            more,
        )
        figures[-1] = replace(figures[-1], below=(*figures[-1].below, left_out))
    return figures


def _figure(number: int, panel: TrendPanel, axes: Axes, answer: Answer) -> DocumentFigure:
    direction, verdict = change_verdict(panel.change)
    signed = f"{SIGNS[direction]} {verdict}" if direction in SIGNS else verdict
    return DocumentFigure(
        f"trend-{number}",
        panel.name,
        small_trend_svg(panel, axes, answer, width_of(SHARE)),
        panel.text,
        SHARE,
        note=_latest(panel, answer),
        below=tuple(text for text in (signed, periods_shown(panel.rows)) if text),
        chart=panel_chart(panel, axes, answer),
    )


def _latest(panel: TrendPanel, answer: Answer) -> str:
    """The newest figure of a panel with its interval: "2021–23 54.1 (50.5–57.7)"; empty without one."""
    row = latest_row(panel.rows)
    if row is None:
        return ""
    value = format_value(row.value, answer.indicator) + ("†" if row.status == "unreliable" else "")
    bounds = f" ({interval(row.ci_low, row.ci_high, answer.indicator)})" if is_number(row.ci_low) else ""
    return gettext("{period} {value}", period=Period.parse(row.period).label, value=value + bounds)


def small_trend_svg(panel: TrendPanel, axes: Axes, answer: Answer, width: float) -> str:
    """A panel's trend as a picture of its own, `width` pixels wide, with its labels."""
    pixel_axes = replace(axes, width=width - LEFT - 8, height=HEIGHT)
    colour = mark(panel.line.stratum).colour
    drawn = "".join(
        _path(one, colour) for one in marks(panel.line, panel.behind, pixel_axes, answer.indicator, answer.catalog)
    )
    style = Style(size=14, colour=INK_2)
    values = "".join(label(text, LEFT - 6, TOP + y, replace(style, across="end")) for y, text in pixel_axes.values)
    first, *last = pixel_axes.years
    years = label(first, LEFT, TOP + HEIGHT + 13, style)
    years += "".join(label(year, width - 8, TOP + HEIGHT + 13, replace(style, across="end")) for year in last)
    height = TOP + HEIGHT + BOTTOM
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width:g} {height}">'
        f'<g transform="translate({LEFT} {TOP})">{drawn}</g>{values}{years}</svg>'
    )


def _path(one: Mark, colour: str) -> str:
    paint = {name: colour if value == "own" else value for name, value in PAINT[one.kind].items()}
    if one.breadth is not None:
        paint["stroke_width"] = one.breadth
    return element("path", d=one.path, **({"fill": "none"} | paint)) if one.path else ""
