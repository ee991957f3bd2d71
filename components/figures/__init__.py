"""Charts as plotly figure dictionaries, maps as markup: pure functions of an answer.

Plain dictionaries because a `go.Figure` costs a hundred times as much to make and to send; the tests pass each through
`go.Figure` to catch a wrong property.
"""

from components.figures.gaps import gap_figure
from components.figures.groups import groups_figure
from components.figures.map import map_markup, map_svg, small_map
from components.figures.trend import trend_figure

__all__ = ["gap_figure", "groups_figure", "map_markup", "map_svg", "small_map", "trend_figure"]
