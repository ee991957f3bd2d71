"""Place: the community health profile of a city, town, county, region or area, beside the state."""

from __future__ import annotations

from difflib import get_close_matches

from dash import html, register_page

from components.formatting import html as markup
from components.formatting.markup import data_attributes, html_fragment
from components.page.notices import unavailable
from components.page.shell import NAME
from components.views.place.panels import PLACES, profile_fragments, profile_path
from components.views.place.words import profile_title
from data.analysis.profiles.place_profile import place_profile
from data.analysis.profiles.place_residents import residents_of
from data.analysis.profiles.profile_lines import PROFILED
from data.catalog.models import Catalog
from data.errors import DatabaseUnavailableError
from data.language import gettext, language
from data.query.url_parameters import in_language, shortened
from pages.responses.addresses import answers, read_parameters

TEMPLATE = "/place/<slug>"
ORDERS = ("topic", "distance")


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
        order = parameters.get("order", ORDERS[0])
        profile = place_profile(source, place, language())
        contents = profile_fragments(
            profile, residents_of(source.residents(place.geo_id)), order if order in ORDERS else ORDERS[0],
            profile_path(slug),
        )  # fmt: skip
    except DatabaseUnavailableError as error:
        return unavailable(str(error))
    return html.Div(contents, className="profile", **data_attributes(languages="", title=profile_title(profile)))


def _unknown(slug: str, catalog: Catalog) -> html.Div:
    named = {p.slug: p.name for p in catalog.places.values() if p.level in PROFILED}
    near = get_close_matches(slug.lower(), named, n=5, cutoff=0.6)
    parts = [
        markup.H1(gettext("There is no place “{word}” here", word=shortened(slug))),
        markup.P(gettext("It may have been mistyped. Cities, towns, counties, regions and areas have a page.")),
        markup.Ul([markup.Li(markup.A(named[s], href=profile_path(s))) for s in near]),
        markup.P(markup.A(gettext("All places"), href=in_language(PLACES))),
    ]
    return html_fragment(parts, className="page", **data_attributes(languages=""))
