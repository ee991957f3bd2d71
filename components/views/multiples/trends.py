"""Small trends: one for each group of a place, or one for each place, all on one pair of axes."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from components.figures.style import Scale, nice_scale
from components.formatting import html, phrases
from components.formatting.group_mark import group_mark
from components.formatting.html import SafeHtml
from components.formatting.markup import data_attributes
from components.formatting.numbers import plain
from components.views.multiples.panel_text import change_verdict, figure_parts, periods_shown, span_words, verdict_line
from components.views.multiples.sparkline import Axes, axes_of, line_of, small_trend
from components.views.multiples.text import MANY, changes
from data.analysis.period_changes import Change
from data.language import plural, say
from data.query.rows import Rows
from data.query.selection import Answer
from data.query.url import parse
from data.vocabulary import DIMENSIONS, GROUPS, LEVEL_WORDS, OVERALL, Period


def group_trends(answer: Answer, path: str) -> list[SafeHtml]:
    """A trend for each group of the place, the other groups faint behind it."""
    rows = _rows(answer, "stratum")
    place = answer.place.geo_id
    lines = {group: line_of(own, place, group) for group, own in rows.items()}
    groups = [g for g in GROUPS if g in lines and g != OVERALL]
    # Everyone may have been counted for longer than the groups have: the axes are those of the groups.
    shown = answer.series.without(stratum=OVERALL) if answer.series is not None else None
    axes = axes_of([lines[g] for g in groups], _scale(shown, answer, intervals=True))
    found = changes(answer, "stratum")
    items = []
    for group in groups:
        others = [line for other, line in lines.items() if other != group]
        who = say("{people}, {place}", people=phrases.people_at_start(group, answer.indicator), place=answer.place.name)
        drawn = small_trend(lines[group], others, axes, answer.indicator, answer.catalog,
                            span_words(rows[group], who, answer))  # fmt: skip
        head = [group_mark(group), _link(GROUPS[group].label, path + _trend_of(group, answer), group)]
        now = group == answer.selection.group
        items.append(_item(head, rows[group], found[group], drawn, answer, now=now))
    order = "" if DIMENSIONS[answer.selection.breakdown].ordered else say("Groups stand in the order of the alphabet.")
    behind = say("The grey lines are the other groups and everyone, on the same axes.")
    return [_grid(items, "groups"), _key(answer, shown, axes, [behind, order])]


def _trend_of(group: str, answer: Answer) -> str:
    """The trend view of a group, in a period it has; of the state, where only the state has the group."""
    selection, catalog = answer.selection, answer.catalog
    words = {**selection.parameters(), "group": group, "view": "trend"}
    if group not in catalog.strata(selection.indicator, selection.breakdown, selection.level):
        words |= {"level": "state", "kind": "", "place": ""}
    return parse(words, catalog)[0].query()


def place_trends(answer: Answer, path: str) -> list[SafeHtml]:
    """A trend for each place, the state's behind it; cities and towns stand under their counties."""
    rows = _rows(answer, "geo_id")
    state = answer.catalog.state.geo_id
    group = answer.selection.group
    lines = {geo_id: line_of(own, geo_id, group) for geo_id, own in rows.items()}
    own = answer.series
    if own is not None and not answer.indicator.comparable:
        # The state's number of events would leave no height for those of places.
        own = own.without(geo_id=state)
    axes = axes_of(list(lines.values()), _scale(own, answer, intervals=len(lines) <= MANY))
    found = changes(answer, "geo_id")
    behind = [lines[state]] if state in lines and answer.indicator.comparable else []
    items: dict[str, SafeHtml] = {}
    for geo_id, line in lines.items():
        place = answer.catalog.places[geo_id]
        if geo_id == state:
            continue
        drawn = small_trend(line, behind, axes, answer.indicator, answer.catalog,
                            span_words(rows[geo_id], place.name, answer))  # fmt: skip
        to = answer.selection.with_words(place=place.slug, view="trend")
        head: list[SafeHtml] = [_link(place.name, path + to, place.slug)]
        now = place.slug == answer.selection.place
        items[geo_id] = _item(head, rows[geo_id], found[geo_id], drawn, answer, now=now)
    level = LEVEL_WORDS[answer.selection.level]
    said = [say("The grey line is the state’s, on the same axes.")] if behind else []
    said.append(say("The {places} stand in the order of their names.", places=level.plural))
    key = _key(answer, own, axes, said)
    if answer.selection.level == "municipality":
        return [key, *_by_county(answer, items)]
    return [_grid(list(items.values()), "places"), key]


def _rows(answer: Answer, column: str) -> Mapping[str, Rows]:
    assert answer.series is not None
    return answer.series.by(column)


