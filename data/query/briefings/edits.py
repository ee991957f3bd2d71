"""Edits of a kept briefing by a form: headings and comments, another order, a view taken out."""

from __future__ import annotations

from collections.abc import Mapping

from data.query.briefings.kept import LONGEST_COMMENT, LONGEST_TITLE, KeptBriefing

UP, DOWN, REMOVE = "up", "down", "remove"
"""What the button `do` of a form may ask for, with the number of the view behind a hyphen: `up-2`."""


def edited(briefing: KeptBriefing, form: Mapping[str, str]) -> KeptBriefing:
    """The briefing with what a form says: `title`, `heading-1`, `comment-1` and so on, and `do`.

    Numbers count the views from 1. What is too long is cut; what does not fit is passed over.
    """
    views = []
    for number, view in enumerate(briefing.views, 1):
        heading = form.get(f"heading-{number}", view.heading)[:LONGEST_TITLE]
        comment = form.get(f"comment-{number}", view.comment).replace("\r\n", "\n")[:LONGEST_COMMENT]
        views.append({**view.model_dump(), "heading": heading, "comment": comment})
    kind, _, number_word = form.get("do", "").partition("-")
    # Longer than the number of any view it may be longer than Python reads.
    at = int(number_word) - 1 if number_word.isdecimal() and len(number_word) < 4 else -1
    if 0 <= at < len(views):
        if kind == REMOVE:
            del views[at]
        elif kind == UP and at > 0:
            views[at - 1], views[at] = views[at], views[at - 1]
        elif kind == DOWN and at < len(views) - 1:
            views[at + 1], views[at] = views[at], views[at + 1]
    title = form.get("title", briefing.title)[:LONGEST_TITLE]
    return KeptBriefing.model_validate({"title": title, "views": views})
