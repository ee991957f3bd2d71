"""Addresses of profiles: of a place, in an order, a form, and beside another place."""

from __future__ import annotations

from data.language import gettext
from data.query.url_parameters import in_language, shortened

PLACES = "/places"
"""Path of the list of places."""
ORDERS = ("topic", "distance")
"""The orders of a profile's lines: by topic, or by how far from the state."""
FORMS = ("full", "page")
"""The forms of a profile: everything there is, or what fits on one printed page."""


def unknown_order(word: str) -> str:
    """Notice that a word of an address is no order and no form of a profile."""
    return gettext("“{word}” is not an order or a form of this page; it shows its own.", word=shortened(word))


def profile_path(slug: str, **words: str) -> str:
    """Address of the profile of a place, in the request's language: `order`, `form` and `with` where they are said.

    Words that say what is so anyway are left out.
    """
    said = {key: word for key, word in words.items() if word not in (ORDERS[0], FORMS[0])}
    return in_language(f"/place/{slug}", **said)
