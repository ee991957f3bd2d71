"""Parts of the page for print alone: the site's name and the path, the ends of a list too long for a page, the address.

The address and the day of printing are filled in by `assets/print.js`, which also fits the view to one page.
"""

from __future__ import annotations

from functools import lru_cache

from components.figures.ranking import LONG, ranked_places
from components.formatting import html, html_table
from components.formatting.html import SafeHtml
from components.formatting.markup import data_attributes
from components.formatting.numbers import format_value, interval, is_number, join_list
from components.formatting.phrases import verdict_kind
from components.page.shell import NAME
from data.language import gettext, language, ngettext
from data.query.estimates import nameable_places, reliable_rows
from data.query.rows import Row
from data.query.selection import Answer
from data.vocabulary import LEVEL_WORDS, TOPICS, VERDICT_LABELS

ENDS = 12
"""Places that are printed from each end of a list too long for a page."""
MOST_HIDDEN = 40
"""More hidden places than this are counted, not named: their names would take the page."""


def print_head(answer: Answer) -> SafeHtml:
    """The site and where in it the view stands: what the header says on a screen."""
    path = " · ".join([gettext("Explore"), TOPICS[answer.indicator.topic], answer.indicator.title])
    return html.Div([html.Strong(NAME, lang="en"), html.Span(path)], className="print-only print-head")


def print_foot() -> SafeHtml:
    """The view's address and the day it was printed."""
    return _foot(language())


@lru_cache(maxsize=16)
def _foot(_language: str) -> SafeHtml:
    return html.Div(
        [
            html.P([html.Strong(gettext("This view:")), " ", html.Span(**data_attributes(print="address"))]),
            html.P([html.Strong(gettext("Printed:")), " ", html.Span(**data_attributes(print="day"))]),
        ],
        className="print-only print-foot",
    )


def print_places(answer: Answer) -> list[SafeHtml]:
    """The two ends of a list of places too long for a page, and where the rest is; nothing where it is printed."""
    if len(answer.places) <= LONG or answer.selection.level == "state":
        return []
    named = _named(answer)
    chosen = [row for row in named if row.slug == answer.selection.place]
    ends = _ends(named)
    kept = {row.geo_id for rows in [*ends, chosen] for row in rows}
    lists = [_list(caption, rows, answer) for caption, rows in zip(_captions(named, answer), ends, strict=False)]
    if chosen and chosen[0].geo_id not in {row.geo_id for rows in ends for row in rows}:
        lists.insert(0, _list(gettext("The chosen place"), chosen, answer))
    return [
        html.Section(
            [*lists, *_unlisted(len(answer.places) - len(kept)), *_hidden(answer)], className="print-only print-places"
        )
    ]


def _captions(named: list[Row], answer: Answer) -> list[str]:
    values = {"number": len(named), "places": LEVEL_WORDS[answer.selection.level].plural}
    if not named:
        return []
    if len(reliable_rows(named, answer.indicator)) < len(named):  # no sign of how certain they are
        return [gettext("Highest figures"), gettext("Lowest figures")]
    if len(_ends(named)) == 1:
        return [gettext("The {number} {places} with a reliable figure", **values)]
    return [
        gettext("Highest of the {number} {places} with a reliable figure", **values),
        gettext("Lowest of the {number} {places} with a reliable figure", **values),
    ]


def _unlisted(number: int) -> list[SafeHtml]:
    if not number:
        return []
    sentence = ngettext(
        "{number} place is not listed here; all are in the table of this view, at the address below.",
        "{number} places are not listed here; all are in the table of this view, at the address below.",
        number,
    )
    return [html.P([gettext("The order of places whose intervals overlap may be chance."), " ", sentence])]


def _named(answer: Answer) -> list[Row]:
    """Places that may be named, highest first: a rate on three deaths is no one's highest rate."""
    named = set(nameable_places(answer))
    return [row for row, _ in ranked_places(answer) if row in named]


def _ends(rows: list[Row]) -> list[list[Row]]:
    """The first and the last places, or all where these would meet."""
    return [rows] if len(rows) <= 2 * ENDS else [rows[:ENDS], rows[-ENDS:]]


def _list(caption: str, rows: list[Row], answer: Answer) -> SafeHtml:
    return html_table.table(caption, (), [_line(row, answer) for row in rows], classes="print-list")


def _line(row: Row, answer: Answer) -> SafeHtml:
    indicator = answer.indicator
    interval_text = interval(row.ci_low, row.ci_high, indicator) if is_number(row.ci_low) else ""
    return html_table.row(
        answer.catalog.places[row.geo_id].short_name,
        [
            html.Td(html.Strong(format_value(row.value, indicator))),
            html.Td(interval_text),
            html.Td(VERDICT_LABELS[row.verdict], className=f"verdict {verdict_kind(row.verdict, indicator)}"),
        ],
        className="chosen" if row.slug == answer.selection.place else "",
    )


def _hidden(answer: Answer) -> list[SafeHtml]:
    """The hidden places by name; the legend counts them where they are many."""
    names = [answer.catalog.places[row.geo_id].short_name for row in answer.places.where(status="suppressed")]
    if not names or len(names) > MOST_HIDDEN:
        return []
    return [html.P([html.Strong(gettext("Hidden:")), " ", join_list(sorted(names)), "."])]
