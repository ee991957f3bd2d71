"""What the choices of a view lead to: settled once for many views, the same as each settled alone."""

from __future__ import annotations

import random

from components.page.choice_links import ChoiceLinks
from data.query.url import choice
from data.vocabulary import ALL, DIMENSIONS, GROUPS, LEVELS
from tests.questions import SEED, Asked


def test_a_choice_leads_to_the_same_view_whatever_was_chosen_before(ask_published: Asked) -> None:
    catalog, dice = ask_published.catalog, random.Random(SEED)
    known = {
        "indicator": list(catalog.indicators),
        "level": LEVELS,
        "by": list(DIMENSIONS),
        "group": ["", ALL, *GROUPS],
        "reference": ["", *GROUPS],
        "place": ["", *(place.slug for place in catalog.places_of("county"))],
        "with": ["", *catalog.indicators],
        "kind": ["", *catalog.area_kinds],
    }
    for answer in ask_published.sample:
        links = ChoiceLinks(answer.selection, catalog)
        for _ in range(10):
            words = {key: dice.choice(known[key]) for key in dice.sample(list(known), dice.choice((1, 1, 2, 3)))}
            assert links.to(**words) == choice(answer.selection, catalog, **words).query(), (answer.selection, words)
