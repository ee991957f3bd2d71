"""What is added up for a region: counts, people and figures, what parts leave open, and what cannot be added up."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from components.formatting import html
from components.formatting.html import SafeHtml
from components.formatting.html_table import row, scrolled, table
from components.formatting.numbers import capitalize_first, count, is_number, join_list
from components.views.place.words import figure_words, interval_of, standing_words
from components.views.regions.words import sum_words
from data.analysis.profiles.profile_lines import ProfileLine
from data.analysis.regions.region_lines import RegionLine, RegionReading
from data.catalog.models import Catalog
from data.language import gettext, ngettext
from data.query.selection import EXPLORE
from data.vocabulary import Period

NAMED = 8
"""Parts that are named where they leave a figure open; of more, the first and how many there are besides."""


def pooled_panel(reading: RegionReading) -> Iterator[SafeHtml]:
    """The counts and people behind each of the region's own figures, and what they are the sum of."""
    lines = [line for line in reading.profile.lines if not line.of_county]
    if not lines:
        return
    title = gettext("What is added up")
    heads = [
        gettext("Question"), gettext("Events"), gettext("Among"), gettext("Figure"), gettext("State"),
        gettext("Against the state"), gettext("Added up of"),
    ]  # fmt: skip
    caption = gettext("Counts behind the figures of {region}", region=reading.profile.place.name)
    content = table(
        html.Span(caption, className="visually-hidden"), heads, [_pooled(line, reading) for line in lines],
        classes="figures-table region-pooled",
    )  # fmt: skip
    note = gettext(
        "“Among” is the number of people or births over all years of the period. Rates are the sum of the events over "
        "the sum of the people, never the mean of rates."
    )
    yield html.Section(
        [html.H2(title, className="figure-title"), html.P(note, className="figure-note"), scrolled(content, title)],
        className="profile-topic",
    )


def _pooled(line: ProfileLine, reading: RegionReading) -> SafeHtml:
    indicator, own = line.answer.indicator, line.row
    found = reading.line(own, indicator.id)
    head = [
        html.A(line.question.name, href=EXPLORE + line.answer.selection.query(), className="profile-what"),
        html.Span(Period.parse(own.period).label, className="profile-of"),
    ]
    value: list[html.Content] = [html.Strong(figure_words(own, line))]
    if interval_of(line):
        value.append(html.Span(interval_of(line), className="profile-ends"))
    state = figure_words(line.state, line) if line.state is not None else gettext("no figure")
    cells = [
        html.Td(count(own.numerator) if is_number(own.numerator) else "–", className="number"),
        html.Td(count(own.denominator) if is_number(own.denominator) else "–", className="number"),
        html.Td(value, className="number"),
        html.Td(state, className="number"),
        html.Td(standing_words(line)),
        html.Td(made_of_words(found)),
    ]
    return row(head, cells)


def made_of_words(line: RegionLine | None) -> str:
    """What a figure is the sum of."""
    if line is None or line.published:
        return gettext("published for these cities and towns as a whole")
    return gettext("whole counties") if line.level == "county" else gettext("cities and towns")


def open_panel(reading: RegionReading) -> Iterator[SafeHtml]:
    """Which members leave a figure open, by question."""
    lines = reading.opened
    if not lines:
        return
    catalog = reading.profile.catalog
    items = [html.Li([html.Strong(_name(line, catalog)), ": ", open_words(line, catalog)]) for line in lines]
    yield html.Section(
        [
            html.H2(gettext("What some members leave open"), className="figure-title"),
            html.P(sum_words(), className="figure-note"),
            html.Ul(items, className="profile-unknown"),
        ],
        className="profile-topic region-open",
    )


def _name(line: RegionLine, catalog: Catalog) -> str:
    period = Period.parse(line.row.period).label
    return gettext("{question}, {period}", question=catalog.question_of[line.indicator].name, period=period)


def open_words(line: RegionLine, catalog: Catalog) -> str:
    """Which parts of a figure are hidden, and which are not published."""
    told = []
    if line.hidden:
        told.append(gettext("hidden for {places}", places=named(line.hidden, catalog)))
    if line.absent:
        told.append(gettext("not published for {places}", places=named(line.absent, catalog)))
    return capitalize_first("; ".join(told)) + "."


def named(parts: Sequence[str], catalog: Catalog) -> str:
    """Places by name, the first of many."""
    names = sorted(catalog.places[part].name for part in parts)
    if len(names) <= NAMED + 1:
        return join_list(names)
    more = ngettext("{number} more", "{number} more", len(names) - NAMED)
    return join_list([*names[:NAMED], more])


def not_pooled_panel(reading: RegionReading) -> Iterator[SafeHtml]:
    """Questions that no sum can answer, by why."""
    if not reading.not_pooled:
        return
    items = [
        html.Li([html.Strong(why), " ", "; ".join(question.name for question in questions), "."])
        for why, questions in reading.not_pooled
    ]
    yield html.Section(
        [
            html.H2(gettext("What cannot be added up, and why"), className="figure-title"),
            html.Ul(items, className="profile-unknown"),
        ],
        className="profile-topic region-not-pooled",
    )
