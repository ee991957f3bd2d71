"""Policy for replacing a snapshot table by a new release: the changes that a steward must accept.

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
from data.pipeline.release_diff import (
    MAX_MEDIAN_REVISION,
    IndicatorChange,
    ReleaseDiff,
    Revision,
    compare_releases,
    relative_change,
)
from data.sources.files.request import Request

MAX_LISTED = 3
"""Revisions that are listed; `python -m data diff` shows more."""

Progress = Callable[[str], None]


@dataclass(frozen=True)
class Overrides:
    """Changes that the steward has accepted: --allow-loss and --accept-revisions."""

    loss: bool = False
    revisions: bool = False


def check_release(old: Path, new: Path, request: Request, overrides: Overrides, progress: Progress) -> None:
    """Report the changes from the old table of `request.source` to the new one.

    Raises SnapshotError when places, groups, periods or figures would be lost or revised without an override, and
    InputError when the old table cannot be read; with the override for losses that is only reported.
    """
    try:
        if request.source.table == "population":
            diff = _compare_populations(read_populations(old), read_populations(new))
        else:
            indicators = sorted({s.indicator for s in request.selected_series})
            diff = compare_releases(old, new, None, indicators=indicators)
    except InputError as error:
        if not overrides.loss:
            raise
        progress(f"nothing to compare with: {error}")
        return
    # The table has counts that the build suppresses: of such a source no figure is printed.
    open_figures = request.source.disclosure == "as_published"
    for line in diff.summary() if open_figures else diff.summary(largest=False):
        progress(line)
    for line in diff.largest_revisions(MAX_LISTED) if open_figures else ():
        progress(line)
    if not overrides.loss:
        _refuse_loss(old.name, diff.losses)
    if not overrides.revisions:
        _refuse_revisions(old.name, diff, request.geography.places)


def _refuse_loss(table: str, lost: tuple[str, ...]) -> None:
    if lost:
        raise SnapshotError(
            f"{table}: the new release would lose what the one in place has: {'; '.join(lost[:5])}"
            f"{'; …' if len(lost) > 5 else ''}. If that is meant, run again with --allow-loss"
        )


def _refuse_revisions(table: str, diff: ReleaseDiff, places: Mapping[str, Place]) -> None:
    """Raise SnapshotError naming places and periods, no figures: enough to look them up in the publisher's file."""
    far = [c for c in diff.changes if c.median_share is not None and c.median_share > MAX_MEDIAN_REVISION]
    if not far:
        return
    names = ", ".join(c.indicator for c in far[:3]) + (f" and {len(far) - 3} more" if len(far) > 3 else "")
    moved = {c.indicator for c in far}
    largest = [_words(r, places) for r in diff.revisions if r.indicator in moved and r.percent is not None][:MAX_LISTED]
    most = f"; most in {'; '.join(largest)}" if largest else ""
    raise SnapshotError(
        f"{table}: half of the figures of {names} would move by more than {MAX_MEDIAN_REVISION:.0%}{most}. Compare "
        "them with the publisher's file; if it did revise them so, run again with --accept-revisions"
    )


def _words(revision: Revision, places: Mapping[str, Place]) -> str:
    place = places.get(revision.geo_id)
    name = place.name if place else revision.geo_id
    return f"{name}, {revision.stratum}, {revision.period.slug}"


def _compare_populations(old: list[Population], new: list[Population]) -> ReleaseDiff:
    """Comparison of two tables of residents, as one change."""
    before, after = ({(r.geo_id, r.year, r.stratum): r.population for r in table} for table in (old, new))
    both = before.keys() & after.keys()
    revised = [k for k in both if before[k] != after[k]]
    percents = [100 * (after[k] - before[k]) / before[k] for k in revised if before[k]]
    change = IndicatorChange(
        "population",
        added=len(after.keys() - before.keys()),
        removed=len(before.keys() - after.keys()),
        revised=len(revised),
        unchanged=len(both) - len(revised),
        median_change=median(percents) if percents else None,
        largest_change=max(percents, key=abs) if percents else None,
        median_share=median(relative_change(before[k], after[k]) for k in both) if both else None,
    )
    lost = sorted({f"{place} in {year} ({group})" for place, year, group in before.keys() - after.keys()})
    label = f"{len(lost)} populations ({', '.join(lost[:3])}{', …' if len(lost) > 3 else ''})"
    return ReleaseDiff((change,), (), (label,) if lost else ())
