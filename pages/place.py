"""Place: the community health profile of a city, town, county, region or area, alone or beside another place."""

from __future__ import annotations

from difflib import get_close_matches

from dash import html, register_page
from flask import request

from components.formatting import html as markup
from components.formatting.markup import data_attributes, html_fragment
from components.formatting.tree import written
from components.page.notices import notices, reference_note, unavailable
from components.page.shell import NAME
from components.views.place.citation import citation
from components.views.place.finder import finder
from data.analysis.profiles.addresses import FORMS, PLACES, profile_path
from data.analysis.profiles.levels import PROFILED
from data.catalog.models import Catalog
from data.code_release import content_version
from data.dates import today
from data.errors import DatabaseUnavailableError
from data.language import gettext
from data.query.url_parameters import in_language, shortened
from pages.responses.addresses import answers, read_parameters
from pages.responses.rendered_places import PlacePage, place_page, rendered_place

TEMPLATE = "/place/<slug>"


def title(slug: str = "") -> str:
    """Title of the document: the place, where there is one."""
    try:
        place = answers().catalog.by_slug.get(slug)
    except DatabaseUnavailableError:
        place = None
    return f"{place.name if place else gettext('Places')} · {NAME}"


register_page(__name__, path_template=TEMPLATE, name="Place", title=title, order=20, reading=True, section=PLACES)


def layout(slug: str = "", **words: str | list[str]) -> html.Div:
    """Page of a place; of an unknown one a sentence and the names that are near."""
    parameters = read_parameters(words)
    try:
        source = answers()
        catalog = source.catalog
        place = catalog.by_slug.get(slug)
        if place is None or place.level not in PROFILED:
            return _unknown(slug, catalog)
        page, said = place_page(place, parameters, catalog)
        shown = rendered_place(source, content_version(catalog.version), page)
    except DatabaseUnavailableError as error:
        return unavailable(str(error))
    cited = citation(shown.title, catalog.version, today(), _address(page))
    kind = "profile one-column" if page.beside or page.form == FORMS[1] else "profile"
    return html.Div(
        [*_notices(said), *shown.fragments(), html_fragment(cited, className="profile-foot")],
        className=kind,
        **data_attributes(title=shown.title, description=shown.description),
    )


def _notices(said: list[str]) -> list[html.Div]:
    return [html.Div(notices(said), className="profile-notices")] if said else []


def _address(page: PlacePage) -> str:
    path = profile_path(page.slug, order=page.order, form=page.form, **{"with": page.beside})
    return f"{request.host_url.rstrip('/')}{path}"


def _unknown(slug: str, catalog: Catalog) -> html.Div:
    named = {p.slug: p.name for p in catalog.places.values() if p.level in PROFILED}
    near = get_close_matches(slug.lower(), named, n=5, cutoff=0.6)
    parts = [
        markup.H1(gettext("There is no place “{word}” here", word=shortened(slug))),
        markup.P(gettext("It may have been mistyped. Cities, towns, counties, regions and areas have a page.")),
        markup.Ul([markup.Li(markup.A(named[s], href=profile_path(s))) for s in near], className="places-list"),
        finder(),
        markup.P(markup.A(gettext("All places"), href=in_language(PLACES))),
        written(reference_note()),
    ]
    return html_fragment(parts, className="page places-page", **data_attributes(status="404"))
