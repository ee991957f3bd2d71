"""What the page of maternity access says: its title, each year, each place, each unit."""

from __future__ import annotations

from datetime import date, timedelta

from components.formatting.numbers import capitalize_first, format_number, join_list, number_word
from components.views.maternity.view import MaternityView
from data.analysis.maternity.access import FAR_MILES, FarAway, People
from data.analysis.maternity.distances import Distance
from data.analysis.maternity.units import Status, Unit
from data.catalog.models import Place
from data.language import day, format_integer, gettext, month, ngettext
from data.query.maternity.statements import Statement
from data.query.rows import is_missing
from data.vocabulary import STATUS_WORDS

FAR = FAR_MILES[0]


def miles_words(miles: float) -> str:
    """A distance: "11.8 miles"."""
    return gettext("{number} miles", number=format_number(miles, 1))


def range_words(distance: Distance) -> str:
    """Miles of a distance, or what they are between."""
    if distance.certain:
        return format_number(distance.miles, 1)
    return gettext("{low} to {high}", low=format_number(distance.low, 1), high=format_number(distance.miles, 1))


def people_words(people: People) -> str:
    """A number of people, or the two it is between."""
    if people.certain:
        return format_integer(people.low)
    return gettext("{low} to {high}", low=format_integer(people.low), high=format_integer(people.high))


def share_words(people: People, of: int) -> str:
    """A number of people as a share of all, in percent; empty of nobody."""
    low, high = (f"{format_number(100 * n / of, 1)}%" if of else "" for n in (people.low, people.high))
    if people.high == 0 or not low:
        return ""
    return low if low == high else gettext("{low} to {high}", low=low, high=high)


def page_title(view: MaternityView) -> str:
    """How many units have ended since the first year, and how many people live far from one now."""
    ended, first = len(view.access.ended()), view.access.years[0]
    far = view.far(view.catalog.state, view.access.newest)
    if far is None:
        return gettext("Where hospitals deliver babies in Massachusetts")
    values = {"year": first, "people": _about(far.far[FAR]), "miles": FAR}
    if not ended:
        return gettext("{people} people live more than {miles} miles from a hospital maternity unit", **values)
    title = ngettext(
        "{units} hospital maternity unit has closed or stopped since {year}: {people} people live more than {miles} "
        "miles from one",
        "{units} hospital maternity units have closed or stopped since {year}: {people} people live more than "
        "{miles} miles from one",
        ended,
        units=number_word(ended),
        **values,
    )
    return capitalize_first(title)


def _about(people: People) -> str:
    """A number of people to the nearest thousand, as a title says it."""
    low, high = (int(round(n, -3)) if n >= 1000 else n for n in (people.low, people.high))
    if low == high:
        return format_integer(low)
    return gettext("{low} to {high}", low=format_integer(low), high=format_integer(high))


def page_subtitle(view: MaternityView) -> str:
    """What the page tells, of which years and in which way."""
    years = view.access.years
    return gettext(
        "Hospitals with labor and delivery, and how far the nearest is from each city and town, at the end of each "
        "year from {first} to {last}. In straight lines.",
        first=years[0],
        last=years[-1],
    )


def page_reading(view: MaternityView) -> list[str]:
    """The first year beside the newest, and why there is a range."""
    first, last = (view.far(view.catalog.state, year) for year in (view.access.years[0], view.access.newest))
    said = []
    if first is not None and last is not None:
        said.append(
            gettext(
                "At the end of {first}, **{before}** residents lived more than {miles} miles from a unit. At the end "
                "of {last}, **{now}** did.",
                first=first.year,
                last=last.year,
                miles=FAR,
                before=people_words(first.far[FAR]),
                now=people_words(last.far[FAR]),
            )
        )
        if not (first.far[FAR].certain and last.far[FAR].certain):
            said.append(gettext("There is a range because the sources do not say whether some nearer units were open."))
    return said


def year_sentences(view: MaternityView, year: int) -> list[str]:
    """What one year was like: units open, people far away."""
    known = len(view.access.hospitals(year, "open"))
    said = [
        ngettext(
            "At the end of {year}, **{number}** hospital unit is known to have been open.",
            "At the end of {year}, **{number}** hospital units are known to have been open.",
            known,
            year=year,
        )
    ]
    far = view.far(view.catalog.state, year)
    if far is not None:
        said += [far_sentence(far, miles) for miles in FAR_MILES]
    return said


def far_sentence(far: FarAway, miles: int) -> str:
    """How many people of a place live farther than so many miles."""
    if far.nobody(miles):
        return gettext("No city or town is farther than {miles} miles.", miles=miles)
    return gettext(
        "**{people}** residents ({share}) live farther than {miles} miles from one.",
        people=people_words(far.far[miles]),
        share=share_words(far.far[miles], far.residents),
        miles=miles,
    )


