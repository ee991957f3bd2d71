"""A pair of a gap: one group against a reference, which is another group, everyone else, or everyone.

Which pair a page opens with, its difference and ratio, whether they could be tested, and what the gap adds up to.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

from data.catalog.comparability import barrier
from data.catalog.models import Catalog, Indicator
from data.query.estimates import estimate_of_row, reliability, usable_rows
from data.query.rows import NAN, Row, Rows, is_missing
from data.statistics.burden import Burden, GroupRate, excess_over
from data.statistics.comparisons import Estimate, Ratio, ratio, ratio_to_whole
from data.statistics.differences import Difference, difference_between, difference_from_whole
from data.statistics.rates import is_unreliable, poisson_interval, rate, wilson_interval
from data.vocabulary import GROUPS, OVERALL, REST, Period

NOT_GROUPS = frozenset({"not_stated"})
"""Strata that are a gap in the records, not a group of people to compare."""
NOT_OPENED = NOT_GROUPS | {"other"}
"""Strata that no page opens with: people of other races are compared only when a reader asks."""
FEWEST_EVENTS, LEAST_SHARE = 100, 0.01
"""A group that a page opens with has at least so many events, or so large a share of the people."""
MOST_OF_ALL = 0.5
"""A group that is more than this share of everyone is not held against everyone: that is for the most part itself."""
POLICY_REFERENCE = "white_nh"
"""The group that others are held against where there is no figure of everyone."""
ROUNDING = 0.01
"""Least relative distance of a published figure from its own counts at which these are not its counts."""

State = Literal["different", "not clear", "untested", "unreliable"]
Residents = Mapping[tuple[str, int], int]
"""Residents of a place by stratum and year."""


@dataclass(frozen=True, slots=True)
class Side:
    """One side of a pair: its stratum (of everyone else: `REST`), figure, status, and the row it is of or taken from.

    `estimate` is in the indicator's unit. `crude` is the rate that a number of events may be made of, with `people` a
    year; None where there is none, as of an age-adjusted rate without counts.
    """

    stratum: str
    estimate: Estimate
    status: str
    row: Row
    crude: Estimate | None = None
    people: float = 0.0


@dataclass(frozen=True, slots=True)
class Pair:
    """A group against a reference in one period.

    `difference` and `ratio` are of the group's figure less, or over, the reference's; their intervals are None where
    no test was possible. `ratio_value` is None against a reference of zero. `state` says whether they differ: of
    rates the ratio's test decides, of all else the difference's, and `split` says that the other does not agree.
    """

    period: Period
    group: Side
    reference: Side
    state: State
    ratio: Ratio | None
    difference: Difference | None
    burden: Burden | None = None

    @property
    def difference_value(self) -> float:
        """The group's figure less the reference's, in the indicator's unit."""
        return self.group.estimate.value - self.reference.estimate.value

    @property
    def ratio_value(self) -> float | None:
        """The group's figure over the reference's."""
        below = self.reference.estimate.value
        return self.group.estimate.value / below if below else None

    @property
    def split(self) -> Literal["ratio", "difference", ""]:
        """Which of the two alone is clear, where the tests do not agree."""
        if self.ratio is None or self.difference is None or self.state not in ("different", "not clear"):
            return ""
        by_ratio = self.ratio.verdict != "not clear"
        by_difference = not self.difference.low <= 0 <= self.difference.high
        return "" if by_ratio == by_difference else "ratio" if by_ratio else "difference"


