"""ZIP codes and neighborhoods in what somebody typed: figures are published for their municipalities."""

from __future__ import annotations

import re
from dataclasses import dataclass

from data.catalog.models import Catalog, Place

_ZIP = re.compile(
    r"(?<![\w.-])(?:(?:MA|Massachusetts|ZIP(?: *code)?|código postal|CEP)\b[.,:]? *)*"
    r"([0-9]{5})(?:-[0-9]{4})?(?![\w-])(?: *,? *(?:MA|Massachusetts)\b)?",
    re.IGNORECASE,
)
_OF_STATE = re.compile(r"0(?:1[0-9]|2[0-7])[0-9]{2}|055[0-9]{2}")
"""ZIP codes that the Postal Service gives to Massachusetts: 010 to 027 and 055."""


@dataclass(frozen=True, slots=True)
class ZipCode:
    """A ZIP code that was typed, the municipalities it is used in, and the words beside it."""

    code: str
    places: tuple[Place, ...]
    rest: str


def is_of_state(code: str) -> bool:
    """Whether a ZIP code is one of those given to Massachusetts.

    >>> is_of_state("02139"), is_of_state("10001")
    (True, False)
    """
    return _OF_STATE.fullmatch(code) is not None


def find_zip_code(catalog: Catalog, words: str) -> ZipCode | None:
    """The first ZIP code in typed words, with its municipalities, the first first; None where there is none."""
    found = _ZIP.search(words)
    if found is None:
        return None
    code = found.group(1)
    places = municipalities_of(catalog, "zip", code)
    rest = f"{words[: found.start()]} {words[found.end() :]}".strip(" ,;")
    # “in 02139”: no letter is left that says anything, or none at all.
    return ZipCode(code, places, rest if re.search(r"\w", rest) else "")


def municipalities_of(catalog: Catalog, kind: str, name: str) -> tuple[Place, ...]:
    """Municipalities a ZIP code or the name of a neighborhood is used in, in order; none for another name."""
    named = (x for x in catalog.localities if x.kind == kind and x.name == name)
    return tuple(catalog.places[x.geo_id] for x in named)


def neighborhood(catalog: Catalog, name: str) -> str:
    """A name if it is a neighborhood's, else nothing."""
    return name if municipalities_of(catalog, "neighborhood", name) else ""
