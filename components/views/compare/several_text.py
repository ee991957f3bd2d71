"""Title, subtitle and summary of more than two places: their figures, and no test, which is made of two alone."""

from __future__ import annotations

from collections.abc import Sequence

from components.figures.descriptions import measured
from components.figures.findings.nouns import fitting, in_period, measure_among
from components.figures.groups import status_words
from components.formatting.numbers import format_value, join_list, number_word, value_with_interval
from components.formatting.phrases import amount, has_value, people, people_at_start
from data.language import gettext
from data.query.choices.beside import slugs_of
from data.query.rows import Row
from data.query.selection import Answer
from data.vocabulary import Period

PAIR = 2


def compares_several(answer: Answer) -> bool:
    """Whether more than two places stand beside each other."""
    return len(answer.related) > PAIR


def several_title(places: Sequence[Answer]) -> str:
    """What is measured, and each place's figure; where that is too long, the places, or how many they are."""
    first = places[0]
    indicator = first.indicator
    figures = join_list([f"{a.place.short_name} {_short(row_of(a), a)}" for a in places])
    names = join_list([a.place.short_name for a in places])
    number = number_word(len(places))
    titles = [
        text
        for measure in (measure_among(indicator, first.selection.group), indicator.title)
        for text in (
            gettext("{measure}: {figures}", measure=measure, figures=figures),
            gettext("{measure} in {places}", measure=measure, places=names),
            gettext("{measure} in {number} places", measure=measure, number=number),
        )
    ]
    return in_period(fitting(*titles), first)


def several_subtitle(places: Sequence[Answer]) -> str:
    """Measure, unit, people, the places, and the years of their lines."""
    first = places[0]
    return gettext(
        "{measured}. {people}, {place} and {other}, {period}.",
        measured=measured(first.indicator.title, first.indicator.unit),
        people=people_at_start(first.selection.group, first.indicator),
        place=", ".join(a.place.name for a in places[:-1]),
        other=places[-1].place.name,
        period=_years(places),
    )


def several_reading(answer: Answer) -> list[str]:
    """Each place's figure of the period with its interval; why no place is called higher; who has no figures."""
    places, catalog = answer.related, answer.catalog
    first = places[0]
    shown = {a.place.slug for a in places}
    asked = [catalog.by_slug[slug] for slug in slugs_of(answer.selection.compare_with)]
    absent = [
        gettext("{place} has no figures of its own for this.", place=place.name)
        for place in asked
        if place.slug not in shown and place.level != "state"
    ]
    figures = "; ".join(f"{a.place.name} {_long(row_of(a), a)}" for a in places)
    values = {"people": people(first.selection.group, first.indicator), "period": first.selection.period.long_label}
    return [
        *absent,
        gettext("{figures} ({people}, {period}).", figures=figures, **values),
        gettext("Of more than two places none is called higher or lower. Choose two to have the difference tested."),
    ]


def row_of(answer: Answer) -> Row | None:
    """The figure of a place's group in the period in view."""
    period = answer.selection.period.slug
    return answer.trend.where(geo_id=answer.place.geo_id, stratum=answer.selection.group, period=period).only()


def _short(row: Row | None, answer: Answer) -> str:
    return format_value(row.value, answer.indicator) if has_value(row) else status_words(row)


def _long(row: Row | None, answer: Answer) -> str:
    if not has_value(row):
        return status_words(row)
    indicator = answer.indicator
    return value_with_interval(f"**{amount(row.value, indicator)}**", row.ci_low, row.ci_high, indicator)


def _years(places: Sequence[Answer]) -> str:
    """From the first period of any line to the last."""
    group = places[0].selection.group
    rows = [row for a in places for row in a.trend.where(geo_id=a.place.geo_id, stratum=group).with_value()]
    periods = [Period.parse(row.period) for row in rows]
    if not periods:
        return places[0].selection.period.long_label
    return Period(min(p.start for p in periods), max(p.end for p in periods)).long_label
