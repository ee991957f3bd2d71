"""How much can be asked of the data by topic, and which figures are the newest."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass

from data.catalog.models import Catalog, Coverage
from data.catalog.questions import Question
from data.query.choices.versions import newest_period
from data.vocabulary import OVERALL, TOPICS, Period

SINCE = 2021
"""Figures of cities and towns that reach this year are counted apart: older ones are most of them."""


@dataclass(frozen=True, slots=True)
class TopicCoverage:
    """Numbers of measures of a topic: all, and those with a figure by level and by group.

    `towns_since` have a figure of a city or town in `SINCE` or later.
    """

    topic: str
    measures: int
    state_groups: int
    counties: int
    county_groups: int
    towns: int
    towns_since: int


def topic_coverage(catalog: Catalog) -> tuple[TopicCoverage, ...]:
    """Coverage of every topic that has a measure, in the order of the topics."""
    found = []
    for topic in TOPICS:
        covered = {i.id: catalog.covered(i.id) for i in catalog.indicators.values() if i.topic == topic}
        if not covered:
            continue
        every = list(covered.values())
        found.append(
            TopicCoverage(
                topic,
                len(every),
                sum(_has(rows, "state", grouped=True) for rows in every),
                sum(_has(rows, "county") for rows in every),
                sum(_has(rows, "county", grouped=True) for rows in every),
                sum(_has(rows, "municipality") for rows in every),
                sum(_has(rows, "municipality", since=SINCE) for rows in every),
            )
        )
    return tuple(found)


def _has(rows: Collection[Coverage], level: str, *, grouped: bool = False, since: int = 0) -> bool:
    return any(
        row.shown and row.level == level and (row.dimension != OVERALL or not grouped) and row.period.end.year >= since
        for row in rows
    )


def newest_questions(catalog: Catalog, number: int) -> tuple[tuple[Question, str, Period], ...]:
    """The questions with the newest figures, each with that version and period; of versions as new the first named."""
    found = []
    for question in catalog.questions.values():
        dated = [(newest_period(catalog, i), i) for i in question.indicators if catalog.covered(i)]
        if dated:
            period, indicator = max(dated, key=lambda one: one[0].recency)
            found.append((question, indicator, period))
    found.sort(key=lambda one: one[2].recency, reverse=True)
    return tuple(found[:number])
