"""Text of the live region after a change: the finding, and the choices it does not depend on."""

from __future__ import annotations

from components.figures.legend import class_words
from components.formatting.phrases import people_at_start
from components.page.head_lines import asked_sentence
from components.views.registry import view_of
from data.language import gettext
from data.query.selection import Answer
from data.vocabulary import CLASSES, GROUPS, OVERALL, VIEW_LABELS


def announcement(answer: Answer) -> str:
    """Text of the live region for an answer. Two views that differ in a choice a reader can see differ in it too.

    What the finding does not depend on is said where it is not what a page opens with.
    """
    return " ".join([view_of(answer).live(answer), *_choices(answer)])


def _choices(answer: Answer) -> list[str]:
    selection = answer.selection
    sentences = [gettext("View: {view}.", view=VIEW_LABELS[selection.view])]
    if selection.asked:  # the line under the title, which is not read aloud by itself
        sentences.append(asked_sentence(answer))
    if view_of(answer).names_group:  # their findings are of more groups than the chosen one
        sentences.append(gettext("Chosen: {people}.", people=people_at_start(selection.group, answer.indicator)))
    if selection.reference and selection.breakdown != OVERALL:
        sentences.append(gettext("Groups are compared with: {group}.", group=GROUPS[selection.reference].label))
    ranged = answer.indicator.comparable and selection.breakdown != OVERALL and view_of(answer).has_maps(answer)
    if ranged or selection.classes != CLASSES[0]:
        sentences.append(class_words(answer))
    return sentences