def unit_words(unit: Unit, view: MaternityView) -> str:
    """A unit and its city or town, where its name does not say it."""
    town = view.catalog.places[unit.geo_id].name
    return unit.name if town in unit.name else gettext("{unit} in {town}", unit=unit.name, town=town)


def place_sentences(view: MaternityView, place: Place) -> list[str]:
    """The nearest unit now and in the first year, of a city or town; of a larger place, its people."""
    first, last = view.access.years[0], view.access.newest
    if place.level != "municipality":
        return [
            gettext(
                "{place}, at the end of {year}: {sentence}",
                place=place.name, year=year, sentence=far_sentence(far, FAR),
            )
            for year in (first, last)
            if (far := view.far(place, year)) is not None
        ]  # fmt: skip
    before, now = view.distance(place.geo_id, first), view.distance(place.geo_id, last)
    said = []
    if now is not None:
        said += [_nearest(view, place, last, now), *_perhaps(view, now)]
    if before is not None and now is not None and before.unit == now.unit:
        said.append(gettext("At the end of {year} it was the same unit.", year=first))
        # What may have been nearer then need not be what may be now.
        said += [] if before.perhaps == now.perhaps else _perhaps(view, before)
    elif before is not None:
        said += [_nearest(view, place, first, before), *_perhaps(view, before)]
    return said


def _nearest(view: MaternityView, place: Place, year: int, distance: Distance) -> str:
    values = {"place": place.name, "year": year, "unit": unit_words(distance.unit, view)}
    if distance.unit.geo_id == place.geo_id:
        return gettext(
            "At the end of {year} the nearest unit known to be open to people in {place} was in {place} itself: "
            "**{unit}**.",
            **{**values, "unit": distance.unit.name},
        )
    return gettext(
        "At the end of {year} the nearest unit known to be open to people in {place} was **{unit}**, {miles} away.",
        miles=miles_words(distance.miles),
        **values,
    )


def _perhaps(view: MaternityView, distance: Distance) -> list[str]:
    if distance.perhaps is None:
        return []
    return [
        gettext(
            "It may have been nearer, {miles}: whether {unit} was open is not known.",
            miles=miles_words(distance.low),
            unit=unit_words(distance.perhaps, view),
        )
    ]


def births_words(view: MaternityView, place: Place, year: int) -> str:
    """Births of a place, or why there is no number."""
    row = view.births_of(place.geo_id, year)
    if row is None:
        return gettext("not published")
    return STATUS_WORDS[row.status] if is_missing(row.value) else format_integer(round(row.value))


def far_births_words(view: MaternityView, place: Place, far: FarAway, miles: int) -> str:
    """How many of a place's births were farther away: known where all of its people live on one side."""
    if view.births_of(place.geo_id, far.year) is None:
        return gettext("not published")
    if far.nobody(miles):
        return gettext("none")
    if far.everyone(miles):
        return gettext("all")
    return gettext("not known")


def when_words(start: date, end: date) -> str:
    """When it was, as exactly as the source tells: a day, a month, a year, or between two days."""
    if start == end:
        return day(start)
    if (start.year, start.month) == (end.year, end.month):
        return gettext("{month} {year}", month=month(start.month), year=start.year)
    if (start.month, start.day, end.month, end.day, end.year) == (1, 1, 12, 31, start.year):
        return str(start.year)
    if (start.month, start.day) == (10, 1) and end + timedelta(1) == date(start.year + 1, 10, 1):
        return gettext("fiscal year {year}", year=end.year)
    return gettext("{low} to {high}", low=day(start), high=day(end))


def statement_words(statement: Statement) -> str:
    """One statement in a few words: what it says, and of when."""
    when = when_words(statement.start, statement.end)
    if statement.event == "births":
        return gettext("{number} births, {when}", number=format_integer(statement.births or 0), when=when)
    events = {
        "open": gettext("Labor and delivery: yes"),
        "none": gettext("Labor and delivery: no"),
        "not_available": gettext("Labor and delivery: no answer"),
        "announced": gettext("Closure announced"),
        "suspended": gettext("Suspended"),
        "closed": gettext("Closed"),
    }
    return gettext("{event}, {when}", event=events[statement.event], when=when)


def status_words(status: Status) -> str:
    """Status of a unit in a word or two."""
    words = {
        "open": gettext("Open"),
        "suspended": gettext("Suspended"),
        "closed": gettext("Closed"),
        "unknown": gettext("Not known"),
    }
    return words[status]


def names_of(view: MaternityView, units: tuple[Unit, ...]) -> str:
    """Units in a sentence."""
    return join_list([unit_words(unit, view) for unit in units])
