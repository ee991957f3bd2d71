"""A region beside another place, or beside another region: what both have by one measure, in one period."""

from __future__ import annotations

from collections.abc import Mapping

from data.analysis.place_comparison import compare
from data.analysis.profiles.pair_lines import PairLine, TwoPlaces
from data.analysis.profiles.place_profile import told
from data.analysis.profiles.profile_lines import Profile, ProfileLine, Unknown
from data.catalog.models import Place
from data.catalog.questions import Question
from data.query.answers import Answers
from data.query.regions.region import is_region, region_place, region_words
from data.query.url import parse_query
from data.vocabulary import ALL


def region_pairs(answers: Answers, profile: Profile, beside: Place, language: str = "en") -> TwoPlaces:
    """The region of a profile beside a place or another region, in a language. Raises DatabaseUnavailableError.

    What the region itself has no figure of is told on its page anyway: only what the other lacks is left out here.
    """
    words, other = _place_words(answers, beside), _asked(answers, beside)
    catalog = answers.catalog.with_regions(tuple(p for p in (profile.place, beside) if is_region(p.geo_id)))
    lines, not_both = list[PairLine](), list[Question]()
    for first in profile.lines:
        second = _at(answers, first, other, {**words, "lang": language})
        if second is None:
            not_both.append(first.question)
        else:
            tested = compare(first.row, second.row, profile.place, beside, first.answer.indicator, catalog)
            lines.append(PairLine(first, second, tested))
    return TwoPlaces(profile.place, beside, catalog, tuple(lines), (), tuple(not_both))


def _place_words(answers: Answers, place: Place) -> Mapping[str, str]:
    """The words of an address that ask for a place."""
    if not is_region(place.geo_id):
        return {"level": place.level, "kind": place.kind, "place": place.slug}
    return region_words(place, answers.catalog)


def _asked(answers: Answers, place: Place) -> Place:
    """A place as an address of its own asks for it: another region is there the region itself."""
    if not is_region(place.geo_id):
        return place
    return region_place(answers.catalog, place.members, place.name)


def _at(answers: Answers, first: ProfileLine, beside: Place, words: Mapping[str, str]) -> ProfileLine | None:
    """The line of the same measure and period of the other place; None where that has no figure of it."""
    asked = {
        "indicator": first.answer.indicator.id, "period": first.row.period, "group": ALL, "view": "map", **words,
    }  # fmt: skip
    selection, _ = parse_query(asked, answers.catalog)
    line = told(first.question, answers.to(selection), beside)
    same = not isinstance(line, Unknown) and line.row.period == first.row.period and not line.of_county
    return line if same and not isinstance(line, Unknown) else None
