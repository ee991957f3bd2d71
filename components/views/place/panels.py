"""The profile as it is read: head, aside, the lines by topic or by distance, gaps, what is not known, sources."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from dash.development.base_component import Component

from components.formatting import html
from components.formatting.html import SafeHtml
from components.formatting.markup import breadcrumb, html_fragment, parse_bold
from components.page.notes import source_words
from components.views.gaps.titles import gap_title
from components.views.place.addresses import FORMS, ORDERS, PLACES, profile_path
from components.views.place.aside import aside
from components.views.place.finder import names_list
from components.views.place.lines import key, line_table
from components.views.place.words import (
    profile_reading,
    profile_subtitle,
    profile_title,
    standing_group,
    unknown_words,
)
from data.analysis.gap_views import GapView
from data.analysis.profiles.place_residents import Residents
from data.analysis.profiles.profile_lines import ORDER, Profile, ProfileLine, farthest_first
from data.language import gettext
from data.query.map_shapes import Shapes
from data.query.url_parameters import in_language
from data.vocabulary import LEVEL_WORDS, TOPICS


@dataclass(frozen=True, eq=False)
class ProfilePage:
    """What the page of a place shows: the profile, its gaps by race, its residents, and the outlines for its map.

    `counties` are the outlines of all counties, `outlines` those of the places of its own level or kind.
    """

    profile: Profile
    gaps: tuple[GapView, ...]
    residents: Residents | None
    counties: Shapes
    outlines: Shapes
    order: str = ORDERS[0]


def profile_fragments(page: ProfilePage) -> list[Component]:
    """Head, lines and aside as fragments of the page, in the order in which they are read."""
    return [
        html_fragment(profile_head(page), className="profile-head"),
        html_fragment(profile_panels(page), className="profile-lines"),
        html_fragment(
            [
                names_list(page.profile.catalog),
                *aside(page.profile, page.residents, page.counties, page.outlines),
            ],
            className="profile-aside",
        ),
    ]


def profile_head(page: ProfilePage) -> list[SafeHtml]:
    """Where we are, the finding, what the page is, the lines farthest from the state, and the forms of the page."""
    profile = page.profile
    return [
        path_of(profile),
        html.H1(profile_title(profile), className="view-title"),
        html.P(profile_subtitle(profile), className="view-subtitle"),
        html.P(parse_bold(" ".join(profile_reading(profile))), className="view-reading"),
        _forms(page),
    ]


def path_of(profile: Profile) -> SafeHtml:
    """Where the page stands: all places, the kind of place, its name."""
    level = LEVEL_WORDS[profile.place.level]
    crumbs = breadcrumb(gettext("Places"), level.label, profile.place.name)
    crumbs[0] = html.A(gettext("Places"), href=in_language(PLACES))
    return html.P(crumbs, className="path")


def _forms(page: ProfilePage) -> SafeHtml:
    """The two orders of the full form, and the way to the page that is printed."""
    slug = page.profile.place.slug
    names = {"topic": gettext("By topic"), "distance": gettext("Farthest from the state first")}
    links = [
        html.Li(
            html.A(
                name, href=profile_path(slug, order=order), **({"aria-current": "true"} if order == page.order else {})
            )
        )
        for order, name in names.items()
    ]
    links.append(html.Li(html.A(gettext("On one page, to print"), href=profile_path(slug, form=FORMS[1]))))
    return html.Ul(links, className="profile-order")


def profile_panels(page: ProfilePage) -> list[SafeHtml]:
    """The key, the lines, gaps by race, what is not known, and sources."""
    profile = page.profile
    newer = [line for line in profile.lines if not line.is_older]
    groups: list[tuple[str, Sequence[ProfileLine]]]
    if page.order == "distance":
        lines = farthest_first(newer)
        groups = [(standing_group(s), [line for line in lines if line.standing == s]) for s in ORDER]
    else:
        groups = [(title, [line for line in newer if line.question.topic == topic]) for topic, title in TOPICS.items()]
    groups.append((gettext("Older data: nothing since 2016"), [line for line in profile.lines if line.is_older]))
    tables = [line_table(lines, title, profile) for title, lines in groups if lines]
    return [key(profile), *tables, *_gaps(page), *_unknown(profile), sources(profile)]


def _gaps(page: ProfilePage) -> Iterable[SafeHtml]:
    """The gaps by race as sentences, each a link to the page of the gap."""
    if not page.gaps:
        return
    items = [
        html.Li(
            [
                html.A(gap_title(gap), href=f"/gaps{gap.answer.selection.query()}"),
                *_elsewhere_words(gap, page.profile),
            ]
        )
        for gap in page.gaps
    ]
    yield html.Section(
        [
            html.H2(gettext("Gaps by race and ethnicity"), className="figure-title"),
            html.P(
                gettext(
                    "For each question, the group that is worst off among those large enough, and whom it is held "
                    "against. Clear gaps come first."
                ),
                className="figure-note",
            ),
            html.Ul(items, className="profile-gaps"),
        ],
        className="profile-topic",
    )


def _elsewhere_words(gap: GapView, profile: Profile) -> list[SafeHtml]:
    """That a gap is another place's, of which this is part."""
    if gap.answer.place.geo_id == profile.place.geo_id:
        return []
    return [html.Span(gettext("Figure of {county}", county=gap.answer.place.name), className="profile-of")]


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


def sources(profile: Profile) -> SafeHtml:
    """The sources of the lines, folded."""
    ids = dict.fromkeys(line.row.source for line in profile.lines)
    items = [html.Li(source_words(profile.catalog.sources[i])) for i in ids if i in profile.catalog.sources]
    return html.Details([html.Summary(gettext("Sources")), html.Ul(items, className="profile-links")])
