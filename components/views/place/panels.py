"""The profile as it is read: head, residents, the lines by topic, what the place belongs to, what is not known."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from dash.development.base_component import Component

from components.formatting import html
from components.formatting.group_mark import group_mark
from components.formatting.html import SafeHtml
from components.formatting.html_table import row, scrolled, table
from components.formatting.markup import breadcrumb, data_attributes, html_fragment, parse_bold
from components.formatting.palette import mark
from components.page.notes import source_words
from components.views.place.spine import key_mark, scale_of, spine_mark
from components.views.place.words import (
    figure_words,
    interval_of,
    key_words,
    measured,
    placed,
    profile_reading,
    profile_subtitle,
    profile_title,
    standing_order,
    standing_words,
    unknown_words,
    why_not,
)
from data.analysis.profiles.place_residents import Residents
from data.analysis.profiles.profile_lines import STANDING_LABELS, Profile, ProfileLine, farthest_first
from data.language import format_integer, gettext
from data.query.selection import EXPLORE
from data.query.url_parameters import in_language
from data.vocabulary import GROUPS, LEVEL_WORDS, TOPICS, Level

PLACES = "/places"
"""Path of the list of places."""
LEVELS_IN_ORDER: tuple[Level, ...] = ("county", "eohhs_region", "area", "municipality")


def profile_path(slug: str) -> str:
    """Address of the profile of a place, in the request's language."""
    return in_language(f"/place/{slug}")


def profile_head(profile: Profile) -> list[SafeHtml]:
    """Where we are, the finding, what the page is, and the lines farthest from the state."""
    level = LEVEL_WORDS[profile.place.level]
    crumbs = breadcrumb(gettext("Places"), level.label, profile.place.name)
    return [
        html.P(crumbs, className="path"),
        html.H1(profile_title(profile), className="view-title"),
        html.P(profile_subtitle(profile), className="view-subtitle"),
        html.P(parse_bold(" ".join(profile_reading(profile))), className="view-reading"),
    ]


def profile_aside(profile: Profile, residents: Residents | None) -> list[SafeHtml]:
    """Who lives there, what the place belongs to, and where else the site has something on it."""
    return [*_residents(profile, residents), *_belongs(profile), _elsewhere(profile)]


def profile_panels(profile: Profile, order: str, path: str) -> list[SafeHtml]:
    """The lines, by topic or by distance from the state, the key, what is not known, and sources."""
    newer = [line for line in profile.lines if not line.is_older]
    if order == "distance":
        # The place's own lines first: a county's say less of a town.
        own, county = ([line for line in newer if line.of_county is other] for other in (False, True))
        groups: list[tuple[str, Sequence[ProfileLine]]] = [
            (gettext("By how far from the state"), farthest_first(own)),
            (gettext("With the county’s figures"), farthest_first(county)),
        ]
    else:
        groups = [(title, [line for line in newer if line.question.topic == topic]) for topic, title in TOPICS.items()]
    older = [line for line in profile.lines if line.is_older]
    groups.append((gettext("Older data: nothing since 2016"), older))
    tables = [_table(lines, title, profile) for title, lines in groups if lines]
    return [_order(order, path), _key(profile), *tables, *_unknown(profile), _sources(profile)]


def _order(order: str, path: str) -> SafeHtml:
    choices = {"topic": gettext("By topic"), "distance": gettext("Farthest from the state first")}
    links = [
        html.Li(html.Strong(name) if key == order else html.A(name, href=_ordered(path, key)))
        for key, name in choices.items()
    ]
    return html.Ul(links, className="profile-order")


def _ordered(path: str, order: str) -> str:
    if order == "topic":
        return path
    return f"{path}{'&' if '?' in path else '?'}order={order}"


def _key(profile: Profile) -> SafeHtml:
    marks = [html.Li([key_mark(standing), " ", STANDING_LABELS[standing].lower()]) for standing in standing_order()]
    whisker = gettext("line through a mark: 95% interval")
    upright = gettext("upright line: Massachusetts")
    return html.Ul([*marks, html.Li(whisker), html.Li(upright), html.Li(key_words(profile))], className="profile-key")


def _table(lines: Sequence[ProfileLine], title: str, profile: Profile) -> SafeHtml:
    heads = [
        gettext("Question"), profile.place.short_name, gettext("State"),
        gettext("less favorable ◀ ▶ more favorable"), gettext("Against the state"),
    ]  # fmt: skip
    caption = gettext("{topic}: {place} beside Massachusetts", topic=title, place=placed(profile.place))
    content = table(
        html.Span(caption, className="visually-hidden"), heads, [_line(line) for line in lines],
        classes="figures-table profile-table",
    )  # fmt: skip
    return html.Section([html.H2(title, className="figure-title"), scrolled(content, title)], className="profile-topic")


