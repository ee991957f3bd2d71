"""The form of search in the header of every page, and the choice of its key."""

from __future__ import annotations

from html import escape

from dash import html

from components.formatting.html import SafeHtml
from components.formatting.markup import html_fragment
from components.page.paths import SEARCH
from data.language import gettext, language

_GLASS = (
    '<svg viewBox="0 0 20 20" width="20" height="20" aria-hidden="true" focusable="false">'
    '<circle cx="8.5" cy="8.5" r="5.5" fill="none" stroke="currentColor" stroke-width="2"/>'
    '<path d="M12.5 12.5 17 17" stroke="currentColor" stroke-width="2" stroke-linecap="round"/></svg>'
)


def search_box() -> html.Div:
    """The form of the header. Without its script it leads to the page of results; the script makes it a combobox."""
    what = escape(gettext("Search questions, places and topics"))
    spoken = "disabled" if language() == "en" else f'value="{language()}"'
    return html_fragment(
        SafeHtml(
            f'<form class="search" role="search" action="{SEARCH}" method="get">'
            f'<button type="button" class="search-open" id="search-open" aria-expanded="false" '
            f'aria-controls="search-field">{_GLASS}'
            f'<span class="visually-hidden">{escape(gettext("Search"))}</span></button>'
            f'<div class="search-field" id="search-field">'
            f'<label class="visually-hidden" for="search-box">{what}</label>'
            f'<span class="search-glass" aria-hidden="true">{_GLASS}</span>'
            f'<input class="form-control" id="search-box" name="q" type="search" role="combobox" '
            f'aria-autocomplete="list" aria-expanded="false" aria-controls="search-list" aria-keyshortcuts="/" '
            f'autocomplete="off" autocapitalize="none" spellcheck="false" maxlength="200" enterkeyhint="search" '
            f'placeholder="{escape(gettext("Question, city or topic"))}">'
            f'<input type="hidden" name="lang" id="search-lang" {spoken}>'
            f'<kbd class="search-key" aria-hidden="true">/</kbd>'
            f'<div class="search-list" id="search-list" role="listbox" aria-label="{escape(gettext("Suggestions"))}" '
            f"hidden></div></div>"
            f'<div class="visually-hidden" id="search-said" role="status"></div></form>'
        ),
        className="search-place",
    )


def shortcut_switch() -> html.Div:
    """The choice whether the key “/” leads to the box; the browser remembers that it is turned off."""
    return html_fragment(
        SafeHtml(
            '<label class="search-shortcut"><input type="checkbox" id="search-shortcut" checked> '
            f"{escape(gettext('The key “/” leads to the search'))}</label>"
        )
    )
