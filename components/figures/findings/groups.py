"""The finding over groups: the chosen group against the reference, or the two that are farthest apart."""

from __future__ import annotations

from components.figures.findings.pairs import Pair, figure_title, pair_title
from components.figures.findings.standing import group_against_reference, named_groups, stands, widest_pair
from data.query.rows import Row
from data.query.selection import Answer, once
from data.vocabulary import OVERALL


@once
def groups_finding(answer: Answer) -> str:
    """Title of the view of groups without its period."""
    pair = groups_pair(answer)
    if pair is not None:
        return pair_title(pair, answer.indicator, answer.catalog)
    return figure_title(_row(answer), answer.indicator, answer.catalog, place=answer.place.name)


@once
def groups_pair(answer: Answer) -> Pair | None:
    """The pair that the view of groups speaks of: of a chosen group, else the farthest apart, else the only group."""
    geo_id = answer.place.geo_id
    if answer.selection.group != OVERALL:
        return group_against_reference(answer, geo_id)
    pair = widest_pair(answer, geo_id)
    if pair is not None:
        return pair
    rows = named_groups(answer, geo_id)
    everyone = answer.groups.only(geo_id=geo_id, stratum=OVERALL)
    return stands(rows[0], everyone, answer.indicator) if len(rows) == 1 else None


def is_widest(answer: Answer) -> bool:
    """Whether the pair was taken for being the farthest apart, so that part of the difference is chance."""
    return answer.selection.group == OVERALL and len(named_groups(answer, answer.place.geo_id)) > 2


def _row(answer: Answer) -> Row | None:
    return answer.groups.only(geo_id=answer.place.geo_id, stratum=answer.selection.group)
