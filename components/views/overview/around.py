"""What stands around the focus areas: the finder, the newest figure, what can be asked, and what is not known yet."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date

from components.figures.descriptions import title
from components.formatting import html
from components.formatting.html import Content, SafeHtml
from components.formatting.html_table import row, scrolled, table
from components.formatting.markup import parse_periods
from components.page.paths import DATA, GAPS, MATERNITY_ACCESS, METHODS, REGIONS, RELEASES, WORST
from components.views.overview.question_card import explore_address
from data.analysis.overview.overviews import Overview
from data.analysis.overview.topic_coverage import SINCE, newest_questions, topic_coverage
from data.analysis.profiles.addresses import PLACES, profile_path
from data.catalog.models import Catalog
from data.language import day, format_integer, gettext, language
from data.query.selection import EXPLORE, QUESTION, Answer
from data.query.url import parse_query
from data.query.url_parameters import in_language
from data.vocabulary import TOPICS, Period

CITIES = 6
"""Cities named under the finder: the largest."""
NEWEST = 6
"""Questions named as having the newest figures."""
SEVERE = "childbirth-complications"
LAST_BY_RACE = 2020
"""The question whose figures by race have ended in this year for as long as nothing newer is supplied."""
PRIORITY = "priority_geography"
"""The kind of area of which the state has not yet given the list."""


def finder(catalog: Catalog) -> SafeHtml:
    """A field for a place's name, which leads to the list of places, and the largest cities."""
    label = html.Label(gettext("How is your city, town or county doing?"), htmlFor="overview-place")
    field = html.Input(
        id="overview-place", name="q", type="search", autocomplete="off", maxlength="100",
        className="form-control", placeholder=gettext("City, town or county"),
    )  # fmt: skip
    spoken = [] if language() == "en" else [html.Input(type="hidden", name="lang", value=language())]
    button = html.Button(gettext("Find"), type="submit", className="action primary")
    towns = sorted(catalog.places_of("municipality"), key=lambda p: -catalog.residents.get(p.geo_id, 0.0))[:CITIES]
    cities = [html.Li(html.A(place.name, href=profile_path(place.slug))) for place in towns]
    form = html.Form([label, html.Div([field, *spoken, button])], action=PLACES, method="get", role="search")
    return html.Div([form, html.Ul(cities, className="overview-cities")], className="overview-finder")


def newest(overview: Overview) -> Iterable[SafeHtml]:
    """The figure that is newer than all others of the page, in a line of its own."""
    trends = [told.trend for area in overview.areas for told in area.questions if told.trend is not None]
    if trends:
        last = max(trends, key=lambda answer: answer.selection.period.recency)
        name = html.Strong(gettext("Newest:"))
        link = html.A(parse_periods(title(last)), href=explore_address(last))
        note = f" {gettext('Provisional: it may still be revised.')}" if _is_provisional(last) else ""
        yield html.P([name, " ", link, ".", note], className="overview-newest")


def _is_provisional(answer: Answer) -> bool:
    return answer.selection.period.slug in answer.indicator.provisional


def coverage_section(catalog: Catalog) -> SafeHtml:
    """How many measures of each topic are published at each level; a topic leads to its data."""
    found = topic_coverage(catalog)
    heads = [
        gettext("Topic"), gettext("Measures"), gettext("With groups, state"), gettext("By county"),
        gettext("County and group"), gettext("By city and town"),
        gettext("City and town, {year} or later", year=SINCE),
    ]  # fmt: skip
    rows = [_topic_row(one.topic, (one.measures, one.state_groups, one.counties, one.county_groups, one.towns,
                                   one.towns_since)) for one in found]  # fmt: skip
    number = format_integer(sum(one.measures for one in found))
    words = gettext(
        "How many of the {number} measures are published at each level, and how many reach {year} or later. What is "
        "missing is missing in the published sources.",
        number=number, year=SINCE,
    )  # fmt: skip
    name = gettext("What can be asked of the data")
    content = table(html.Span(words), heads, rows, classes="figures-table overview-coverage")
    return html.Section([html.H2(name), scrolled(content, name)], className="overview-asked")