def _line(line: ProfileLine) -> SafeHtml:
    address = EXPLORE + line.answer.selection.query()
    head = [
        html.A(line.question.name, href=address, className="profile-what"),
        html.Span(measured(line), className="profile-of"),
    ]
    own: list[html.Content] = [html.Strong(figure_words(line.row, line))]
    ends = interval_of(line)
    if ends:
        own.append(html.Span(ends, className="profile-ends"))
    state = figure_words(line.state, line) if line.state is not None else gettext("no figure")
    scale = scale_of(line)
    spine = {"--state": f"{scale.x(scale.middle) - 1:g}px"} if scale.middle is not None else {}
    reason = why_not(line)
    verdict: list[html.Content] = [html.Span(standing_words(line), className=f"standing {_kind(line)}")]
    if reason:
        verdict.append(html.Span(reason, className="profile-of"))
    cells = [
        html.Td(own),
        html.Td(state, **data_attributes(head=gettext("State"))),
        html.Td(spine_mark(line), className="profile-mark", style=spine or None),
        html.Td(verdict),
    ]
    return row(head, cells, className="of-county" if line.of_county else None)


def _kind(line: ProfileLine) -> str:
    return {"worse": "is-worse", "better": "is-better"}.get(line.standing, "is-plain")


def _residents(profile: Profile, residents: Residents | None) -> Iterable[SafeHtml]:
    if residents is None:
        return
    parts: list[html.Content] = [
        html.H2(gettext("Who lives here"), className="figure-title"),
        html.P(
            gettext("{number} residents, {year}", number=format_integer(residents.everyone), year=residents.year),
            className="figure-note",
        ),
    ]
    if residents.shares:
        parts.append(html.Ul([_share(group, share) for group, share in residents.shares], className="profile-shares"))
    yield html.Section(parts, className="profile-part")


def _share(group: str, share: float) -> SafeHtml:
    percent = f"{100 * share:.1f}%"
    bar = html.Span(className="profile-bar", style={"width": f"{100 * share:.1f}%", "background": mark(group).colour})
    return html.Li(
        [
            group_mark(group),
            html.Span(GROUPS[group].name_short),
            html.Span(bar, className="profile-lane"),
            html.Strong(percent),
        ]
    )


def _belongs(profile: Profile) -> Iterable[SafeHtml]:
    """The county, region and areas that a town is in, or the towns of a larger place."""
    catalog, place = profile.catalog, profile.place
    if place.level == "municipality":
        within = [p for p in catalog.places.values() if place.geo_id in p.members and p.level in LEVELS_IN_ORDER[:3]]
        within.sort(key=lambda p: (LEVELS_IN_ORDER.index(p.level), p.name))
        title = gettext("Part of")
    else:
        within = sorted((catalog.places[m] for m in place.members if m in catalog.places), key=lambda p: p.name)
        title = gettext("Cities and towns")
    if not within:
        return
    items = [html.Li([html.A(p.name, href=profile_path(p.slug)), *_kind_of_area(profile, p.kind)]) for p in within]
    yield html.Section([html.H2(title, className="figure-title"), html.Ul(items, className="profile-links")],
                       className="profile-part")  # fmt: skip


def _kind_of_area(profile: Profile, kind: str) -> list[SafeHtml]:
    if not kind:
        return []
    return [html.Span(f" {profile.catalog.area_kinds[kind].title}", className="profile-of")]


def _elsewhere(profile: Profile) -> SafeHtml:
    items = [html.Li(html.A(gettext("All places"), href=in_language(PLACES)))]
    return html.Section(
        [
            html.H2(gettext("Elsewhere on this site"), className="figure-title"),
            html.Ul(items, className="profile-links"),
        ],
        className="profile-part",
    )


def _unknown(profile: Profile) -> Iterable[SafeHtml]:
    told = unknown_words(profile)
    if not told:
        return
    parts = [html.Li([html.Strong(reason), ": ", "; ".join(names), "."]) for reason, names in told]
    yield html.Section(
        [
            html.H2(gettext("What is not known here"), className="figure-title"),
            html.Ul(parts, className="profile-unknown"),
        ],
        className="profile-topic",
    )


def _sources(profile: Profile) -> SafeHtml:
    ids = dict.fromkeys(line.row.source for line in profile.lines)
    items = [html.Li(source_words(profile.catalog.sources[i])) for i in ids if i in profile.catalog.sources]
    return html.Details([html.Summary(gettext("Sources")), html.Ul(items, className="profile-links")])


def profile_fragments(profile: Profile, residents: Residents | None, order: str, path: str) -> list[Component]:
    """Head, aside and panels as fragments of the page."""
    return [
        html_fragment(profile_head(profile), className="profile-head"),
        html_fragment(profile_aside(profile, residents), className="profile-aside"),
        html_fragment(profile_panels(profile, order, path), className="profile-lines"),
    ]
