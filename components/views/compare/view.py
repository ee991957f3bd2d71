"""The view that compares two places or two indicators."""

from __future__ import annotations

from components.documents.document import Filter
from components.formatting.numbers import join_list
from components.views.compare.export import comparison
from components.views.compare.panels import compare_panel
from components.views.compare.several_text import compares_several
from components.views.compare.text import compares_indicators, live, pair, reading, subtitle, title
from components.views.view import View
from data.language import gettext
from data.query.selection import Answer
from data.vocabulary import slugify


def _filters(answer: Answer) -> list[Filter]:
    if compares_several(answer):
        beside = join_list([other.place.name for other in answer.related[1:]])
        return [Filter(gettext("Compared with"), beside)]
    one, other = pair(answer)
    if other is None:
        return []
    beside = other.indicator.title if compares_indicators(one, other) else other.place.name
    return [Filter(gettext("Compared with"), beside)]


def _beside(answer: Answer) -> str:
    """Slug of the place or indicator that is compared with, or of each of the places, for the name of an export."""
    if compares_several(answer):
        return "_".join(other.place.slug for other in answer.related[1:])
    one, other = pair(answer)
    if other is None:
        return ""
    return slugify(other.indicator.title) if compares_indicators(one, other) else other.place.slug


VIEW = View(
    "compare",
    compare_panel,
    comparison,
    title,
    subtitle,
    reading,
    live,
    filters=_filters,
    first=lambda answer: pair(answer)[0],
    beside=_beside,
    names_group=True,
)
