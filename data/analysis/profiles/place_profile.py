"""The profile of a place: every question that has a figure of it, beside the state's, and what is not known of it.

Each line is the answer that Explore gives to the question for the place, in the period Explore opens; nothing is worked
out a second way. A place without a figure of its own that lies in one county gets that, marked as the county's.
"""

from __future__ import annotations

from collections.abc import Iterator

from data.analysis.profiles.profile_lines import PROFILED, Profile, ProfileLine, Spread, Unknown
from data.catalog.models import Catalog, Place
from data.catalog.questions import Question
from data.query.answers import Answers
from data.query.estimates import reliability, usable_rows
from data.query.regions.region import region_words
from data.query.rows import Row
from data.query.selection import Answer
from data.query.url import parse_query
from data.vocabulary import ALL, OVERALL, REGION, TOPICS

QUARTERS = 8
"""Fewest usable figures that are told by their middle half; of fewer, the lowest and the highest alone."""


def place_profile(answers: Answers, place: Place, language: str = "en") -> Profile:
    """The profile of a place, or of a region, in a language. Raises DatabaseUnavailableError."""
    catalog, found = answers.catalog, list[ProfileLine | Unknown]()
    own = region_words(place, catalog) if place.level == REGION else {}
    if own:
        catalog = catalog.with_regions((place,))
        del own["level"]  # where nothing can be pooled, the figure of the county around it is shown
    topics = list(TOPICS)
    ordered = sorted(catalog.questions.values(), key=lambda q: (topics.index(q.topic), q.name.casefold()))
    for question in ordered:
        words = {"question": question.id, "place": place.slug, "group": ALL, "view": "map", "lang": language}
        words |= own
        selection, _ = parse_query(words, catalog)
        found.append(_told(question, answers.to(selection), place))
    lines = tuple(part for part in found if isinstance(part, ProfileLine))
    return Profile(place, catalog, lines, tuple(part for part in found if isinstance(part, Unknown)))


def _told(question: Question, answer: Answer, place: Place) -> ProfileLine | Unknown:
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


def _spread(answer: Answer, row: Row) -> Spread:
    """The spread of the figures that are not known to be unreliable; the place's own is always within it."""
    values = sorted(r.value for r in usable_rows(answer.places, answer.indicator))
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


def is_reliable(line: ProfileLine) -> bool:
    """Whether a figure is not known to be unreliable."""
    return reliability(line.row, line.answer.indicator) != "unreliable"
