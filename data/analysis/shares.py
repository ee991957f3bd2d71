"""A group's share of the events beside its share of the people they are counted among, from published counts only.

No share may show what its publisher hides. Where all that is missing of a place's events is hidden, the shares are of
the groups that can be seen, and the place's total is not used: a share of it would say how much the hidden groups have.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from data.query.rows import Row, Rows, is_missing
from data.statistics.rates import wilson_interval
from data.vocabulary import OVERALL

Whole = Literal["all", "seen"]
Reason = Literal["counts", "total", "few", "overlap", "people"]
FEWEST = 2
"""Groups whose shares can be set beside each other."""


@dataclass(frozen=True, slots=True)
class Share:
    """One group's share of the events, with its 95 % interval, and of the people; all from 0 to 1.

    `unreliable`: the publisher's figure of the group rests on few events or is very uncertain, and so does its share.
    """

    stratum: str
    of_events: float
    low: float
    high: float
    of_people: float
    unreliable: bool

    @property
    def times(self) -> float | None:
        """The share of events as a multiple of the share of people; None for a group without people."""
        return self.of_events / self.of_people if self.of_people else None

    @property
    def differs(self) -> bool:
        """Whether chance would hardly give a share of events so far from the share of people (95 %)."""
        return not self.low <= self.of_people <= self.high


@dataclass(frozen=True, slots=True)
class Shares:
    """The shares of the groups of one place: of `all` its events and people, or of the groups that can be `seen`.

    `missing` are the groups without a published count, each with whether it is hidden.
    """

    whole: Whole
    groups: tuple[Share, ...]
    missing: tuple[tuple[str, bool], ...]

    def of(self, stratum: str) -> Share | None:
        """The shares of one group; None where it has none."""
        return next((share for share in self.groups if share.stratum == stratum), None)


@dataclass(frozen=True, slots=True)
class NoShares:
    """Reason why a place has no shares.

    No group's events are published (`counts`), or not everyone's (`total`), or those of fewer than two groups (`few`);
    the groups `overlap`; or the `people` of a group are not published.
    """

    reason: Reason


def shares(groups: Rows, geo_id: str, *, overlapping: bool = False) -> Shares | NoShares:
    """The shares of one place's groups, from rows for each group and for everyone.

    Only counts of one publication are set beside each other: groups of another source than everyone's are left out.
    `overlapping`: a person can be in more than one group, so that the groups do not add up to everyone.
    """
    place_rows = groups.where(geo_id=geo_id)
    everyone = place_rows.only(stratum=OVERALL)
    parts = place_rows.without(stratum=OVERALL)
    counted = [row for row in parts if _counted(row) and (everyone is None or row.source == everyone.source)]
    if not counted:
        return NoShares("counts")
    missing = [row for row in parts if row not in counted]
    unknown = [row for row in missing if not _counted(row)]
    seen = bool(unknown) and all(row.status == "suppressed" for row in unknown)
    # Of the groups that can be seen the total is their own: everyone's may be withheld to protect the hidden ones.
    if everyone is None or not (seen or everyone.numerator > 0):
        return NoShares("total")
    if len(counted) < FEWEST:
        return NoShares("few")
    if seen and overlapping:
        return NoShares("overlap")
    if any(is_missing(row.denominator) for row in (*counted, everyone)):
        return NoShares("people")
    whole = counted if seen else [everyone]
    events, people = (float(sum(getattr(row, key) for row in whole)) for key in ("numerator", "denominator"))
    if not events or not people:
        return NoShares("total")
    return Shares(
        "seen" if seen else "all",
        tuple(_share(row, events, people) for row in counted),
        tuple((row.stratum, row.status == "suppressed") for row in missing),
    )


def _counted(row: Row) -> bool:
    return not is_missing(row.numerator)


def _share(row: Row, events: float, people: float) -> Share:
    low, high = wilson_interval(row.numerator, events)
    unreliable = row.status == "unreliable"
    return Share(row.stratum, row.numerator / events, low, high, row.denominator / people, unreliable)
