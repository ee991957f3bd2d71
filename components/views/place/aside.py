"""What stands beside the lines of a profile: its map, who lives there, what it belongs to, and its peers."""

from __future__ import annotations

from collections.abc import Iterable

from components.formatting import html
from components.formatting.group_mark import group_mark
from components.formatting.html import SafeHtml
from components.formatting.numbers import format_number
from components.formatting.palette import mark
from components.views.place.finder import all_places_link, finder
from components.views.place.map import locator
from components.views.place.words import rule_words
from data.analysis.profiles.addresses import profile_path
from data.analysis.profiles.place_residents import Residents
from data.analysis.profiles.profile_lines import Profile
from data.catalog.models import Place
from data.language import format_integer, gettext
from data.query.map_shapes import Shapes
from data.vocabulary import GROUPS, Level

IN_ORDER: tuple[Level, ...] = ("county", "eohhs_region", "area")
"""The levels of what a town belongs to, in the order in which they are listed."""


ALL_BUT = 0.98
"""Where the groups are less than this share of everyone, it is said that others are missing."""


def find_part() -> list[SafeHtml]:
    """The way to another place: by its name, or by the map and the list of all."""
    return [html.Div([finder(), all_places_link()], className="profile-part place-forms")]


def map_part(place: Place, counties: Shapes, outlines: Shapes) -> list[SafeHtml]:
    """Where the place lies."""
    return [html.Div(locator(place, counties, outlines), className="profile-part")]


def profile_aside(profile: Profile, residents: Residents | None) -> list[SafeHtml]:
    """Who lives there, what the place belongs to, and the places most like it."""
    return [*residents_part(residents), *_belongs(profile), *_peers(profile)]


def suggested(profile: Profile) -> Iterable[SafeHtml]:
    """Two places to set beside this one at once: its nearest peer, and the county that holds it."""
    places = [*profile.peers[:1], *([profile.county] if profile.county else [])]
    if places:
        links = [html.Li(html.A(p.name, href=profile_path(profile.place.slug, **{"with": p.slug}))) for p in places]
        yield html.Ul(links, className="beside-links")


def residents_part(residents: Residents | None) -> Iterable[SafeHtml]:
    """Who lives there: how many, and their shares by race and ethnicity."""
    if residents is None:
        return
    parts: list[html.Content] = [
        html.H2(gettext("Who lives here"), className="figure-title"),
        html.P(counted_words(residents), className="figure-note"),
    ]
    if residents.shares:
        parts.append(html.Ul([_share(group, share) for group, share in residents.shares], className="profile-shares"))
    note = shares_note(residents)
    if note:
        parts.append(html.P(note, className="figure-note"))
    yield html.Section(parts, className="profile-part")


def counted_words(residents: Residents) -> str:
    """How many live there, and when that was."""
    return gettext("{number} residents, {year}", number=format_integer(residents.everyone), year=residents.year)


def shares_note(residents: Residents) -> str:
    """What the shares leave out; empty where they hold all."""
    if not residents.shares:
        return gettext("Residents by race and ethnicity are not in hand for this kind of place.")
    if sum(share for _, share in residents.shares) < ALL_BUT:
        return gettext("Numbers of the other groups are not in hand.")
    return ""


def _share(group: str, share: float) -> SafeHtml:
    bar = html.Span(className="profile-bar", style={"width": f"{100 * share:.1f}%", "background": mark(group).colour})
    return html.Li(
        [
            group_mark(group),
            html.Span(GROUPS[group].short),
            html.Span(bar, className="profile-lane"),
            html.Strong(share_words(share)),
        ]
    )


def share_words(share: float) -> str:
    """A share of the residents as a percentage."""
    return f"{format_number(100 * share, 1)}%"


def belongs_to(profile: Profile) -> list[Place]:
    """The county, region and areas that a town is in, or the towns of a larger place."""
    catalog, place = profile.catalog, profile.place
    if place.level == "municipality":
        within = [p for p in catalog.places.values() if place.geo_id in p.members and p.level in IN_ORDER]
        return sorted(within, key=lambda p: (IN_ORDER.index(p.level), p.name))
    return sorted((catalog.places[m] for m in place.members if m in catalog.places), key=lambda p: p.name)


def belongs_title(profile: Profile) -> str:
    """Heading of what a town is part of, or of the towns of a larger place."""
    return gettext("Part of") if profile.place.level == "municipality" else gettext("Cities and towns")


def _belongs(profile: Profile) -> Iterable[SafeHtml]:
    within = belongs_to(profile)
    if not within:
        return
    title = belongs_title(profile)
    items = [html.Li([html.A(p.name, href=profile_path(p.slug)), *_kind_of_area(profile, p.kind)]) for p in within]
    yield html.Section(
        [html.H2(title, className="figure-title"), html.Ul(items, className="profile-links")], className="profile-part"
    )


def _kind_of_area(profile: Profile, kind: str) -> list[SafeHtml]:
    return [html.Span(f" {profile.catalog.area_kinds[kind].title}", className="profile-of")] if kind else []


def _peers(profile: Profile) -> Iterable[SafeHtml]:
    """The similar towns with the rule they are chosen by."""
    if not profile.peers:
        return
    items = [html.Li(html.A(p.name, href=profile_path(p.slug))) for p in profile.peers]
    yield html.Section(
        [
            html.H2(gettext("Similar towns"), className="figure-title"),
            html.P(rule_words(profile), className="figure-note"),
            html.Ul(items, className="profile-links"),
            html.P(median_words(), className="figure-note"),
        ],
        className="profile-part",
    )


def median_words() -> str:
    """Of which towns there is a median."""
    return gettext("The table has the median of those with a figure, where five or more have one.")
