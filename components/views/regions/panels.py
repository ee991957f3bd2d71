"""The page of a region: what it is, its figures beside the state, its members, and how to change it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from dash.development.base_component import Component

from components.formatting import html
from components.formatting.html import SafeHtml
from components.formatting.markup import breadcrumb, html_fragment, parse_bold
from components.formatting.numbers import join_list
from components.views.place.panels import profile_aside, profile_panels
from components.views.place.words import profile_reading, profile_title
from components.views.regions.addresses import CSV, REGIONS
from components.views.regions.beside import beside_choice
from components.views.regions.chooser import small_map
from components.views.regions.figures import not_pooled_panel, open_panel, pooled_panel
from components.views.regions.members import members_panel
from data.analysis.profiles.profile_lines import Profile
from data.analysis.regions.region_lines import RegionReading
from data.catalog.models import Catalog, Place
from data.language import format_integer, gettext, ngettext
from data.query.map_shapes import Shapes
from data.query.selection import to_query
from data.query.url_parameters import in_language

LISTED = 6
"""Members that a sentence names; of more, it says how many."""


@dataclass(frozen=True, eq=False)
class RegionView:
    """A region as it is shown. `name` is the reader's own, empty without one; `words` are those of its address.

    `beside` is what it is set beside; `form` is the chooser.
    """

    reading: RegionReading
    name: str
    beside: Place | None
    order: str
    words: Mapping[str, str]
    towns: Shapes
    form: SafeHtml

    @property
    def profile(self) -> Profile:
        """Its lines beside the state."""
        return self.reading.profile

    @property
    def place(self) -> Place:
        """The region."""
        return self.profile.place

    @property
    def path(self) -> str:
        """Its address without an order of lines."""
        return REGIONS + to_query({key: word for key, word in self.words.items() if key != "order"})


def region_fragments(view: RegionView) -> list[Component]:
    """Head, lines and aside as fragments of the page, in the order in which they are read."""
    return [
        html_fragment([*_head(view), _editor(view.form)], className="profile-head"),
        html_fragment([*_lines(view)], className="profile-lines"),
        html_fragment(_aside(view), className="profile-aside"),
    ]


def _head(view: RegionView) -> list[SafeHtml]:
    """Where we are, the finding, what the region is, the lines farthest from the state, and the table as a file."""
    crumbs = breadcrumb(gettext("Regions"), view.place.name)
    crumbs[0] = html.A(gettext("Regions"), href=in_language(REGIONS))
    return [
        html.P(crumbs, className="path"),
        html.H1(profile_title(view.profile), className="view-title"),
        html.P(members_words(view.place, view.profile.catalog), className="view-subtitle"),
        html.P(parse_bold(" ".join(profile_reading(view.profile))), className="view-reading"),
        html.P(
            html.A(
                gettext("The figures as data (CSV)"), href=CSV + to_query(view.words), className="action", download=""
            ),
            className="region-actions-row",
        ),
    ]


def members_words(place: Place, catalog: Catalog) -> str:
    """What a region is made of: its members by name where they are few, else how many and the counties they are in."""
    names = sorted(catalog.places[i].name for i in place.members)
    if len(names) <= LISTED:
        return gettext("Its cities and towns: {towns}.", towns=join_list(names))
    counties = [c.short_name for c in catalog.places_of("county") if set(c.members) & set(place.members)]
    return ngettext(
        "{amount} cities and towns of {counties} County, their published counts added up.",
        "{amount} cities and towns of the counties {counties}, their published counts added up.",
        len(counties),
        amount=format_integer(len(names)),
        counties=join_list(counties),
    )


def _editor(form: SafeHtml) -> SafeHtml:
    """The form, folded under the head."""
    return html.Details(
        [html.Summary(gettext("Change its cities and towns, or its name")), form], className="region-edit"
    )


def _lines(view: RegionView) -> list[SafeHtml]:
    return [
        *profile_panels(view.profile, view.order, view.path),
        *pooled_panel(view.reading),
        members_panel(view.reading, view.words),
        *open_panel(view.reading),
        *not_pooled_panel(view.reading),
    ]


def _aside(view: RegionView) -> list[SafeHtml]:
    label = gettext("Map of Massachusetts: the cities and towns of {region} are dark.", region=view.place.name)
    return [
        html.Div(small_map(view.towns, label), className="profile-part region-small"),
        *profile_aside(view.profile, view.reading.residents)[:1],
        beside_choice(view.profile.catalog, view.place, view.name, view.beside, view.words),
    ]
