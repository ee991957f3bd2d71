"""Read API: what programs can ask for, with examples."""

from __future__ import annotations

from dash import html, register_page
from flask import request

from components.formatting.markup import data_attributes, html_fragment
from components.page.paths import READ_API
from components.page.shell import NAME
from components.views.read_api import ApiLimits, read_api_page
from data.language import gettext
from data.settings import Settings
from pages.responses.addresses import read_parameters
from pages.responses.api.problems import LONGEST, STATUSES, helps, title
from pages.responses.api.words import MOST_ROWS, ROWS, WORDS, Part
from pages.responses.exports.rates import rate_words

register_page(
    __name__, path=READ_API, name="Read API", title=lambda: f"{gettext('Read API')} · {NAME}", order=11, reading=True
)


def layout(**words: str | list[str]) -> html.Div:
    """Page about the API."""
    read_parameters(words)
    problems = {status: (title(status), helps(status)) for status in STATUSES}
    limits = ApiLimits(ROWS, MOST_ROWS, LONGEST, rate_words(Settings.from_environment().export_rate))
    taken = {name: sorted(model.model_fields, key=Part.model_fields.__contains__) for name, model in WORDS.items()}
    return html_fragment(
        read_api_page(taken, problems, limits, request.host_url.rstrip("/")),
        className="page about api",
        **data_attributes(
            title=gettext("Read API"),
            description=gettext("How programs read the published figures of this site, with examples."),
        ),
    )
