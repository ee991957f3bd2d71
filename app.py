"""The site: assembles the pages around one published file. Computes nothing."""

from __future__ import annotations

from dash import Dash

from components.page.shell import NAME
from data.query.answers import Answers
from data.settings import ROOT, Settings
from pages.responses import addresses, admission, documents, release, remembered_views, states, view_responses
from pages.responses.api import routes as api
from pages.responses.briefings import routes as briefings
from pages.responses.exports import views, workshop
from pages.responses.files import downloads, letters, plotly, style_sheet
from pages.responses.heads import cards, sitemap
from pages.responses.operations import ahead, bodies, failures, observed, security_headers
from pages.responses.operations.metering import meters, watch
from pages.responses.region_pages import routes


def create_app(settings: Settings) -> Dash:
    """The site over the file the settings name. The file may be missing: pages then say so and /health answers 503.

    Raises TemplateError, in a sentence, where the template of slides that they name cannot be one.
    """
    if settings.slides is not None:
        # Only where a template is named: who makes no slides needs no library for them.
        from components.documents.formats.slides.template import check

        check(settings.slides)
    app = documents.Site(
        __name__,
        use_pages=True,
        pages_folder=str(ROOT / "pages"),
        assets_folder=str(ROOT / "assets"),
        title=NAME,
        update_title="",
        compress=True,
        # What callbacks are about is checked by tests; checked by the browser, every page would be in every document.
        suppress_callback_exceptions=True,
        on_error=failures.report_failure,
    )
    answers = Answers.over(settings)
    # Innermost, so that whatever else stands around the server sees its answers too.
    remembered_views.register(app.server, answers)
    counted = meters()
    observed.register(app.server, settings, counted)
    # First: whatever answers a request, from here on it is from one file.
    release.register(app.server, answers)
    # Then: a form's address has a word several times, which an address of a page has once.
    routes.register(app.server)
    addresses.register(app.server)
    bodies.register(app)
    view_responses.register_remembered(app.server)
    documents.register_remembered(app.server)
    admission.register(app.server, renders := admission.Admission())
    view_responses.register_rendered(app.server)
    workshop.register(app.server, settings)
    api.register(app.server)
    failures.register(app.server)
    cards.register(app.server)
    sitemap.register(app.server)
    briefings.register(app.server, app.index)
    for files in (views, downloads, letters, plotly, style_sheet):
        files.register(app.server)
    app.own_scripts.register(app.server)
    states.register(app.server, renders, settings.preload_seconds)
    ahead.register(app.server, answers, renders)
    watch(app.server, renders, counted)
    # Last: around everything else, so that no answer is without them.
    security_headers.register(app.server)
    app.layout = documents.container
    return app


app = create_app(Settings.from_environment())
server = app.server

if __name__ == "__main__":
    app.run(debug=True)
