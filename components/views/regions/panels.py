"""The page of a region: what it is, its figures beside the state, its members, and how to change it."""

from __future__ import annotations

from collections.abc import Mapping

from components.formatting import html
from components.formatting.html import SafeHtml
from components.formatting.markup import breadcrumb
from components.formatting.numbers import join_list
from data.catalog.models import Catalog, Place
from data.language import format_integer, gettext, ngettext

LISTED = 6
"""Members that a sentence names; of more, it says how many."""


def region_crumbs(place: Place) -> SafeHtml:
    """Where we are."""
    return html.P(breadcrumb(gettext("Regions"), place.name), className="path")


def members_words(place: Place, catalog: Catalog) -> str:
    """What a region is made of: its members by name where they are few, else their number and the counties they are in."""
    names = sorted(catalog.places[i].name for i in place.members)
    if len(names) <= LISTED:
        return gettext("{place} is {towns}.", place=place.name, towns=join_list(names))
    counties = [c.short_name for c in catalog.places_of("county") if set(c.members) & set(place.members)]
    return ngettext(
        "{place} is {amount} cities and towns in {counties} County.",
        "{place} is {amount} cities and towns in the counties {counties}.",
        len(counties),
        place=place.name,
        amount=format_integer(len(names)),
        counties=join_list(counties),
    )


def editor(form: SafeHtml, words: Mapping[str, str]) -> SafeHtml:
    """The form, folded under the head."""
    return html.Details(
        [html.Summary(gettext("Change its cities and towns, or its name")), form], className="region-edit"
    )
