"""Where a region may start: the state's own sets of cities and towns, each a link to the region it makes."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from components.formatting import html
from components.formatting.html import SafeHtml
from components.formatting.numbers import capitalize_first
from components.views.regions.addresses import region_address
from data.catalog.models import Catalog, Place
from data.language import format_integer, gettext, ngettext
from data.vocabulary import LEVEL_WORDS

PRIORITY = "priority_geography"
"""Kind of the state's ten priority geographies."""
EXAMPLES = ("public_health_group", "community_health_network", "planning_agency")
"""Kinds that the example is taken from, the first that there is."""
_NO_STARTS = ("pooled_counties",)
"""Kinds that are a publisher's way to print figures, not sets that anybody works in."""


def example(catalog: Catalog) -> Place | None:
    """A region to look at: the largest of the first kind of area there is."""
    for kind in EXAMPLES:
        found = [place for place in catalog.places_of("area", kind) if place.members]
        if found:
            return max(found, key=lambda place: (len(place.members), place.name))
    return None


def example_words(catalog: Catalog) -> list[html.Content]:
    """The link to the example."""
    place = example(catalog)
    return [] if place is None else [html.P([gettext("For example:"), " ", _link(place, catalog)])]


def starts(catalog: Catalog) -> SafeHtml:
    """All sets by kind, folded, and what is said of the priority geographies while there is no list of them."""
    parts = [_fold(title, places, catalog, note) for title, places, note in _kinds(catalog)]
    return html.Section(
        [
            html.H2(gettext("Start from a ready-made set, and change it"), className="figure-title"),
            *parts,
            *_priority(catalog),
        ],
        className="region-starts",
    )


def _kinds(catalog: Catalog) -> Iterator[tuple[str, Sequence[Place], str]]:
    kinds = [kind for kind in catalog.area_kinds.values() if kind.id not in _NO_STARTS]
    kinds.sort(key=lambda kind: kind.id != PRIORITY)
    for kind in kinds:
        yield kind.title, catalog.places_of("area", kind.id), kind.coverage_note
    yield capitalize_first(LEVEL_WORDS["county"].plural), catalog.places_of("county"), ""
    yield gettext("EOHHS regions"), catalog.places_of("eohhs_region"), ""


def _fold(title: str, places: Sequence[Place], catalog: Catalog, note: str) -> SafeHtml:
    number = html.Span(format_integer(len(places)), className="region-count")
    items = [html.Li(_link(place, catalog)) for place in places]
    notes = [html.P(note, className="figure-note")] if note else []
    return html.Details(
        [html.Summary([html.Span(title), number]), html.Ul(items, className="region-links"), *notes],
        className="region-fold",
    )


def _link(place: Place, catalog: Catalog) -> SafeHtml:
    towns = ngettext("{number} city or town", "{number} cities and towns", len(place.members))
    return html.Span(
        [html.A(place.name, href=region_address(place.members, place.name, catalog)), " ",
         html.Span(towns, className="region-of")]
    )  # fmt: skip


def _priority(catalog: Catalog) -> Iterator[SafeHtml]:
    """That the list is not in hand, while it is not."""
    if catalog.places_of("area", PRIORITY):
        return
    yield html.Div(
        [
            html.H3(gettext("Priority geographies"), className="figure-title"),
            html.P(
                gettext(
                    "The state has identified ten priority geographies. It has not said here which cities and towns "
                    "they are made of, so none is listed. Once it gives that list, all ten appear in this place, with "
                    "their figures."
                )
            ),
        ],
        className="region-awaited",
    )