def _scale(frame: Rows | None, answer: Answer, *, intervals: bool) -> Scale:
    """The upright axis: every reliable figure, and where few its interval; what is beyond it is marked at its end."""
    assert frame is not None
    reliable = frame.without(status="unreliable")
    frame = reliable if reliable.has("value") else frame
    columns = ("value", "ci_low", "ci_high") if intervals else ("value",)
    return nice_scale([float(v) for column in columns for v in frame.column(column)], answer.indicator)


def _round(tick: float) -> str:
    return plain(tick, 0 if float(tick).is_integer() else 1)


def _link(name: str, address: str, key: str) -> SafeHtml:
    return html.A(name, href=address, className="multiple-link", **data_attributes(key=f"panel-{key}"))


def _item(
    head: Sequence[SafeHtml], rows: Rows, change: Change | None, drawn: str, answer: Answer, *, now: bool
) -> SafeHtml:
    direction, said = change_verdict(change)
    shown = [row for row in rows if phrases.has_value(row)]
    figures: list[SafeHtml] = []
    if shown:
        latest = max(shown, key=lambda row: (Period.parse(row.period).end, -Period.parse(row.period).length_years))
        label = html.Span(f"{Period.parse(latest.period).label} ", className="multiple-interval")
        figures.append(html.P([label, *figure_parts(latest, answer)]))
    parts: list[SafeHtml | str] = [
        html.H2(list(head), className="multiple-name"),
        *figures,
        *verdict_line(direction, said, answer),
        drawn,
        html.P(periods_shown(rows), className="multiple-shown"),
    ]
    return html.Li(
        html.Article(parts, className="multiple-panel now" if now else "multiple-panel"), className="multiple"
    )


def _grid(items: Sequence[SafeHtml], kind: str) -> SafeHtml:
    return html.Div(html.Ul(list(items), className="multiples-list", role="list"), className=f"multiples trends {kind}")


def _by_county(answer: Answer, items: Mapping[str, SafeHtml]) -> list[SafeHtml]:
    """Cities and towns by county, each county to be opened; the chosen one's is open, else the first."""
    assert answer.series is not None
    known = set(answer.series.with_value().column("geo_id"))
    counties = answer.catalog.places_of("county")
    chosen = next((c for c in counties if answer.place.geo_id in c.members), counties[0])
    parts: list[SafeHtml] = []
    for county in counties:
        own = {geo_id: item for geo_id, item in items.items() if geo_id in county.members}
        if not own:
            continue
        shown = sum(geo_id in known for geo_id in own)
        number = plural(
            "{number} city or town, {shown} with figures",
            "{number} cities and towns, {shown} with figures",
            len(own),
            shown=shown,
        )
        title = html.Summary(
            [html.Strong(county.name), html.Span(number, className="multiple-interval")],
            **data_attributes(key=f"trends-{county.slug}"),
        )
        parts.append(
            html.Details([title, _grid(list(own.values()), "places")], className="county-trends", open=county is chosen)
        )
    return parts


def _key(answer: Answer, frame: Rows | None, axes: Axes, said: Sequence[str]) -> SafeHtml:
    """How to read the panels of the figures of `frame`; there is nothing else to decode."""
    indicator = answer.indicator
    assert frame is not None
    parts = [
        say("Every trend has the same axes: {unit}, from {low} to {high}.", unit=indicator.unit,
            low=_round(axes.scale.low), high=_round(axes.scale.high)),
        *said,
    ]  # fmt: skip
    if frame.has("ci_low"):
        parts.append(say("Bands and boxes are 95% intervals."))
    if frame.where(status="unreliable"):
        parts.append(say("An open circle is unreliable: few events, or a very wide interval."))
    if len(set(frame.column("geo_id"))) > MANY:
        parts.append(say("Of many comparisons at 95%, one in twenty is “higher” or “lower” by chance alone."))
    if any(frame.where(period=period) for period in indicator.provisional):
        parts.append(say("The open circle at the end is provisional."))
    if any(row.value > axes.scale.high or row.ci_high > axes.scale.high for row in frame):
        parts.append(say("What reaches the upper edge goes on beyond the axis; an arrow there is a figure."))
    if any(b.bears_on(dimension) and axes.first < b.at - 0.5 < axes.last for b in indicator.breaks
           for dimension in set(frame.column("dimension"))):  # fmt: skip
        parts.append(say("The dotted upright line is a break: figures from before and after it do not mean the same."))
    return html.Section(
        [html.H2(say("How to read a panel"), className="figure-title"), html.P(" ".join(p for p in parts if p))],
        className="trends-key",
    )
