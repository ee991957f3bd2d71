"""Ways past what is long: a link before it that leads behind it, and one behind it that leads back.

They are seen when they have the focus.
"""

from __future__ import annotations

from components.formatting import html
from components.formatting.html import SafeHtml
from data.language import gettext


def passable(content: SafeHtml, title: str, key: str) -> SafeHtml:
    """Content of many links, called `title`, between the two links. `key` is its name on the page."""
    before, after = f"before-{key}", f"after-{key}"
    return html.Div(
        [
            _link(gettext("Skip past: {what}", what=title), before, after),
            content,
            _link(gettext("Back to before: {what}", what=title), after, before),
        ]
    )


def _link(text: str, anchor: str, other: str) -> SafeHtml:
    return html.A(text, href=f"#{other}", id=anchor, className="skip-past visually-hidden-focusable")
