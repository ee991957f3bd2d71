"""Routes of the read API."""

from __future__ import annotations

from flask import Flask, Response, abort, redirect

from components.documents.export_menu import view_file_address
from data.query.url_parameters import in_language
from pages.responses.api import answering, catalogue, figures, problems
from pages.responses.api.description import described
from pages.responses.api.problems import API, PAGE
from pages.responses.api.words import BriefingForm, BriefingWords, ViewWords
from pages.responses.briefings.routes import briefing_file
from pages.responses.exports import views

_RESOURCES = {
    "indicators": catalogue.indicators,
    "questions": catalogue.questions,
    "places": catalogue.places,
    "sources": catalogue.sources,
    "version": catalogue.version,
    "openapi.json": catalogue.openapi,
    "observations": figures.observations,
    "measures": figures.measures,
    "regions": figures.regions,
}


_VIEW = described(ViewWords, None, 404, 429, 500)(views.view)
_BRIEFING = described(BriefingWords, None, 404, 413, 429, 500, form=BriefingForm)(briefing_file)


def register(server: Flask) -> None:
    """Register the API with a server, and how it says that something is wrong."""
    problems.register(server)
    answering.register(server)
    for name, view in _RESOURCES.items():
        server.add_url_rule(f"{API}/{name}", endpoint=f"api-{name.removesuffix('.json')}", view_func=view)
    server.add_url_rule(view_file_address("<page>", "<kind>"), endpoint="view-file", view_func=_VIEW)
    server.add_url_rule(
        f"{API}/briefing.<kind>", endpoint="briefing-file", view_func=_BRIEFING, methods=["GET", "POST"]
    )
    # Dash answers what nothing else answers with a page.
    server.add_url_rule(f"{API}/<path:rest>", endpoint="api-nothing", view_func=nothing)
    server.add_url_rule(API, endpoint="api-root", view_func=root)


def root() -> Response:
    """The way to the page that explains the API."""
    return redirect(in_language(PAGE), 302)  # type: ignore[return-value]  # werkzeug's Response is flask's here


def nothing(rest: str) -> Response:
    """404 for an address that the API has not."""
    abort(404)
