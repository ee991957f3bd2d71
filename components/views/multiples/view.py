"""The view of small multiples."""

from __future__ import annotations

from components.documents.document import Filter
from components.views.multiples.export import multiples
from components.views.multiples.panels import multiples_view
from components.views.multiples.text import each_words, live, reading, subtitle, title
from components.views.view import View
from data.language import gettext
from data.query.related import multiples_by
from data.query.selection import Answer


def _filters(answer: Answer) -> list[Filter]:
    each = multiples_by(answer.selection, answer.catalog)
    return [Filter(gettext("Beside each other"), each_words(answer, each))] if each else []


def _has_maps(answer: Answer) -> bool:
    return multiples_by(answer.selection, answer.catalog) in ("group", "period")


VIEW = View(
    "multiples",
    multiples_view,
    multiples,
    title,
    subtitle,
    reading,
    live,
    filters=_filters,
    has_maps=_has_maps,
    names_group=True,
)
