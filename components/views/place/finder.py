"""Forms that lead to a profile: a place by its name, and a second place beside the first."""

from __future__ import annotations

from components.formatting import html
from components.formatting.html import SafeHtml
from components.formatting.markup import data_attributes
from data.analysis.profiles.addresses import PLACES
from data.catalog.models import Catalog, Place
from data.language import gettext, language
from data.query.url_parameters import in_language

NAMES = "place-names"
"""The id of the list of names that the browser offers while somebody types."""


def names_list(catalog: Catalog) -> SafeHtml:
    """The names of all cities, towns, counties and regions, which the fields of a page offer."""
    named = [p for level in ("municipality", "county", "eohhs_region") for p in catalog.places_of(level)]
    return html.Datalist([html.Option(value=place.name) for place in named], id=NAMES)


def finder(name: str = "find-place", typed: str = "") -> SafeHtml:
    """The field that finds a place by its name; `name` is its id."""
    return _form(PLACES, "q", name, gettext("Find a place"), gettext("Find"), typed)


def beside_form(place: Place, typed: str = "") -> SafeHtml:
    """The field that sets another place beside this one."""
    label = gettext("Compare {place} with", place=place.name)
    return _form(f"/place/{place.slug}", "with", "place-with", label, gettext("Compare"), typed)


def near_me() -> SafeHtml:
    """The button that finds the city or town one is in; shown by assets/places.js, which has no other use of it."""
    words = {
        "looking": gettext("Looking for your city or town…"),
        "found": gettext("You are in"),
        "outside": gettext("Your position is not in Massachusetts."),
        "denied": gettext("The browser does not say where you are. Type a name instead."),
        "failed": gettext("The boundaries could not be fetched. Type a name instead."),
    }
    note = gettext("Your browser works this out from the boundaries of cities and towns. Your position is not sent.")
    return html.Div(
        [
            html.Button(gettext("Find the place I am in"), type="button", className="near-me", hidden=True),
            html.P(note, className="figure-note near-note", hidden=True),
            html.P(className="near-said", role="status"),
        ],
        className="near",
        **data_attributes(near="", **words),
    )


def _form(path: str, word: str, name: str, label: str, button: str, typed: str) -> SafeHtml:
    hidden = [html.Input(type="hidden", name="lang", value=language())] if language() != "en" else []
    return html.Form(
        [
            html.Label(label, htmlFor=name, className="rail-label"),
            html.Div(
                [
                    html.Input(
                        type="text", name=word, id=name, value=typed or None, className="form-control", list=NAMES,
                        autocomplete="off", maxlength="60", required=True,
                    ),
                    html.Button(button, type="submit", className="place-button"),
                ],
                className="place-field",
            ),
            *hidden,
        ],
        action=path, method="get", className="place-form",
    )  # fmt: skip


def all_places_link() -> SafeHtml:
    """The way to the map and the list of all places."""
    return html.P(html.A(gettext("All places, on a map and in a list"), href=in_language(PLACES)))
