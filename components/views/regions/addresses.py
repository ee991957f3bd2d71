"""Addresses of the page of regions."""

from __future__ import annotations

from collections.abc import Collection

from components.page.paths import REGIONS
from data.catalog.models import Catalog
from data.language import language
from data.query.regions.member_code import encode
from data.query.url_parameters import in_language


def region_words(members: Collection[str], name: str, catalog: Catalog, **words: str) -> dict[str, str]:
    """The words of the address of a region, in their order; empty ones are left out."""
    spoken = "" if language() == "en" else language()
    every = {"members": encode(members, catalog) if members else "", "name": name, **words, "lang": spoken}
    return {key: word for key, word in every.items() if word}


def region_address(members: Collection[str], name: str, catalog: Catalog, path: str = REGIONS, **words: str) -> str:
    """The address of a region's page, in the request's language."""
    return in_language(path, **region_words(members, name, catalog, **words))
