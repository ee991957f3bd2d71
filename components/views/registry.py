"""The views, in the order of their tabs. Adding one takes a package beside these, and one line here."""

from __future__ import annotations

from collections.abc import Mapping

from components.views.compare.view import VIEW as COMPARE
from components.views.groups.view import VIEW as GROUPS
from components.views.map.view import VIEW as MAP
from components.views.multiples.view import VIEW as MULTIPLES
from components.views.table.view import VIEW as TABLE
from components.views.trend.view import VIEW as TREND
from components.views.view import View
from data.query.selection import Answer

VIEWS: Mapping[str, View] = {view.id: view for view in (MAP, TREND, GROUPS, TABLE, MULTIPLES, COMPARE)}


def view_of(answer: Answer) -> View:
    """The view that an answer is asked for."""
    return VIEWS[answer.selection.view]
