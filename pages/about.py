"""About: who the site is for, its limits, accessibility, contact, how to report an error in a view, and how to cite."""

from __future__ import annotations

from dash import html, register_page
from flask import request

from components.formatting.markup import data_attributes, html_fragment
from components.page.notices import notices
from components.page.paths import ABOUT
from components.page.shell import NAME
from components.views.about import about_page, reported_address
from data.dates import today
from data.errors import DatabaseUnavailableError
from data.language import gettext
from data.query.url_parameters import FROM
from data.settings import Settings
from data.vocabulary import SITE_NAME
from pages.responses.addresses import answers, read_parameters

register_page(__name__, path=ABOUT, name="About", title=lambda: f"{gettext('About')} · {NAME}", order=10, reading=True)


def layout(**words: str | list[str]) -> html.Div:
    """Page about the site; `from` in its address is the view that a reader has something to say of."""
    given = read_parameters(words).get(FROM, "")
    view, host = reported_address(given), request.host_url.rstrip("/")
    said = [gettext("The address of the view could not be read. Copy it from the browser into your report.")]
    contents = about_page(Settings.from_environment().contact, view, host, _citation(host))
    return html.Div(
        [*notices(said if given and not view else []), html_fragment(contents)],
        className="page about",
        **data_attributes(
            title=gettext("About this site"),
            description=gettext("Who the site is for, what it cannot tell, and how to report an error or cite it."),
        ),
    )


def _citation(host: str) -> str:
    """How the site is cited, in English in every language; without the data version while there is no data."""
    read = today()
    try:
        version = f" Data version {answers().catalog.version}."
    except DatabaseUnavailableError:
        version = ""
    return f"{SITE_NAME}.{version} {host}/. Read {read:%B} {read.day}, {read.year}."