@dataclass(frozen=True, slots=True)
class Groups:
    """The figures of one place, dimension and period, from which pairs are made.

    `rows` are those of the groups, `everyone` that of everyone; `residents` stand in for people not published, to tell
    small groups from large ones and for nothing else.
    """

    rows: Rows
    everyone: Row | None
    indicator: Indicator
    period: Period
    residents: Residents
    catalog: Catalog

    @property
    def with_figure(self) -> Rows:
        """The groups that have a figure."""
        return self.rows.with_value()

    @property
    def usable(self) -> Rows:
        """The groups whose figure is not known to be unreliable."""
        return usable_rows(self.rows, self.indicator)

    def share(self, row: Row) -> float | None:
        """Share of a group in all people: of the publisher's own, else of residents; None where neither is known."""
        everyone = self.everyone
        if everyone is not None and row.people > 0 and everyone.people > 0:
            return row.people / everyone.people
        race = row.stratum.removesuffix("_female").removesuffix("_male")
        parts = ("asian_nh", "nhopi_nh") if race == "asian_pi_nh" else (race,)
        years = [y for s, y in self.residents if s == parts[0] and (OVERALL, y) in self.residents]
        if not years:
            return None
        year = min(years, key=lambda y: abs(y - self.period.end.year))
        return sum(self.residents.get((part, year), 0) for part in parts) / self.residents[OVERALL, year]

    def is_large(self, row: Row) -> bool:
        """Whether a group has 100 events, or a hundredth of the people; true where neither is known.

        Of a favorable indicator only the people count: nearly all of a small group may have what is counted.
        """
        events = row.numerator if self.indicator.polarity != "higher_is_better" else NAN
        if is_missing(events) and self.indicator.measure == "rate" and self.indicator.adjustment == "crude":
            events = row.value * row.people / self.indicator.per
        share = self.share(row)
        return events >= FEWEST_EVENTS or (share is None and is_missing(events)) or (share or 0) >= LEAST_SHARE

    def worst(self, *, large: bool = True) -> Row | None:
        """The group with the least favorable reliable figure: the highest, unless a high value is good."""
        rows = [row for row in self.usable if row.stratum not in NOT_OPENED]
        sign = -1 if self.indicator.polarity == "higher_is_better" else 1
        return max((row for row in rows if self.is_large(row) or not large), key=lambda r: sign * r.value, default=None)

    def references(self, group: str) -> list[str]:
        """What a group can be compared with: everyone else, everyone, and other groups; of a sex, those of that sex.

        Nothing that `data.catalog.comparability` forbids.
        """
        row = self.rows.only(stratum=group)
        if row is None or not row.has_value:
            return []
        found = [REST] if self.rest_of(row) is not None else []
        if self._everyone_comparable(row):
            found.append(OVERALL)
        sex = GROUPS[group].sex if GROUPS[group].dimension == "race_by_sex" else ""
        others = [r for r in self.with_figure if r.stratum != group and (not sex or GROUPS[r.stratum].sex == sex)]
        return found + [r.stratum for r in others if barrier(row, r, self.indicator, self.catalog) is None]

    def _everyone_comparable(self, row: Row) -> bool:
        """Whether a group may be held against everyone: never one of a sex, as everyone is of both."""
        everyone = self.everyone
        if (
            everyone is None
            or reliability(everyone, self.indicator) == "unreliable"
            or GROUPS[row.stratum].dimension == "race_by_sex"
        ):
            return False
        return everyone.has_value and barrier(row, everyone, self.indicator, self.catalog) is None

    def default_reference(self, group: str) -> str | None:
        """Everyone else; where counts do not give it, everyone, then White people, then the largest other group.

        Of the sexes, the other one. Never a group with an unreliable figure; None when nothing is left.
        """
        have = self.references(group)
        reliable = [r for r in self.usable if r.stratum in have and r.stratum not in NOT_OPENED]
        policy = [r for r in reliable if r.stratum.startswith(POLICY_REFERENCE)]
        large = [r for r in reliable if self.is_large(r)]
        chosen = policy[0] if policy else max(large, key=lambda r: self.share(r) or 0.0, default=None)
        row = self.rows.only(stratum=group)
        is_most = row is not None and (self.share(row) or 0.0) > MOST_OF_ALL
        if GROUPS[group].dimension != "sex" or chosen is None:
            if REST in have:
                return REST
            if OVERALL in have and (chosen is None or not is_most):
                return OVERALL
        return chosen.stratum if chosen else None

    def rest_of(self, row: Row) -> Side | None:
        """Everyone else than a group, from the counts of everyone less its own; None where these do not give a figure.

        Only of a crude rate or percentage by one source, whose counts are those of the figures. And only where two
        others are shown, or all: else it would be the figure of a group that is hidden.
        """
        everyone, indicator = self.everyone, self.indicator
        if everyone is None or indicator.adjustment != "crude" or indicator.measure not in ("rate", "percent"):
            return None
        if everyone.source != row.source or not all(_has_own_counts(r, indicator) for r in (row, everyone)):
            return None
        others = self.rows.without(stratum=row.stratum)
        shown = others.with_value()
        if len(shown) < 2 and len(shown) < len(others):
            return None
        events, people = everyone.numerator - row.numerator, everyone.denominator - row.denominator
        if events <= 0 or (people <= events and indicator.measure == "percent") or people <= 0:
            return None
        if indicator.measure == "percent":
            low, high = (100 * end for end in wilson_interval(events, people))
        else:
            low, high = (end * indicator.per / people for end in poisson_interval(events))
        estimate = Estimate(events * indicator.per / people, low, high, events, people)
        status = "unreliable" if is_unreliable(estimate.value, low, high, events, people) else "reported"
        years = max(self.period.length_years, 1.0)
        return Side(REST, estimate, status, everyone, estimate, people / years)

    def side(self, stratum: str, group: str) -> Side | None:
        """A side of a pair by its stratum, `REST` being everyone else than `group`; None without a figure."""
        if stratum == REST:
            row = self.rows.only(stratum=group)
            return self.rest_of(row) if row is not None and row.has_value else None
        row = self.everyone if stratum == OVERALL else self.rows.only(stratum=stratum)
        if row is None or not row.has_value:
            return None
        crude, people = _crude(row, self.indicator, self.period)
        status = "unreliable" if reliability(row, self.indicator) == "unreliable" else row.status
        return Side(stratum, estimate_of_row(row, self.indicator), status, row, crude, people)

    def pair(self, group: str, reference: str) -> Pair | None:
        """The pair of two strata; None where they cannot be compared. Raises ValueError for a group against itself."""
        if group == reference:
            raise ValueError(f"a group is not compared with itself: {group}")
        if reference not in self.references(group):
            return None
        one, other = self.side(group, group), self.side(reference, group)
        if one is None or other is None:
            return None
        part_of_whole = reference == OVERALL
        of_ratio = (ratio_to_whole(one.estimate, other.estimate) if part_of_whole else None) or ratio(
            one.estimate, other.estimate
        )
        of_difference = (
            difference_from_whole(one.estimate, other.estimate) if part_of_whole else None
        ) or difference_between(one.estimate, other.estimate)
        state = _state(one, other, of_ratio, of_difference, by_ratio=self.indicator.measure == "rate")
        if state not in ("different", "not clear"):
            of_ratio = of_difference = None
        found = Pair(self.period, one, other, state, of_ratio, of_difference)
        return Pair(self.period, one, other, state, of_ratio, of_difference, burden_of(found, self.indicator))


