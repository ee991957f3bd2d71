"""The profile of a place: every question that has a figure of it, beside the state's, and what is not known of it.

Each line is the answer that Explore gives to the question for the place, in the period Explore opens; nothing is worked
out a second way. A place without a figure of its own that lies in one county gets that, marked as the county's.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from data.analysis.profiles.levels import PROFILED
from data.analysis.profiles.line_scale import Spread
from data.analysis.profiles.peers import peer_median, peers_of
from data.analysis.profiles.profile_lines import Profile, ProfileLine, Unknown
from data.catalog.models import Catalog, Place
from data.catalog.questions import Question
from data.query.answers import Answers
from data.query.estimates import usable_places
from data.query.regions.region import region_words
from data.query.rows import Row
from data.query.selection import Answer
from data.query.url import settle
from data.vocabulary import ALL, OVERALL, REGION, TOPICS, Level

QUARTERS = 8
"""Fewest usable figures that are told by their middle half; of fewer, the lowest and the highest alone."""

SPREAD_OVER: tuple[Level, ...] = ("municipality", "county", "eohhs_region")
"""Levels whose places a region's figure is set among: a region is one of a kind."""


def place_profile(answers: Answers, place: Place, language: str = "en") -> Profile:
    """The profile of a place, or of a region, in a language. Raises DatabaseUnavailableError."""
    catalog = answers.catalog.with_regions((place,)) if place.level == REGION else answers.catalog
    county, peers = county_of(place, catalog), peers_of(place, answers)
    lines, unknown = list[ProfileLine](), list[Unknown]()
    for question in in_order(catalog):
        told = line_of(question, place, answers, language)
        if isinstance(told, Unknown):
            unknown.append(told)
        else:
            # A region's table has no column for its county: what is drawn is told in words beside it.
            beside = None if told.of_county or place.level == REGION else county_row(told, county, answers)
            median = None if told.of_county else peer_median(told.answer, peers)
            lines.append(replace(told, county=beside, peers=median))
    return Profile(place, catalog, tuple(lines), tuple(unknown), county, peers)


def in_order(catalog: Catalog) -> list[Question]:
    """The questions in the order of topics and of their names."""
    topics = list(TOPICS)
    return sorted(catalog.questions.values(), key=lambda q: (topics.index(q.topic), q.name.casefold()))


def line_of(question: Question, place: Place, answers: Answers, language: str) -> ProfileLine | Unknown:
    """The line of a question for a place, as Explore opens it. Raises DatabaseUnavailableError."""
    words = {"question": question.id, "place": place.slug, "group": ALL, "view": "map", "lang": language}
    if place.level == REGION:
        words |= region_words(place, answers.catalog)
        del words["level"]  # where nothing can be pooled, the figure of the county around it is shown
    line = told(question, answers.to(settle(words, answers.catalog)), place)
    return _among_parts(line, answers) if isinstance(line, ProfileLine) else line


def _among_parts(line: ProfileLine, answers: Answers) -> ProfileLine:
    """A line of a region on the spread of the places that its figure is made of; any other line as it is."""
    basis, selection = line.answer.region, line.answer.selection
    if basis is None or basis.origin is None or basis.origin.level not in SPREAD_OVER:
        return line
    plain = replace(selection, level=basis.origin.level, place="", members="", region_name="", other_members="",
                    other_name="", compare_with="")  # fmt: skip
    return replace(line, spread=_spread(answers.to(plain), line.row))


def told(question: Question, answer: Answer, place: Place) -> ProfileLine | Unknown:
    """What an answer says of a place, or why it says nothing."""
    selection = answer.selection
    shown = selection.place == place.slug or (selection.asked == place.slug and selection.level == "county")
    if not shown or not selection.place:
        return Unknown(question, answer, "elsewhere")
    if selection.group != OVERALL:
        return Unknown(question, answer, "groups")
    row = answer.places.only(slug=selection.place)
    if row is None or not row.has_value:
        hidden = row is not None and row.status == "suppressed"
        return Unknown(question, answer, "hidden" if hidden else "unavailable", row)
    return ProfileLine(question, answer, row, _spread(answer, row))


def county_of(place: Place, catalog: Catalog) -> Place | None:
    """The one county that a place lies in as a part; None of a county itself, and of a place in several."""
    members = set(place.members)
    if place.level == "county" or not members:
        return None
    return next((c for c in catalog.places_of("county") if members <= set(c.members)), None)


def county_row(line: ProfileLine, county: Place | None, answers: Answers) -> Row | None:
    """The county's row of the line's measure and period; None where it has no figure. Raises as Answers does."""
    selection, catalog = line.answer.selection, line.answer.catalog
    if county is None or selection.period not in catalog.periods(selection.indicator, "county", OVERALL, OVERALL):
        return None
    at_county = replace(selection, level="county", kind="", place=county.slug, breakdown=OVERALL)
    row = answers.to(at_county).places.only(slug=county.slug)
    return row if row is not None and row.has_value else None


def _spread(answer: Answer, row: Row) -> Spread:
    """The spread of the figures that are not known to be unreliable; the place's own is always within it."""
    values = sorted(r.value for r in usable_places(answer))
    ends = [*values, row.value]
    middle = (_quantile(values, 0.25), _quantile(values, 0.75)) if len(values) >= QUARTERS else None
    return Spread(min(ends), max(ends), middle)


def _quantile(values: list[float], share: float) -> float:
    """Quantile of ascending values, between two of them in proportion (Hyndman and Fan's seventh)."""
    at = share * (len(values) - 1)
    below = int(at)
    above = min(below + 1, len(values) - 1)
    return values[below] + (at - below) * (values[above] - values[below])


def places_profiled(catalog: Catalog) -> Iterator[Place]:
    """The places that have a profile."""
    return (place for place in catalog.places.values() if place.level in PROFILED)
