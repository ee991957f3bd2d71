"""A region read from the answers: all that its page shows."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from data.analysis.profiles.place_profile import place_profile
from data.analysis.profiles.place_residents import residents_of
from data.analysis.profiles.profile_lines import Profile
from data.analysis.regions.contributions import contributions
from data.analysis.regions.region_lines import RegionLine, RegionReading
from data.catalog.models import Catalog, Indicator, Place
from data.catalog.questions import Question
from data.language import language
from data.query.answers import Answers
from data.query.pooling.figures import RegionFigures
from data.query.regions.poolable import is_poolable, why_not_pooled
from data.query.selection import Answer
from data.query.url import parse_query
from data.vocabulary import ALL, OVERALL, Period


def read_region(answers: Answers, place: Place, asked: str = "") -> RegionReading:
    """A region with all that its page shows, in the language of the request. Raises DatabaseUnavailableError.

    `asked` is the question whose events are told by member; another takes its place where they cannot be.
    """
    figures = answers.region(place)
    whole = place_profile(answers, place, language())
    profile = replace(whole, lines=tuple(line for line in whole.lines if not line.of_county))
    catalog, lines = profile.catalog, region_lines(figures)
    told = _told_by_member(profile, lines, catalog)
    chosen = asked if asked in told else next(iter(told), "")
    counted = {member: answers.residents(member) for member in place.members}
    answer = _of_towns(answers, *told[chosen]) if chosen else None
    return RegionReading(
        profile,
        tuple(line for line in whole.lines if line.of_county),
        lines,
        _not_pooled(lines, catalog),
        contributions(place.members, counted, catalog, answer),
        tuple(catalog.questions[question] for question in told),
        chosen,
        residents_of(answers.residents(place.geo_id)),
    )


def region_lines(figures: RegionFigures) -> tuple[RegionLine, ...]:
    """All figures of a region, and what leaves others open, in the order of indicators, groups and periods."""
    found = []
    for indicator, rows in figures.rows.items():
        for row in rows:
            basis = figures.basis(indicator, row.stratum, row.period)
            missing, level = basis.missing, basis.origin.level if basis.origin is not None else "municipality"
            hidden, absent = (missing.hidden, missing.not_available) if missing is not None else ((), ())
            found.append(RegionLine(indicator, row, level, basis.same, hidden, absent))
    return tuple(found)


def _told_by_member(
    profile: Profile, lines: Sequence[RegionLine], catalog: Catalog
) -> dict[str, tuple[Indicator, Period]]:
    """Questions whose events cities and towns have themselves, each with its indicator and period; rates first."""
    found = {line.question.id: (line.answer.indicator, Period.parse(line.row.period)) for line in profile.lines}
    for line in lines:
        question = catalog.question_of.get(line.indicator)
        if question is not None and line.is_open and line.level == "municipality" and line.row.stratum == OVERALL:
            found.setdefault(question.id, (catalog.indicators[line.indicator], Period.parse(line.row.period)))
    own = {
        question: (indicator, period)
        for question, (indicator, period) in found.items()
        if is_poolable(indicator, "municipality")
        and period in catalog.periods(indicator.id, "municipality", OVERALL, OVERALL)
    }
    return dict(sorted(own.items(), key=lambda item: not item[1][0].comparable))


def _of_towns(answers: Answers, indicator: Indicator, period: Period) -> Answer:
    """The figures of all cities and towns that a region's is added up of."""
    words = {
        "indicator": indicator.id, "level": "municipality", "group": ALL, "period": period.slug, "view": "map",
        "lang": language(),
    }  # fmt: skip
    selection, _ = parse_query(words, answers.catalog)
    return answers.to(selection)


def _not_pooled(lines: Sequence[RegionLine], catalog: Catalog) -> tuple[tuple[str, tuple[Question, ...]], ...]:
    """Questions of which no figure can be added up, by why."""
    pooled = {catalog.question_of[line.indicator].id for line in lines if line.indicator in catalog.question_of}
    found: dict[str, list[Question]] = {}
    for question in catalog.questions.values():
        if question.id not in pooled:
            nearest = min((catalog.indicators[i] for i in question.indicators), key=lambda i: _fineness(i, catalog))
            found.setdefault(why_not_pooled(nearest, catalog), []).append(question)
    return tuple((why, tuple(sorted(questions, key=lambda q: q.name))) for why, questions in found.items())


def _fineness(indicator: Indicator, catalog: Catalog) -> int:
    """How far an indicator is from one of cities and towns: 0 for one of these, 1 for one of counties, 2 for others."""
    levels = catalog.levels(indicator.id)
    return 0 if "municipality" in levels else 1 if "county" in levels else 2
