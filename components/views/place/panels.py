"""The profile as it is read: head, the lines by topic or by distance, gaps, what is not known, sources."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from dash.development.base_component import Component

from components.documents.export_menu import export_menu
from components.formatting import html
from components.formatting.html import SafeHtml
from components.formatting.markup import DECORATIVE, aria, breadcrumb, html_fragment, parse_bold
from components.page.briefing.add_button import add_button, kept_view
from components.page.notes import source_words
from components.page.paths import BRIEFING
from components.views.gaps.titles import gap_title
from components.views.maternity.view import MaternityView
from components.views.place.aside import find_part, map_part, profile_aside, suggested
from components.views.place.finder import beside_form, names_list
from components.views.place.lines import key, line_table
from components.views.place.maternity import maternity_panel
from components.views.place.words import (
    profile_reading,
    profile_subtitle,
    profile_title,
    standing_group,
    unknown_words,
)
from data.analysis.gap_views import GapView
from data.analysis.profiles.addresses import FORMS, ORDERS, PLACES, profile_path
from data.analysis.profiles.place_residents import Residents
from data.analysis.profiles.profile_lines import ORDER, Profile, ProfileLine, farthest_first
from data.language import gettext, language
from data.query.map_shapes import Shapes
from data.query.url_parameters import in_language
from data.vocabulary import LEVEL_WORDS, TOPICS


@dataclass(frozen=True, eq=False)
class ProfilePage:
    """What the page of a place shows: the profile, its gaps by race, its residents, and the outlines for its map.

    `maternity` is what is known of maternity units there; `counties` are the outlines of all counties, `outlines`
    those of the places of its own level or kind.
    """

    profile: Profile
    gaps: tuple[GapView, ...]
    residents: Residents | None
    maternity: MaternityView | None
    counties: Shapes
    outlines: Shapes
    order: str = ORDERS[0]


def profile_fragments(page: ProfilePage) -> list[Component]:
    """Head, lines and aside as fragments of the page, in the order in which they are read."""
    profile = page.profile
    lines = profile_panels(profile, page.order, profile_path(profile.place.slug), page.gaps)
    last = lines.pop()
    return [
        html_fragment(_head(page), className="profile-head"),
        html_fragment([*lines, *maternity_panel(page.maternity, profile.place), last], className="profile-lines"),
        html_fragment(
            [
                *find_part(),
                *map_part(profile.place, page.counties, page.outlines),
                *profile_aside(profile, page.residents),
            ],
            className="profile-aside",
        ),
    ]


def _head(page: ProfilePage) -> list[SafeHtml]:
    """Where we are, the finding, what the page is, the lines farthest from the state, and where the page leads."""
    profile = page.profile
    return [
        path_of(profile),
        html.H1(profile_title(profile), className="view-title"),
        html.P(profile_subtitle(profile), className="view-subtitle"),
        html.P(parse_bold(" ".join(profile_reading(profile))), className="view-reading"),
        _actions(page),
        names_list(profile.catalog),
        html.Div([beside_form(profile.place), *suggested(profile)], className="profile-beside"),
        _contents(page),
    ]


def _actions(page: ProfilePage) -> SafeHtml:
    """The profile added to the briefing, and the briefing on the place that is made ready."""
    profile = page.profile
    order = {} if page.order == ORDERS[0] else {"order": page.order}
    words = {"place": profile.place.slug, **order, **({} if language() == "en" else {"lang": language()})}
    kept = kept_view("place", words, profile_title(profile), profile_reading(profile), profile.catalog.version)
    ready = html.A(gettext("A briefing on {place}, ready-made", place=profile.place.name),
                   href=in_language(BRIEFING, place=profile.place.slug), className="action")  # fmt: skip
    menu = export_menu("place", words) if profile.lines else None
    return html.Div([menu, add_button(kept), ready], className="page-actions")


def path_of(profile: Profile) -> SafeHtml:
    """Where the page stands: all places, the kind of place, its name."""
    level = LEVEL_WORDS[profile.place.level]
    crumbs = breadcrumb(gettext("Places"), level.label, profile.place.name)
    crumbs[0] = html.A(gettext("Places"), href=in_language(PLACES))
    return html.P(crumbs, className="path")


def _contents(page: ProfilePage) -> SafeHtml:
    """Links to the parts of the page, and to the form that is printed on one."""
    parts = [(f"#{name}", title) for name, title, _ in line_groups(page.profile, page.order)]
    parts += [("#gaps", gettext("Gaps by race and ethnicity"))] if page.gaps else []
    parts += [("#maternity", gettext("Maternity units"))] if page.maternity is not None else []
    parts += [("#unknown", gettext("What is not known here"))] if page.profile.unknown else []
    links = [html.Li(html.A(title, href=href)) for href, title in parts]
    one_page = profile_path(page.profile.place.slug, form=FORMS[1])
    return html.Div(
        [
            html.Nav(
                [html.Span(gettext("On this page"), className="figure-note", **DECORATIVE), html.Ul(links)],
                **aria(label=gettext("On this page")),
            ),
            html.P(html.A(gettext("The profile on one page, to print"), href=one_page)),
        ],
        className="profile-contents",
    )


def profile_panels(profile: Profile, order: str, path: str, gaps: Sequence[GapView] = ()) -> list[SafeHtml]:
    """The two orders, the key, the lines, gaps by race, what is not known, and sources.

    `path` is the address of the page without an order.
    """
    tables = [line_table(lines, title, profile, name) for name, title, lines in line_groups(profile, order)]
    return [_orders(order, path), *_rule(order), key(profile), *tables, *_gaps(gaps), *_unknown(profile),
            sources(profile)]  # fmt: skip


def line_groups(profile: Profile, order: str) -> list[tuple[str, str, Sequence[ProfileLine]]]:
    """The lines under their headings: by topic, or by how they stand; those of long ago apart. Each with its id."""
    newer = [line for line in profile.lines if not line.is_older]
    groups: list[tuple[str, str, Sequence[ProfileLine]]]
    if order == "distance":
        lines = farthest_first(newer)
        groups = [
            (f"stands-{s.replace(' ', '-')}", standing_group(s), [line for line in lines if line.standing == s])
            for s in ORDER
        ]
    else:
        groups = [
            (f"topic-{topic.replace('_', '-')}", title, [line for line in newer if line.question.topic == topic])
            for topic, title in TOPICS.items()
        ]
    older = [line for line in profile.lines if line.is_older]
    groups.append(("older", gettext("Older data: nothing since 2016"), older))
    return [group for group in groups if group[2]]


def _orders(order: str, path: str) -> SafeHtml:
    joint = "&" if "?" in path else "?"
    links = [
        html.Li(
            html.A(
                name,
                href=path if key == ORDERS[0] else f"{path}{joint}order={key}",
                **(aria(current="true") if key == order else {}),
            )
        )
        for key, name in order_names().items()
    ]
    return html.Ul(links, className="profile-order")


def _rule(order: str) -> list[SafeHtml]:
    """What the order by distance goes by."""
    return [html.P(rule_of_distance(), className="profile-rule figure-note")] if order == "distance" else []


def rule_of_distance() -> str:
    """How lines are ordered by distance, in words."""
    return gettext(
        "What was tested comes first, the worse before the better. Within these the order is by how many times the "
        "state’s figure the place’s is. Of a percentage that is better when high, those without it are compared."
    )


def order_names() -> dict[str, str]:
    """The orders of the lines by their words in addresses."""
    return {"topic": gettext("By topic"), "distance": gettext("Farthest from the state first")}


def _gaps(gaps: Sequence[GapView]) -> Iterable[SafeHtml]:
    """The gaps by race as sentences that name their place, each a link to the page of the gap."""
    if not gaps:
        return
    items = [html.Li(html.A(gap_title(gap), href=_gap_address(gap))) for gap in gaps]
    yield html.Section(
        [
            html.H2(gettext("Gaps by race and ethnicity"), className="figure-title"),
            html.P(gaps_words(), className="figure-note"),
            html.Ul(items, className="profile-gaps"),
        ],
        className="profile-topic",
        id="gaps",
    )


def gaps_words() -> str:
    """Which gaps a profile lists."""
    return gettext(
        "For each question, the group that is worst off among those large enough, and whom it is held against. Clear "
        "gaps come first."
    )


def _gap_address(gap: GapView) -> str:
    return f"/gaps{gap.answer.selection.with_words(view='', group=gap.group or '', reference=gap.reference or '')}"


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
        id="unknown",
    )


def sources(profile: Profile) -> SafeHtml:
    """The sources of the lines, folded."""
    ids = dict.fromkeys(line.row.source for line in profile.lines)
    items = [html.Li(source_words(profile.catalog.sources[i])) for i in ids if i in profile.catalog.sources]
    return html.Details([html.Summary(gettext("Sources")), html.Ul(items, className="profile-links")])