def _topic_row(topic: str, numbers: Sequence[int]) -> SafeHtml:
    cells = [
        html.Td(format_integer(number) if number else html.Strong(gettext("none"), className="overview-none"))
        for number in numbers
    ]
    return row(html.A(TOPICS[topic], href=in_language(DATA, topic=topic)), cells)


def changed_section(catalog: Catalog) -> SafeHtml:
    """When the data were put together, the questions with the newest figures, and the way to the release notes."""
    built = date.fromisoformat(catalog.built[:10])
    fetched = max((source.retrieved for source in catalog.sources.values()), default=built)
    words = gettext(
        "This file was put together on {day} from {number} releases of published tables. The last was fetched on "
        "{fetched}.",
        day=day(built), number=format_integer(len(catalog.sources)), fetched=day(fetched),
    )  # fmt: skip
    notes, items = gettext("See what each release of the data changed"), []
    for question, indicator, period in newest_questions(catalog, NEWEST):
        selection, _ = parse_query({"indicator": indicator, "lang": language()}, catalog)
        link = html.A(question.name, href=EXPLORE + selection.query())
        items.append(html.Li([link, ": ", html.Span(period.long_label, className="period")]))
    return html.Section(
        [
            html.H2(gettext("What changed with the last data")),
            html.P(words),
            html.P(gettext("The newest figures:")),
            html.Ul(items),
            html.P(html.A(notes, href=in_language(RELEASES))),
        ]
    )


def trust_section() -> SafeHtml:
    """How to read what is said here, in four sentences."""
    said = [
        gettext("“Higher”, “lower”, “wider” and “narrower” are said only of differences that were tested."),
        gettext("A 95% interval is the range that very likely holds the true figure, allowing for chance."),
        gettext("Small numbers are hidden to protect people. What is hidden, and why, stands beside every map."),
        gettext("The number of lives is associated with a gap. Nothing here says what the gap is due to."),
    ]
    link = html.A(gettext("How every number is made"), href=in_language(METHODS))
    return html.Section(
        [
            html.H2(gettext("How far can I trust this?")),
            html.Ul([html.Li(sentence) for sentence in said]),
            html.P(link),
        ]
    )


def missing_section(catalog: Catalog) -> SafeHtml | None:
    """What the state has not given yet, each with what would fill it; None once all of it is there."""
    items: list[Content] = []
    if PRIORITY not in catalog.area_kinds:
        items.append(
            [
                html.Strong(gettext("The ten priority geographies.")), " ",
                gettext(
                    "The state has said that there are ten; their names have not been supplied. A list of the cities "
                    "and towns in each would fill this."
                ),
            ]
        )  # fmt: skip
    last = severe_by_race_until(catalog)
    if last is not None and last.end.year <= LAST_BY_RACE:
        address = in_language(EXPLORE, **{QUESTION: SEVERE, "by": "race_ethnicity"})
        items.append(
            [
                html.Strong(html.A(
                    gettext("Severe complications of childbirth by race after {year}.", year=last.end.year),
                    href=address,
                )), " ",
                gettext(
                    "Newer figures are not in hand. Deliveries and complications by year and race, with small "
                    "numbers hidden, would fill this."
                ),
            ]
        )  # fmt: skip
    if not items:
        return None
    return html.Section(
        [html.H2(gettext("What the state has not yet given")), html.Ul([html.Li(item) for item in items])]
    )


def severe_by_race_until(catalog: Catalog) -> Period | None:
    """The last period in which severe complications of childbirth have a figure by race; None without any."""
    question = catalog.questions.get(SEVERE)
    periods = [
        c.period
        for indicator in (question.indicators if question else ())
        for c in catalog.covered(indicator)
        if c.dimension == "race_ethnicity" and c.shown
    ]
    return max(periods, key=lambda p: p.recency, default=None)


def ways_on() -> SafeHtml:
    """Links to the other pages."""
    names = {
        WORST: gettext("Where it is worst, over all questions"),
        GAPS: gettext("Gaps between groups"),
        MATERNITY_ACCESS: gettext("Where babies are born: maternity access"),
        REGIONS: gettext("Put a region together"),
        PLACES: gettext("All places"),
        DATA: gettext("All data, to search and download"),
    }
    items = [html.Li(html.A(name, href=in_language(path))) for path, name in names.items()]
    return html.Section([html.H2(gettext("Where to go from here")), html.Ul(items, className="overview-ways")])
