"""Gaps: one group against another, or against everyone else, in a period and over time."""

from __future__ import annotations

from dash import html, register_page

from components.page.notices import notices, unavailable
from components.page.paths import GAPS
from components.page.shell import NAME
from components.page.view_frame import ViewParts, answer_addresses, view_frame
from components.views.gaps.panels import gaps_head, gaps_panels
from components.views.gaps.rail import gaps_rail
from components.views.gaps.text import gap_announcement
from components.views.gaps.titles import gap_title
from components.views.gaps.words import side_name
from data.analysis.gap_selection import gap_view
from data.errors import DatabaseUnavailableError
from data.language import gettext
from data.query.url_parameters import Words
from pages.responses.addresses import answers, read_parameters

register_page(__name__, path=GAPS, name="Gaps", title=lambda: f"{gettext('Gaps')} · {NAME}", navigation=True, order=3)


def layout(**words: str | list[str]) -> html.Div:
    """Page of a query string, complete at once."""
    try:
        parts = _parts(words)
    except DatabaseUnavailableError as error:
        return unavailable(str(error))
    description = gettext("How far apart groups of people are in Massachusetts, and whether the gap is closing.")
    return view_frame("gaps", parts, gettext("Gaps between groups"), gettext("Skip to the figure"), description)


def _parts(words: Words | str) -> ViewParts:
    """What depends on the address, of a query string, in its language."""
    view = gap_view(read_parameters(words), answers(), side_name)
    return ViewParts(
        gaps_rail(view),
        notices(view.notices),
        gaps_head(view),
        gaps_panels(view),
        gap_announcement(view),
        f"{gap_title(view)} · {NAME}",
    )


answer_addresses("gaps", _parts)
