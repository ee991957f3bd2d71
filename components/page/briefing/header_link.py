"""The way to the briefing in the header of every page, with how many views are in it."""

from __future__ import annotations

from components.formatting import html
from components.formatting.html import SafeHtml
from components.formatting.markup import data_attributes
from components.page.paths import BRIEFING
from data.language import gettext
from data.query.briefings.codec import LONGEST_LINK
from data.query.briefings.kept import MOST_VIEWS
from data.query.url_parameters import in_language


def briefing_link(*, current: bool) -> SafeHtml:
    """The link; the browser puts the number of views into it, and says there what became of adding one."""
    words = {
        "said": gettext("Added to the briefing. Views in it now: {number}.", number="{number}"),
        "full": gettext("The briefing has {number} views, which is the most. Take one out first.", number=MOST_VIEWS),
        "lost": gettext("This browser does not let the site keep a briefing. Open the link instead."),
        "counted": gettext("Views in the briefing: {number}", number="{number}"),
        "most": str(MOST_VIEWS),
        "longest": str(LONGEST_LINK),
    }
    number = html.Span(className="brief-count", hidden=True)
    return html.A(
        [gettext("Briefing"), number],
        href=in_language(BRIEFING),
        id="to-briefing",
        className="brief-link",
        **data_attributes(**words),
        **({"aria-current": "page"} if current else {}),
    )
