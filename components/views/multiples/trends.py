"""Small multiples of trends (sparklines): one for each group of a place, or for each place, on shared axes."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from components.formatting import html
from components.formatting.group_mark import group_mark
from components.formatting.html import SafeHtml
from components.formatting.markup import data_attributes
from components.views.multiples.panel_text import change_verdict, figure_parts, latest_row, periods_shown, verdict_line
from components.views.multiples.sparkline import Axes, small_trend
from components.views.multiples.trend_panels import TrendPanel, TrendPanels, group_panels, place_panels
from data.language import gettext, ngettext
from data.query.selection import Answer
from data.query.url import parse_query
from data.vocabulary import Period


def group_trends(answer: Answer, path: str) -> list[SafeHtml]:
    """A trend for each group of the place, everyone's faint behind it."""
    trends = group_panels(answer)
    items = [
        _item([group_mark(p.key), _link(p.name, path + _trend_of(p.key, answer), p.key)], p, trends.axes, answer)
        for p in trends.panels
    ]
    return [_grid(items, "groups"), _key(trends)]


def _trend_of(group: str, answer: Answer) -> str:
    """The trend view of a group, in a period it has; of the state, where only the state has the group."""
    selection, catalog = answer.selection, answer.catalog
    words = {**selection.parameters(), "group": group, "view": "trend"}
    if group not in catalog.strata(selection.indicator, selection.breakdown, selection.level):
        words |= {"level": "state", "kind": "", "place": ""}
    return parse_query(words, catalog)[0].query()


def place_trends(answer: Answer, path: str) -> list[SafeHtml]:
    """A trend for each place, the state's behind it; cities and towns stand under their counties."""
    trends = place_panels(answer)
    items: dict[str, SafeHtml] = {}
    for panel in trends.panels:
        slug = answer.catalog.places[panel.key].slug
        to = answer.selection.with_words(place=slug, view="trend")
        items[panel.key] = _item([_link(panel.name, path + to, slug)], panel, trends.axes, answer)
    if answer.selection.level == "municipality":
        return [_key(trends), *_by_county(answer, items)]
    return [_grid(list(items.values()), "places"), _key(trends)]


def _link(name: str, address: str, key: str) -> SafeHtml:
    return html.A(name, href=address, className="multiple-link", **data_attributes(key=f"panel-{key}"))


def _item(head: Sequence[SafeHtml], panel: TrendPanel, axes: Axes, answer: Answer) -> SafeHtml:
    direction, verdict = change_verdict(panel.change)
    figures: list[SafeHtml] = []
    latest = latest_row(panel.rows)
    if latest is not None:
        label = html.Span(Period.parse(latest.period).label, className="multiple-interval")
        # The space between them stands outside: at the end of a block of its own it would not be seen.
        figures.append(html.P([label, " ", *figure_parts(latest, answer)]))
    parts: list[SafeHtml | str] = [
        html.H2(list(head), className="multiple-name"),
        *figures,
        *verdict_line(direction, verdict, answer),
        small_trend(panel.line, panel.behind, axes, answer.indicator, answer.catalog, panel.text),
        html.P(periods_shown(panel.rows), className="multiple-shown"),
    ]
    return html.Li(
        html.Article(parts, className="multiple-panel now" if panel.chosen else "multiple-panel"), className="multiple"
    )


def _grid(items: Sequence[SafeHtml], kind: str) -> SafeHtml:
    return html.Div(html.Ul(list(items), className="multiples-list", role="list"), className=f"multiples trends {kind}")


def _by_county(answer: Answer, items: Mapping[str, SafeHtml]) -> list[SafeHtml]:
    """Cities and towns by county, each county to be opened; the chosen one's is open, else the first."""
    assert answer.series is not None
    covered = set(answer.series.with_value().column("geo_id"))
    counties = answer.catalog.places_of("county")
    chosen = next((c for c in counties if answer.place.geo_id in c.members), counties[0])
    parts: list[SafeHtml] = []
    for county in counties:
        county_items = {geo_id: item for geo_id, item in items.items() if geo_id in county.members}
        if not county_items:
            continue
        with_figures = sum(geo_id in covered for geo_id in county_items)
        number = ngettext(
            "{number} city or town, {shown} with figures",
            "{number} cities and towns, {shown} with figures",
            len(county_items),
            shown=with_figures,
        )
        title = html.Summary(
            [html.Strong(county.name), html.Span(number, className="multiple-interval")],
            **data_attributes(key=f"trends-{county.slug}"),
        )
        parts.append(
            html.Details(
                [title, _grid(list(county_items.values()), "places")], className="county-trends", open=county is chosen
            )
        )
    return parts


def _key(trends: TrendPanels) -> SafeHtml:
    """How to read a panel."""
    return html.Section(
        [html.H2(gettext("How to read a panel"), className="figure-title"), html.P(" ".join(trends.reading))],
        className="trends-key",
    )
