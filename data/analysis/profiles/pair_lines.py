"""The lines of two places side by side: figures of one measure and period, and their comparison."""

from __future__ import annotations

from dataclasses import dataclass

from data.analysis.place_comparison import Comparison
from data.analysis.profiles.profile_lines import ProfileLine, Standing, standing_of
from data.catalog.models import Catalog, Place
from data.catalog.questions import Question


@dataclass(frozen=True, eq=False)
class PairLine:
    """A question's figures of two places, and their comparison: the first against the second."""

    first: ProfileLine
    second: ProfileLine
    comparison: Comparison

    @property
    def question(self) -> Question:
        """The question."""
        return self.first.question

    @property
    def standing(self) -> Standing:
        """How the first stands to the second."""
        if self.comparison.ratio is not None:
            return standing_of(self.comparison.ratio.verdict, self.first.answer.indicator.polarity)
        return "not tested" if self.comparison.refusal in ("interval", "zero") else "not compared"


@dataclass(frozen=True, eq=False)
class TwoPlaces:
    """Two places, and the `lines` of what both have.

    `one_county` are the questions for which both have the figure of one and the same county, `not_both` those that have
    no figure of both by one measure.
    """

    first: Place
    second: Place
    catalog: Catalog
    lines: tuple[PairLine, ...]
    one_county: tuple[Question, ...]
    not_both: tuple[Question, ...]
