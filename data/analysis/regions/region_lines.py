"""What is read of a region: its profile, every figure and what it is made of, and what its members contribute."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from data.analysis.profiles.place_residents import Residents
from data.analysis.profiles.profile_lines import Profile, ProfileLine
from data.analysis.regions.contributions import Contributions
from data.catalog.models import Catalog
from data.catalog.questions import Question
from data.query.rows import Row
from data.vocabulary import OVERALL, Level, Period


@dataclass(frozen=True, slots=True)
class RegionLine:
    """A figure of an indicator, or why there is none: parts (geo_ids) whose figures are `hidden` or `absent`.

    `level` is that of the parts it is added up of; `same` the geo_id of the published place with the same members whose
    figure it is, empty for a sum.
    """

    indicator: str
    row: Row
    level: Level
    same: str = ""
    hidden: tuple[str, ...] = ()
    absent: tuple[str, ...] = ()

    @property
    def is_open(self) -> bool:
        """Whether parts are missing."""
        return bool(self.hidden or self.absent)


@dataclass(frozen=True, eq=False)
class RegionReading:
    """A region with all that its page shows.

    The profile has the region's own lines; `of_county` are those of the county it lies in, for want of its own. `lines`
    are all its figures, in every group and period. `not_pooled` are questions that cannot be added up, by the
    sentence that says why. `questions` are those whose events can be told by member, `asked` the one that is.
    """

    profile: Profile
    of_county: tuple[ProfileLine, ...]
    lines: tuple[RegionLine, ...]
    not_pooled: tuple[tuple[str, tuple[Question, ...]], ...]
    members: Contributions
    questions: tuple[Question, ...]
    asked: str
    residents: Residents | None

    @property
    def opened(self) -> tuple[RegionLine, ...]:
        """The newest line of everyone of each question that is open."""
        return open_lines(self.lines, self.profile.catalog)

    def line(self, row: Row, indicator: str) -> RegionLine | None:
        """The line of a row."""
        key = indicator, row.stratum, row.period
        return next((x for x in self.lines if (x.indicator, x.row.stratum, x.row.period) == key), None)


def open_lines(lines: Iterable[RegionLine], catalog: Catalog) -> tuple[RegionLine, ...]:
    """For each question without a figure of everyone in its newest period, the line that says what leaves it open.

    The newest period of a question is that of any of its indicators; in one period, a figure comes before none.
    """
    newest: dict[str, RegionLine] = {}
    for line in lines:
        question = catalog.question_of.get(line.indicator)
        if question is None or line.row.stratum != OVERALL:
            continue
        known = newest.get(question.id)
        if known is None or _order(line) > _order(known):
            newest[question.id] = line
    return tuple(line for line in newest.values() if line.is_open)


def _order(line: RegionLine) -> tuple[date, bool]:
    """The last day of a line's period, and whether it has a figure."""
    return Period.parse(line.row.period).end, line.row.has_value
