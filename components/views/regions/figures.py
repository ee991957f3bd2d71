"""What is added up for a region: counts, people and figures, what parts leave open, and what cannot be added up."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from components.formatting import html
from components.formatting.html import SafeHtml
from components.formatting.html_table import row, scrolled, table
from components.formatting.markup import data_attributes
from components.formatting.numbers import capitalize_first, count, is_number, join_list
from components.views.place.lines import direction, line_table, mark_class, own_figure, question_head, standing
from components.views.place.recent_years import recent_years
from components.views.place.spine import spine_mark
from components.views.place.words import figure_words
from components.views.regions.words import sum_words
from data.analysis.profiles.addresses import profile_path
from data.analysis.profiles.profile_lines import ProfileLine, farthest_first
from data.analysis.regions.region_lines import RegionLine, RegionReading
from data.catalog.models import Catalog, Place
from data.language import format_integer, gettext
from data.query.rows import Row
from data.vocabulary import TOPICS, Period

NAMED = 8
"""Parts that are named where they leave a figure open; of more, the first and how many there are besides."""
COLUMNS = ("c-what", "c-events", "c-own", "c-state", "c-mark", "c-stand", "c-trend")
"""Classes of the columns of the figures."""


def pooled_panels(reading: RegionReading, order: str) -> list[SafeHtml]:
    """The region's own figures with the counts behind them, by topic or by how far they are from the state."""
    return [_table(lines, title, reading) for _, title, lines in pooled_groups(reading, order)]


def pooled_groups(reading: RegionReading, order: str) -> list[tuple[str, str, Sequence[ProfileLine]]]:
    """The lines under their headings, those of long ago apart. Each with its id."""
    newer = [line for line in reading.profile.lines if not line.is_older]
    newer.sort(key=lambda line: not line.answer.indicator.comparable)  # rates first: an amount is compared with nothing
    groups: list[tuple[str, str, Sequence[ProfileLine]]]
    if order == "distance":
        groups = [("distance", gettext("By how far from the state"), farthest_first(newer))]
    else:
        groups = [(topic, title, [x for x in newer if x.question.topic == topic]) for topic, title in TOPICS.items()]
    older = [x for x in reading.profile.lines if x.is_older]
    groups.append(("older", gettext("Older data: nothing since 2016"), older))
    return [group for group in groups if group[2]]


def pooled_heads(place: Place) -> list[str]:
    """The heads of the columns."""
    return [
        gettext("Question"), gettext("Events"), place.short_name, gettext("State"),
        gettext("worse ◀ state ▶ better"), gettext("Against the state"), gettext("Over time"),
    ]  # fmt: skip


def pooled_caption(title: str, place: Place) -> str:
    """The caption of the table of some lines."""
    return gettext("{topic}: {place} beside Massachusetts", topic=title, place=place.name)


def _table(lines: Sequence[ProfileLine], title: str, reading: RegionReading) -> SafeHtml:
    place = reading.profile.place
    heads = pooled_heads(place)
    caption = html.Span(pooled_caption(title, place), className="visually-hidden")
    content = table(
        caption, heads, [_line(line, heads, reading) for line in lines],
        columns=COLUMNS, classes="figures-table profile-table region-figures",
    )  # fmt: skip
    return html.Section([html.H2(title, className="figure-title"), scrolled(content, title)], className="profile-topic")


def _line(line: ProfileLine, heads: Sequence[str], reading: RegionReading) -> SafeHtml:
    place = reading.profile.place
    own, found = line.row, reading.line(line.row, line.answer.indicator.id)
    made_of = made_of_words(found, reading.profile.catalog) if found is not None else ""
    head = [*question_head(line), html.Span(made_of, className="profile-of")]
    state = figure_words(line.state, line) if line.state is not None else gettext("no figure")
    has_state = line.scale.middle is not None
    cells = [
        html.Td(_counted(own), className="c-events", **data_attributes(head=heads[1])),
        html.Td(own_figure(line), className="c-own", **data_attributes(head=heads[2])),
        html.Td(state, className="c-state", **data_attributes(head=heads[3])),
        html.Td([spine_mark(line), *direction(line)] if has_state else None, className=mark_class(line)),
        html.Td(_standing(line, place), className="c-stand"),
        html.Td(recent_years(line), className="c-trend"),
    ]
    return row(head, cells)


def _standing(line: ProfileLine, place: Place) -> list[html.Content]:
    """How a line stands to the state; of a region of all cities and towns, that it is the state."""
    if is_whole_state(place, line.answer.catalog):
        return [html.Span(gettext("the state itself"), className="standing is-plain")]
    return standing(line)


def is_whole_state(place: Place, catalog: Catalog) -> bool:
    """Whether a region is all cities and towns."""
    return set(place.members) == set(catalog.state.members)


def _counted(own: Row) -> list[html.Content]:
    events, among = counted_words(own)
    return [events, *([" ", html.Span(among, className="profile-of")] if among else [])]


def counted_words(own: Row) -> tuple[str, str]:
    """The events of a figure, and the people or births they are counted among; the second may be empty."""
    if not is_number(own.numerator):
        return "–", ""
    among = gettext("of {number}", number=count(own.denominator)) if is_number(own.denominator) else ""
    return count(own.numerator), among


def made_of_words(line: RegionLine, catalog: Catalog) -> str:
    """What a figure is the sum of, or whose it is where a published place has the same members."""
    if line.same:
        return gettext("figure of {place}", place=catalog.places[line.same].name)
    return gettext("sum of whole counties") if line.level == "county" else gettext("sum of cities and towns")


def open_panel(reading: RegionReading) -> Iterator[SafeHtml]:
    """Which members leave a figure open, by question."""
    lines = reading.opened
    if not lines:
        return
    catalog = reading.profile.catalog
    items = [html.Li([html.Strong(open_name(line, catalog)), ": ", open_words(line, catalog)]) for line in lines]
    yield html.Section(
        [
            html.H2(gettext("What some members leave open"), className="figure-title"),
            html.P(sum_words(), className="figure-note"),
            html.Ul(items, className="profile-unknown"),
        ],
        className="profile-topic region-open",
    )


def open_name(line: RegionLine, catalog: Catalog) -> str:
    """The question and the period of a figure that is open."""
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
    more = gettext("{number} more", number=format_integer(len(names) - NAMED))
    return join_list([*names[:NAMED], more])


def not_pooled_panel(reading: RegionReading) -> Iterator[SafeHtml]:
    """Questions that no sum can answer, by why, and the counties whose profiles may have them."""
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
            *_counties(reading),
        ],
        className="profile-topic region-not-pooled",
    )


def _counties(reading: RegionReading) -> Iterator[SafeHtml]:
    """The figures of the one county it lies in, folded; of several, the ways to their profiles."""
    profile = reading.profile
    counties = [c for c in profile.catalog.places_of("county") if set(c.members) & set(profile.place.members)]
    if reading.of_county and profile.county is not None:
        title = gettext("The figures of {county}, in which it lies", county=profile.county.name)
        lines = [line for line in reading.of_county if not line.is_older]
        yield html.Details([html.Summary(title), line_table(lines, title, profile)], className="region-edit")
    elif counties:
        links = [html.Li(html.A(county.name, href=profile_path(county.slug))) for county in counties]
        yield html.P(gettext("The profiles of the counties it lies in have more of these:"), className="figure-note")
        yield html.Ul(links, className="profile-links region-counties")
