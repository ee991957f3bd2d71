"""Maternity units in a profile: which there are in the place, and how far the nearest is, as their own page says it."""

from __future__ import annotations

from components.formatting import html
from components.formatting.html import SafeHtml
from components.formatting.markup import parse_bold
from components.page.paths import MATERNITY_ACCESS
from components.views.maternity.view import MaternityView
from components.views.maternity.words import place_sentences, status_words
from data.analysis.maternity.units import Unit
from data.catalog.models import Place
from data.language import gettext


def maternity_panel(view: MaternityView | None, place: Place) -> list[SafeHtml]:
    """The section on maternity units; nothing where the file tells of none."""
    if view is None:
        return []
    year, parts = view.access.newest, list[SafeHtml]()
    here = units_here(view, place)
    if here:
        title = units_title(year)
        items = [html.Li([unit.name, ": ", html.Strong(status_words(unit.status(year)).lower())]) for unit in here]
        parts += [html.P(title), html.Ul(items, className="profile-units")]
    else:
        parts.append(html.P(no_units_words(place)))
    parts += [html.P(parse_bold(sentence)) for sentence in place_sentences(view, place)]
    link = html.A(
        gettext("Maternity units and distances of every year, with their sources"),
        href=f"{MATERNITY_ACCESS}{view.query(place=place.slug)}",
    )
    heading = html.H2(gettext("Maternity units"), className="figure-title")
    return [html.Section([heading, *parts, html.P(link)], className="profile-topic profile-maternity", id="maternity")]


def maternity_words(view: MaternityView, place: Place) -> list[str]:
    """The same in sentences, bold marked by `**`."""
    year, here = view.access.newest, units_here(view, place)
    units = "; ".join(f"{unit.name}: **{status_words(unit.status(year)).lower()}**" for unit in here)
    first = f"{units_title(year)} {units}." if here else no_units_words(place)
    return [first, *place_sentences(view, place)]


def units_here(view: MaternityView, place: Place) -> list[Unit]:
    """The units in a place: hospitals first, then birth centers."""
    units = (unit for unit in view.access.units if unit.geo_id in place.members)
    return sorted(units, key=lambda unit: (unit.kind != "hospital", unit.name))


def units_title(year: int) -> str:
    """What the list of units is."""
    return gettext("Hospital units and birth centers here, at the end of {year}:", year=year)


def no_units_words(place: Place) -> str:
    """That no unit is known there."""
    return gettext("No hospital in {place} is known to have had a maternity unit.", place=place.name)
