"""What the head of a document says to search engines and to sites that show a card of a link."""

from __future__ import annotations

from collections.abc import Mapping
from html import escape
from typing import Any
from urllib.parse import urlencode

from flask import request

from components.documents.card import SIZE
from components.page.shell import NAME
from data.language import LANGUAGES, gettext, language
from data.query.url_parameters import read_query
from pages.responses.heads.cards import PATH as CARD
from pages.responses.heads.sitemap import in_other_languages
from pages.responses.sending import query_string

_LOCALES = {"en": "en_US", "es": "es_US", "pt": "pt_BR"}
_OF_THINGS = ("q", "members", "name", "with", "with_members", "with_name")
"""Words without which a reading page is another; the others order or filter what it shows."""


def head(page: Mapping[str, Any], title: str, said: Mapping[str, str]) -> str:
    """Description, canonical address, other languages, and the card of a page with its picture."""
    words = _words(page, said)
    every = in_other_languages(request.path, words)
    canonical = dict(every).get(language(), every[0][1])
    description = said["description"] or gettext(
        "Health in Massachusetts by race and ethnicity, city and town, county and region: who is worse off, how much, "
        "and how far the figures can be trusted."
    )
    picture = f"{request.host_url.rstrip('/')}{CARD}?{urlencode({'page': request.path, **_spoken(words)})}"
    properties = {
        "og:type": "website", "og:site_name": NAME, "og:title": title, "og:description": description,
        "og:url": canonical, "og:locale": _LOCALES.get(language(), language()), "og:image": picture,
        "og:image:width": str(SIZE[0]), "og:image:height": str(SIZE[1]), "og:image:alt": title,
    }  # fmt: skip
    names = {
        "description": description, "twitter:card": "summary_large_image", "twitter:title": title,
        "twitter:description": description, "twitter:image": picture, "twitter:image:alt": title,
    }  # fmt: skip
    lines = [f'<meta name="{name}" content="{escape(text)}">' for name, text in names.items()]
    lines += [f'<meta property="{name}" content="{escape(text)}">' for name, text in properties.items()]
    lines.append(f'<link rel="canonical" href="{escape(canonical)}">')
    alternates = [*every, ("x-default", every[0][1])] if len(LANGUAGES) > 1 else []
    lines += [f'<link rel="alternate" hreflang="{code}" href="{escape(to)}">' for code, to in alternates]
    return "\n    ".join(lines)


def _words(page: Mapping[str, Any], said: Mapping[str, str]) -> dict[str, str]:
    """The words that make the page what it is, without its language."""
    words = read_query(said["canonical"] or query_string())
    kept = _OF_THINGS if page.get("reading") and not said["canonical"] else tuple(words)
    return {word: text for word, text in words.items() if word in kept and word not in ("lang", "v", "data")}


def _spoken(words: Mapping[str, str]) -> dict[str, str]:
    return dict(words) if language() == "en" else {**words, "lang": language()}
