"""How to cite a profile: the site, the place, the version of the data, the day, the address."""

from __future__ import annotations

from datetime import date

from components.formatting import html
from components.formatting.html import SafeHtml
from components.page.shell import NAME
from data.language import day, gettext


def citation(title: str, version: str, on: date, address: str) -> SafeHtml:
    """The line to cite a page by: `title` is what it is of, `version` that of the data, `on` the day of reading."""
    words = gettext(
        "{site}. {title}. Data version {version}. Read on {day}. {address}",
        site=NAME, title=title, version=version, day=day(on), address=address,
    )  # fmt: skip
    return html.P([html.Strong(gettext("Cite as")), ": ", words], className="profile-citation")
