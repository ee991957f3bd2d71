"""Maternity units in a profile: which there are in the place, and how far the nearest is; more is on their own page."""

from __future__ import annotations

from components.formatting import html
from components.formatting.html import SafeHtml
from components.formatting.numbers import format_number
from data.analysis.maternity.units import Status
from data.analysis.profiles.maternity_near import MaternityNear
from data.catalog.models import Catalog
from data.language import gettext, language
from data.query.selection import to_query

PATH = "/maternity-access"


def maternity_panel(near: MaternityNear | None, catalog: Catalog) -> list[SafeHtml]:
    """The section on maternity units; nothing where no statement is in hand."""
    if near is None:
        return []
    place = near.place
    parts: list[SafeHtml] = []
    if near.here:
        items = [html.Li(_unit(unit.name, unit.status(near.year), near.year)) for unit in near.here]
        parts.append(html.Ul(items, className="profile-gaps"))
    else:
        parts.append(html.P(gettext("No hospital in {place} is known to have had a maternity unit.", place=place.name)))
    if near.nearest is not None:
        parts.append(html.P(_nearest(near, catalog)))
    words = {"place": place.slug, "lang": "" if language() == "en" else language()}
    address = PATH + to_query({key: word for key, word in words.items() if word})
    link = html.A(gettext("Maternity units and distances of every year, with their sources"), href=address)
    heading = html.H2(gettext("Maternity units"), className="figure-title")
    return [html.Section([heading, *parts, html.P(link)], className="profile-topic profile-maternity", id="maternity")]


def _unit(name: str, status: Status, year: int) -> str:
    """A unit with what is known of it at the end of a year."""
    values = {"unit": name, "year": year}
    if status == "open":
        return gettext("{unit}: open at the end of {year}", **values)
    if status == "suspended":
        return gettext("{unit}: suspended at the end of {year}", **values)
    if status == "closed":
        return gettext("{unit}: closed by the end of {year}", **values)
    return gettext("{unit}: not known whether open at the end of {year}", **values)


def _nearest(near: MaternityNear, catalog: Catalog) -> str:
    assert near.nearest is not None
    unit = near.nearest.unit
    return gettext(
        "Nearest hospital unit known to be open at the end of {year}: {unit} in {town}, {miles} miles "
        "away in a straight line, from where the name of {place} stands on the map.",
        year=near.year,
        unit=unit.name,
        town=catalog.places[unit.geo_id].name,
        miles=format_number(near.nearest.miles, 1),
        place=near.place.name,
    )
