"""Explore's own answers on mothers and babies by county, which stand beside how far away units are."""

from __future__ import annotations

from collections.abc import Mapping

from data.query.answers import Answers
from data.query.rows import Row
from data.query.selection import Answer
from data.query.url import settle
from data.vocabulary import OVERALL, Period

QUESTIONS = ("early-prenatal-care", "late-prenatal-care", "low-birthweight", "infant-deaths")
BIRTHS = "births_yearly"


def births_by_county(answers: Answers) -> dict[tuple[str, int], Row]:
    """Births of counties and of the state, by (geo_id, year). Raises DatabaseUnavailableError."""
    catalog, found = answers.catalog, {}
    if BIRTHS not in catalog.indicators:
        return {}
    for level in ("county", "state"):
        for row in answers.place_series(BIRTHS, level, "", OVERALL):
            period = Period.parse(row.period)
            if period.is_years and period.length_years == 1:
                found[row.geo_id, period.start.year] = row
    return found


def mothers_by_county(answers: Answers, language: str) -> Mapping[tuple[str, str], Answer]:
    """The answer for each county (geo_id) to each question that has figures of counties."""
    catalog, found = answers.catalog, {}
    for question in QUESTIONS:
        if question not in catalog.questions:
            continue
        indicators = [i for i in catalog.questions[question].indicators if "county" in catalog.levels(i)]
        if not indicators:
            continue
        for county in catalog.places_of("county"):
            words = {
                "indicator": indicators[0],
                "level": "county",
                "place": county.slug,
                "by": OVERALL,
                "lang": language,
            }
            found[county.geo_id, question] = answers.to(settle(words, catalog))
    return found
