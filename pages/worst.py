"""Where it is worst, whatever it is: what is clearly less favorable than the state, by people beyond its rate."""

from __future__ import annotations

from dash import html, register_page

from components.page.notices import notices, unavailable
from components.page.paths import WORST
from components.page.shell import NAME
from components.page.view_frame import ViewParts, answer_addresses, view_frame
from components.views.excess.panels import excess_head, excess_panels
from components.views.excess.rail import excess_rail
from components.views.excess.view import ExcessView
from components.views.excess.words import announcement, page_title
from data.analysis.excess_scan import excess_scan
from data.analysis.excess_selection import parse_excess_query
from data.errors import DatabaseUnavailableError
from data.language import gettext
from data.query.url_parameters import Words
from pages.responses.addresses import answers, read_parameters

register_page(
    __name__, path=WORST, name="Where it is worst", title=lambda: f"{gettext('Where it is worst')} · {NAME}", order=7
)


def layout(**words: str | list[str]) -> html.Div:
    """Page of a query string, complete at once."""
    try:
        parts = _parts(words)
    except DatabaseUnavailableError as error:
        return unavailable(str(error))
    description = gettext("What is clearly worse than in the state, by people or lives a year")
    return view_frame("worst", parts, gettext("Where it is worst"), gettext("Skip to the list"), description)


def _view(words: Words | str) -> ExcessView:
    """View of a query string, in its language. Raises DatabaseUnavailableError."""
    parameters, source = read_parameters(words), answers()
    selection, said = parse_excess_query(parameters, source.catalog)
    return ExcessView.of(excess_scan(source), selection, source.catalog, said)


def _parts(words: Words | str) -> ViewParts:
    """What depends on the address, of a query string, in its language."""
    view = _view(words)
    return ViewParts(
        excess_rail(view),
        notices(view.notices),
        excess_head(view),
        excess_panels(view),
        announcement(view),
        f"{page_title(view)} · {NAME}",
    )


answer_addresses("worst", _parts)
