"""The page of a region: what it is, its figures beside the state, its members, and how to change it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from dash.development.base_component import Component

from components.documents.export_menu import export_menu
from components.formatting import html
from components.formatting.html import SafeHtml
from components.formatting.markup import breadcrumb, html_fragment, parse_bold
from components.formatting.numbers import join_list
from components.page.briefing.add_button import add_button, kept_view
from components.page.paths import REGIONS
from components.page.region_notes import members_in_words
from components.views.place.aside import residents_part
from components.views.place.lines import key
from components.views.place.panels import order_names, sources
from components.views.place.side_by_side import pair_panels, two_reading
from components.views.place.words import profile_reading, profile_title
from components.views.regions.beside import beside_choice
from components.views.regions.chooser import small_map
from components.views.regions.figures import not_pooled_panel, open_panel, pooled_panels
from components.views.regions.members import members_panel
from components.views.regions.words import among_words, pair_title
from data.analysis.profiles.pair_lines import TwoPlaces
from data.analysis.profiles.profile_lines import Profile
from data.analysis.regions.region_lines import RegionReading
from data.catalog.models import Catalog, Place
from data.language import format_integer, gettext, ngettext
from data.query.briefings.kept import KeptView
from data.query.map_shapes import Shapes
from data.query.selection import to_query
from data.query.url_parameters import in_language
from data.vocabulary import REGION

LISTED = 6
"""Members that a sentence names; of more, it says how many."""


@dataclass(frozen=True, eq=False)
class RegionView:
    """A region as it is shown. `name` is the reader's own, empty without one; `words` are those of its address.

    `beside` is what it is set beside, and `two` both with what they have; `form` is the chooser.
    """

    reading: RegionReading
    name: str
    beside: Place | None
    two: TwoPlaces | None
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

    def ordered(self, order: str) -> str:
        """Its address with the lines in an order."""
        kept = {key: word for key, word in self.words.items() if key != "order"}
        return REGIONS + to_query(kept if order == "topic" else {**kept, "order": order})


def region_fragments(view: RegionView) -> list[Component]:
    """Head, editor, lines and aside as fragments of the page, in the order in which they are read."""
    return [
        html_fragment([*_head(view), _editor(view.form)], className="profile-head"),
        html_fragment(_lines(view), className="profile-lines"),
        html_fragment(_aside(view), className="profile-aside"),
    ]


def region_title(view: RegionView) -> str:
    """How the region stands to the state, or to what it is set beside."""
    return profile_title(view.profile) if view.two is None else pair_title(view.two)


def _head(view: RegionView) -> list[SafeHtml]:
    """Where we are, the finding, what the region is, the lines farthest from the state, and what to do with it."""
    crumbs = breadcrumb(gettext("Regions"), view.place.name)
    crumbs[0] = html.A(gettext("Regions"), href=in_language(REGIONS))
    return [
        html.P(crumbs, className="path"),
        html.H1(region_title(view), className="view-title"),
        html.P(members_words(view.place, view.profile.catalog), className="view-subtitle"),
        html.P(parse_bold(" ".join(region_reading(view))), className="view-reading"),
        html.Div([export_menu("region", view.words), add_button(_kept(view))], className="page-actions"),
        *_orders(view),
    ]


def _kept(view: RegionView) -> KeptView:
    return kept_view("region", view.words, region_title(view), region_reading(view), view.profile.catalog.version)


def region_reading(view: RegionView) -> list[str]:
    """The lines farthest from the state, or of which of two places the words are said."""
    if view.two is None:
        return profile_reading(view.profile)
    told = [members_words(view.two.second, view.two.catalog)] if view.two.second.level == REGION else []
    return [*told, two_reading(view.two)]


def _orders(view: RegionView) -> list[SafeHtml]:
    """The orders of the lines; none of two places, whose lines have one."""
    if view.two is not None:
        return []
    items = []
    for order, name in order_names().items():
        current = {"aria-current": "true"} if order == view.order else {}
        items.append(html.Li(html.A(name, href=view.ordered(order), **current)))
    return [html.Ul(items, className="profile-order")]


def members_words(place: Place, catalog: Catalog) -> str:
    """What a region is made of: its members by name where they are few, else how many and the counties they are in."""
    named = members_in_words(place.members, catalog)
    if named.count(",") < LISTED:
        return gettext("The published counts of {towns}, added up.", towns=named)
    counties = [c.short_name for c in catalog.places_of("county") if set(c.members) & set(place.members)]
    return ngettext(
        "{amount} cities and towns of {counties} County, their published counts added up.",
        "{amount} cities and towns of the counties {counties}, their published counts added up.",
        len(counties),
        amount=format_integer(len(place.members)),
        counties=join_list(counties),
    )


def _editor(form: SafeHtml) -> SafeHtml:
    """The form, folded under the head."""
    return html.Details(
        [html.Summary(gettext("Change its cities and towns, or its name")), form], className="region-edit"
    )


def _lines(view: RegionView) -> list[SafeHtml]:
    if view.two is not None:
        shown = pair_panels(view.two)
    else:
        tables = pooled_panels(view.reading, view.order)
        shown = (
            [key(view.profile), html.P(among_words(), className="figure-note region-among"), *tables] if tables else []
        )
    return [
        *shown,
        *open_panel(view.reading),
        members_panel(view.reading, view.words),
        *not_pooled_panel(view.reading),
        sources(view.profile),
    ]


def map_words(place: Place) -> str:
    """Text alternative of the map."""
    return gettext("Map of Massachusetts: the cities and towns of {region} are dark.", region=place.name)


def _aside(view: RegionView) -> list[SafeHtml]:
    return [
        html.Div(small_map(view.towns, map_words(view.place)), className="profile-part region-small"),
        *residents_part(view.reading.residents),
        beside_choice(view.profile.catalog, view.place, view.name, view.beside, view.words),
    ]
