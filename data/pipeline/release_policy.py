"""Whether a new release may take the place of the table there is: what it changes, and what a steward must agree to.

A release that loses places, groups or periods, or moves half of an indicator's figures by more than half, is more often
a file that was read wrongly than news.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from statistics import median

from data.catalog.models import Place
from data.errors import InputError, SnapshotError
from data.observations.csv_files import read_populations
from data.observations.models import Population
from data.pipeline.release_diff import MOST_REVISED, Change, Difference, Revision, difference, share_moved
from data.sources.files.request import Request

LISTED = 3
"""Revisions that are listed; `python -m data diff` shows more."""

Say = Callable[[str], None]


@dataclass(frozen=True)
class Allowed:
    """What the steward has said yes to."""

    loss: bool = False
    revisions: bool = False


def compare(old: Path, new: Path, request: Request, allowed: Allowed, say: Say) -> None:
    """Say what changes from the table in place to the new one of `request.source`.

    Raises SnapshotError when something would be lost or revised that is not `allowed`, and InputError when the table in
    place cannot be read; where losing it is allowed, that is only said.
    """
    try:
        if request.source.table == "population":
            found = _populations(read_populations(old), read_populations(new))
        else:
            asked = sorted({s.indicator for s in request.asked})
            found = difference(old, new, None, among=asked)
    except InputError as error:
        if not allowed.loss:
            raise
        say(f"nothing to compare with: {error}")
        return
    # Counts the build hides stand in the table: of such a source no figure is said.
    open_figures = request.source.disclosure == "as_published"
    for line in found.summary() if open_figures else found.summary(largest=False):
        say(line)
    for line in found.listing(LISTED) if open_figures else ():
        say(line)
    if not allowed.loss:
        _refuse_loss(old.name, found.losses)
    if not allowed.revisions:
        _refuse_revisions(old.name, found, request.geography.places)


def _refuse_loss(table: str, lost: tuple[str, ...]) -> None:
    if lost:
        raise SnapshotError(
            f"{table}: the new release would lose what the one in place has: {'; '.join(lost[:5])}"
            f"{'; …' if len(lost) > 5 else ''}. If that is meant, run again with --allow-loss"
        )


def _refuse_revisions(table: str, found: Difference, places: Mapping[str, Place]) -> None:
    """No figure is said here: the places and periods are enough to look them up in the publisher's file."""
    far = [c for c in found.changes if c.median_share is not None and c.median_share > MOST_REVISED]
    if not far:
        return
    names = ", ".join(c.indicator for c in far[:3]) + (f" and {len(far) - 3} more" if len(far) > 3 else "")
    moved = {c.indicator for c in far}
    largest = [_words(r, places) for r in found.revisions if r.indicator in moved and r.percent is not None][:LISTED]
    most = f"; most in {'; '.join(largest)}" if largest else ""
    raise SnapshotError(
        f"{table}: half of the figures of {names} would move by more than {MOST_REVISED:.0%}{most}. Compare them with "
        "the publisher's file; if it did revise them so, run again with --accept-revisions"
    )


def _words(revision: Revision, places: Mapping[str, Place]) -> str:
    place = places.get(revision.geo_id)
    name = place.name if place else revision.geo_id
    return f"{name}, {revision.stratum}, {revision.period.slug}"


def _populations(old: list[Population], new: list[Population]) -> Difference:
    """The same of two tables of residents, which are all said as one."""
    before, after = ({(r.geo_id, r.year, r.stratum): r.population for r in table} for table in (old, new))
    both = before.keys() & after.keys()
    revised = [k for k in both if before[k] != after[k]]
    percents = [100 * (after[k] - before[k]) / before[k] for k in revised if before[k]]
    change = Change(
        "population",
        added=len(after.keys() - before.keys()),
        removed=len(before.keys() - after.keys()),
        revised=len(revised),
        same=len(both) - len(revised),
        median_change=median(percents) if percents else None,
        largest_change=max(percents, key=abs) if percents else None,
        median_share=median(share_moved(before[k], after[k]) for k in both) if both else None,
    )
    lost = sorted({f"{place} in {year} ({group})" for place, year, group in before.keys() - after.keys()})
    said = f"{len(lost)} populations ({', '.join(lost[:3])}{', …' if len(lost) > 3 else ''})"
    return Difference((change,), (), (said,) if lost else ())
