"""The button that adds a view to the briefing. Without scripts it is a link to a briefing of this view alone."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence

from components.formatting import html
from components.formatting.html import SafeHtml
from components.formatting.markup import DECORATIVE, data_attributes
from components.page.paths import BRIEFING
from data.language import gettext
from data.query.briefings.codec import PARAMETER, link_word
from data.query.briefings.kept import KeptBriefing, KeptView, ViewPage, said_of
from data.query.url_parameters import in_language


def kept_view(page: ViewPage, words: Mapping[str, str], title: str, reading: Sequence[str], data: str) -> KeptView:
    """A view as a briefing keeps it: page and words of its address, and what it says now.

    `data` is the version of the data, or the stamp of the view's answer where it has one (`data/query/link_stamp.py`).
    """
    return KeptView(page=page, words=dict(words), data=data, said=said_of(title, list(reading)))


def add_button(view: KeptView) -> SafeHtml:
    """The button, for the row of what can be done with a view. `assets/briefing.js` keeps the view in the browser."""
    alone = link_word(KeptBriefing(views=(view,)))
    told = json.dumps(view.model_dump(exclude_defaults=True), ensure_ascii=False, separators=(",", ":"))
    return html.A(
        [
            html.Span(className="brief-sign", **DECORATIVE),
            html.Span(gettext("Add to briefing"), className="brief-words"),
        ],
        href=in_language(BRIEFING, **{PARAMETER: alone}),
        className="action primary brief-add",
        rel="nofollow",
        **data_attributes(view=told, added=gettext("In the briefing"), key="briefing-add"),
    )
