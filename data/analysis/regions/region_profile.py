"""The profile of a reader's own region: the lines of every question that it has a figure of, beside the state's."""

from __future__ import annotations

from data.analysis.profiles.place_profile import in_order, told
from data.analysis.profiles.profile_lines import Profile, ProfileLine, Unknown
from data.catalog.models import Place
from data.query.answers import Answers
from data.query.regions.region import region_words
from data.query.url import parse_query
from data.vocabulary import ALL


def region_profile(answers: Answers, place: Place, language: str = "en") -> Profile:
    """The profile of a region in a language: each line is the answer of Explore. Raises DatabaseUnavailableError."""
    catalog = answers.catalog.with_regions((place,))
    own, found = region_words(place, answers.catalog), list[ProfileLine | Unknown]()
    for question in in_order(catalog):
        words = {**own, "question": question.id, "group": ALL, "view": "map", "lang": language}
        selection, _ = parse_query(words, answers.catalog)
        found.append(told(question, answers.to(selection), place))
    lines = tuple(part for part in found if isinstance(part, ProfileLine))
    return Profile(place, catalog, lines, tuple(part for part in found if isinstance(part, Unknown)), None, ())
