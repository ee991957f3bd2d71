"""The overview of a question, of a focus area and of all of them: what is told, from which answers."""

from __future__ import annotations

from dataclasses import dataclass

from data.analysis.excess import Excess, ExcessScan
from data.analysis.gap_views import GapView
from data.analysis.overview.focus_areas import FocusArea
from data.catalog.models import Catalog
from data.catalog.questions import Question
from data.query.selection import Answer


@dataclass(frozen=True, eq=False)
class QuestionOverview:
    """A question with the answers it is told from; each is None where nothing is published.

    `figure` is the state's newest figure, `by_race` the gap between groups, `over_time` the view that says whether such
    a gap is closing. `places` are all counties or regions, `farthest` the one that is clearly worse than the state and
    farthest from it. `trend` is the state over time. `excess` are lines of where it is worst: of a group in the state,
    and of everyone in a county; `counted` says whether such lines could be worked out.
    """

    question: Question
    figure: Answer | None
    by_race: GapView | None
    over_time: GapView | None
    places: Answer | None
    farthest: Answer | None
    trend: Answer | None
    excess: tuple[Excess, ...]
    counted: bool


@dataclass(frozen=True, eq=False)
class AreaOverview:
    """A focus area with its questions."""

    area: FocusArea
    questions: tuple[QuestionOverview, ...]


@dataclass(frozen=True, eq=False)
class Overview:
    """All focus areas, and the scan their burden is from."""

    areas: tuple[AreaOverview, ...]
    scan: ExcessScan
    catalog: Catalog
