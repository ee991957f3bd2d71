"""The timeline of what has closed: for each unit a lane of months, beside the statements it is drawn from."""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Iterable, Iterator
from datetime import date
from itertools import groupby

from components.formatting import html
from components.formatting.html import Content, SafeHtml
from components.formatting.html_table import row, scrolled, table
from components.formatting.palette import ACCENT, EDGE, INK, INK_2, PAPER
from components.views.maternity.view import MaternityView
from components.views.maternity.words import statement_words, status_words, unit_words
from data.analysis.maternity.units import Status, Unit
from data.language import gettext
from data.query.maternity.statements import Statement

MONTH, HEIGHT = 2, 24
"""Pixels of a month along a lane, and its height."""
ENDINGS = ("announced", "suspended", "closed")
"""Events that tell of an end."""


def changed_units(view: MaternityView) -> tuple[Unit, ...]:
    """Units of which something is told to have ended, by when it did; what ended first is first."""
    ends = {unit: [s.end for s in unit.statements if s.event in ENDINGS] for unit in view.access.units}
    return tuple(sorted((u for u in ends if ends[u]), key=lambda unit: (min(ends[unit]), unit.slug)))


def timeline(view: MaternityView) -> SafeHtml:
    """The table of units that have ended: what is told of each, with its source, and its lane."""
    first, last = view.access.years[0], view.access.newest
    heads = [
        gettext("Unit"),
        gettext("What the sources say"),
        gettext("{low} to {high}", low=first, high=last),
    ]
    caption = gettext("What has closed or been suspended, in order of time")
    content = table(
        html.Span(caption, className="visually-hidden"), heads, [_line(view, unit) for unit in changed_units(view)],
        classes="figures-table maternity-lanes",
    )  # fmt: skip
    return html.Div([_key(), scrolled(content, caption)])


def _line(view: MaternityView, unit: Unit) -> SafeHtml:
    status = unit.status(view.access.newest)
    head: list[Content] = [html.Strong(unit_words(unit, view))]
    if unit.kind == "birth_center":
        head.append(html.Span(gettext("birth center"), className="maternity-small"))
    head.append(html.Span(status_words(status), className=f"maternity-status is-{status}"))
    told = [html.Li(statement_line(statement)) for statement in told_of(unit)]
    lane = html.Td([unit_lane(view, unit), html.Span(lane_words(view, unit), className="visually-hidden")])
    return row(head, [html.Td(html.Ul(told, className="maternity-told")), lane])


def told_of(unit: Unit) -> list[Statement]:
    """What is told of a unit's end, in order."""
    return [statement for statement in in_order(unit.statements) if statement.event in (*ENDINGS, "none")]


def in_order(statements: Iterable[Statement]) -> list[Statement]:
    """Statements in the order in which what they tell was over."""
    return sorted(statements, key=lambda s: (s.end, s.start))


def statement_line(statement: Statement, *, titled: bool = False) -> list[Content]:
    """What a statement says, and a link to where it was said: the publisher's name; where `titled`, the title too."""
    publisher = publisher_of(statement)
    link = html.A(f"{statement.title}, {publisher}" if titled else publisher, href=statement.address, lang="en")
    return [statement_words(statement), html.Span([" · ", link], className="maternity-source")]


def publisher_of(statement: Statement) -> str:
    """The publisher's name; where a copy was read is told in the file, and is no part of it."""
    return statement.publisher.partition(", copy in")[0]


def _months(view: MaternityView) -> Iterator[date]:
    for year in view.access.years:
        for month in range(1, 13):
            yield date(year, month, monthrange(year, month)[1])


def unit_lane(view: MaternityView, unit: Unit) -> SafeHtml:
    """A bar while it was open, hatched while suspended, dashes while that is not known, and a cross at its end."""
    x, parts, gone = 0, [], False
    for status, months in groupby(_months(view), key=unit.status_on):
        width = MONTH * sum(1 for _ in months)
        if status == "open":
            parts.append(f'<rect x="{x}" y="8" width="{width}" height="8" fill="{ACCENT}"/>')
        elif status == "suspended":
            hatch = "".join(f'<path d="M{at} 16l6 -8" stroke="{INK_2}"/>' for at in range(x + 4, x + width - 6, 6))
            parts.append(
                f'<rect x="{x + 0.5}" y="8.5" width="{width - 1}" height="7" fill="{PAPER}" stroke="{INK_2}"/>{hatch}'
                f'<path d="M{x} 5v14m4 -14v14" stroke="{INK}" stroke-width="2"/>'
            )
        elif status == "unknown":
            parts.append(f'<path d="M{x} 12h{width}" stroke="{INK_2}" stroke-width="2" stroke-dasharray="3 4"/>')
        else:
            parts.append(f'<path d="M{x} 12h{width}" stroke="{EDGE}" stroke-width="1"/>')
            if not gone and x:
                parts.append(f'<path d="M{x - 5} 7l10 10m0 -10l-10 10" stroke="{INK}" stroke-width="2"/>')
        gone = status == "closed"
        x += width
    ticks = "".join(
        f'<path d="M{12 * MONTH * n} 0v{HEIGHT}" stroke="#d6dce2"/>' for n in range(len(view.access.years) + 1)
    )
    return SafeHtml(
        f'<svg class="maternity-lane" viewBox="-6 0 {x + 12} {HEIGHT}" width="{x + 12}" height="{HEIGHT}" '
        f'aria-hidden="true" focusable="false">{ticks}{"".join(parts)}</svg>'
    )


def lane_words(view: MaternityView, unit: Unit) -> str:
    """The lane in words: its status at the end of each year in which that is another than the year before."""
    told, before = [], None
    for year in view.access.years:
        status = unit.status(year)
        if status != before:
            told.append(gettext("{year}: {status}", year=year, status=status_words(status).lower()))
        before = status
    return gettext("At the end of the year: {told}.", told="; ".join(told))


def lane_key() -> list[tuple[str, str]]:
    """What the parts of a lane mean: a small drawing, and words."""
    drawn: dict[Status, str] = {
        "open": f'<rect x="1" y="3" width="22" height="8" fill="{ACCENT}"/>',
        "suspended": f'<rect x="1.5" y="3.5" width="21" height="7" fill="{PAPER}" stroke="{INK_2}"/>'
        + "".join(f'<path d="M{at} 11l6 -8" stroke="{INK_2}"/>' for at in (9, 15))
        + f'<path d="M2 0v14m4 -14v14" stroke="{INK}" stroke-width="2"/>',
        "unknown": f'<path d="M0 7h24" stroke="{INK_2}" stroke-width="2" stroke-dasharray="3 4"/>',
        "closed": f'<path d="M7 2l10 10m0 -10l-10 10" stroke="{INK}" stroke-width="2"/>',
    }
    return [
        (
            f'<svg viewBox="0 0 24 14" width="24" height="14" aria-hidden="true">{mark}</svg>',
            status_words(status).lower(),
        )
        for status, mark in drawn.items()
    ]


def _key() -> SafeHtml:
    items = [html.Li([SafeHtml(drawing), words]) for drawing, words in lane_key()]
    return html.Ul(items, className="maternity-key")