def _state(
    one: Side, other: Side, of_ratio: Ratio | None, of_difference: Difference | None, *, by_ratio: bool
) -> State:
    if "unreliable" in (one.status, other.status):
        return "unreliable"
    if of_ratio is not None and (by_ratio or of_difference is None):
        return "not clear" if of_ratio.verdict == "not clear" else "different"
    if of_difference is not None:
        return "not clear" if of_difference.low <= 0 <= of_difference.high else "different"
    return "untested"


def burden_of(pair: Pair, indicator: Indicator) -> Burden | None:
    """Events a year that a group has beyond what the reference's rate would give it.

    Only where the group is clearly worse off, from crude rates or own counts; never by age, where no one could have the
    rate of another age, nor where the interval of the number has zero in it.
    """
    worse = pair.difference_value * (-1 if indicator.polarity == "higher_is_better" else 1) > 0
    one, other = pair.group, pair.reference
    if pair.state != "different" or indicator.polarity == "neutral" or not worse:
        return None
    if one.crude is None or other.crude is None or one.people <= 0 or GROUPS[one.stratum].dimension == "age":
        return None
    favorable = indicator.polarity == "higher_is_better"
    group = GroupRate(one.stratum, one.crude, one.people)
    found = excess_over(group, other.stratum, other.crude, float(indicator.per), favourable=favorable)
    return found if found.value > 0 and (found.low is None or found.low > 0) else None


def _has_own_counts(row: Row, indicator: Indicator) -> bool:
    """Whether a row has counts, and they give its figure."""
    if not row.has_value or is_missing(row.numerator) or is_missing(row.denominator) or row.denominator <= 0:
        return False
    room = max(ROUNDING * row.value, 0.51 * 10.0**-indicator.decimals)  # figures may be rounded as they are shown
    return abs(row.numerator * indicator.per / row.denominator - row.value) <= room


def _crude(row: Row, indicator: Indicator, period: Period) -> tuple[Estimate | None, float]:
    """Crude rate of a row and its people a year; of an adjusted rate from its own counts."""
    years = max(period.length_years, 1.0)
    if indicator.measure not in ("rate", "percent"):
        return None, 0.0
    if indicator.adjustment == "crude":
        return estimate_of_row(row, indicator), 0.0 if is_missing(row.people) else row.people / years
    if indicator.adjustment == "age_adjusted" and row.numerator >= 0 and row.denominator > 0:
        value, low, high = rate(row.numerator, row.denominator, float(indicator.per))
        return Estimate(value, low, high), row.denominator / years
    return None, 0.0


def pairs_over_time(all_groups: Sequence[Groups], group: str, reference: str) -> list[Pair]:
    """One pair in every period in which both sides have a figure, earliest first."""
    found = (groups.pair(group, reference) for groups in all_groups)
    return sorted((pair for pair in found if pair), key=lambda p: (p.period.midpoint, p.period.start))
