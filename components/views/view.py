"""The `View` type: one object holds everything that differs between views."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from dash.development.base_component import Component

from components.documents.document import Contents, Filter
from components.figures import descriptions
from data.query.selection import Answer
from data.vocabulary import View as ViewId


def _no_figure(_answer: Answer) -> Component | None:
    return None


def _nothing_more(_answer: Answer) -> Sequence[Filter]:
    return ()


def _itself(answer: Answer) -> Answer:
    return answer


def _never(_answer: Answer) -> bool:
    return False


def _unnamed(_answer: Answer) -> str:
    return ""


@dataclass(frozen=True, slots=True)
class View:
    """A view of Explore. Only `id`, `panels` and `contents` have no usual form.

    `panels` are what the page shows under the head; the path is of the page that links lead to. `contents` are the
    figures and tables that every export holds. `title`, `subtitle`, `reading` (sentences, bold marked by `**`) and
    `live` (what a screen reader announces after a change) are the words. `figure` is the main figure alone, for embeds:
    None where the panels stand for it. `alone` names the tables (`groups`, `trend`) whose sources an embed cites, and
    `embed_height` is in pixels. `filters` are choices of this view only, in words; `first` is the answer the view
    begins with, `beside` a slug of what it is compared with; `has_maps` says whether classes of a map bear on it, and
    `names_group` whether an announcement has to name the chosen group.
    """

    id: ViewId
    panels: Callable[[Answer, str], list[Component]]
    contents: Callable[[Answer], Contents]
    title: Callable[[Answer], str] = descriptions.title
    subtitle: Callable[[Answer], str] = descriptions.subtitle
    reading: Callable[[Answer], list[str]] = descriptions.reading
    live: Callable[[Answer], str] = descriptions.plain_live
    figure: Callable[[Answer], Component | None] = _no_figure
    alone: tuple[str, ...] = ("groups", "trend")
    embed_height: int = 820
    filters: Callable[[Answer], Sequence[Filter]] = _nothing_more
    first: Callable[[Answer], Answer] = _itself
    beside: Callable[[Answer], str] = _unnamed
    has_maps: Callable[[Answer], bool] = _never
    names_group: bool = False
