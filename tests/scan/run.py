"""Runs of the scan: a sample, or everything, and the table of what was found."""

from __future__ import annotations

import random
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from itertools import chain
from urllib.parse import urlencode

from data.query.selection import Selection
from data.query.url import parse_query
from tests.questions import SEED
from tests.scan import evidence, repetition, romance, words  # noqa: F401  # the checks add themselves to the list
from tests.scan.checks import CHECKS, faults
from tests.scan.said import Said, said_of, said_of_gap
from tests.scan.states import LANGUAGES, gap_openings, gap_states, in_languages, openings, states
from tests.site import Site

SAMPLE, SAMPLE_OF_GAPS = 2400, 200
"""States of Explore and of Gaps that a run of each day reads, beside every indicator as it opens."""
SHOWN = 3


@dataclass
class Report:
    """What a run found: states read, and of each kind of fault the addresses with the words at fault."""

    read: int = 0
    found: dict[str, list[tuple[str, str]]] = field(default_factory=dict)

    def add(self, said: Said) -> None:
        """Read one state."""
        self.read += 1
        for name, at in faults(said).items():
            self.found.setdefault(name, []).append((said.address, at))

    def table(self) -> str:
        """By part and kind of fault, the most frequent first: number of states, and three examples."""
        lines = [f"{self.read} states read"]
        for name, cases in sorted(self.found.items(), key=lambda item: (CHECKS[item[0]].owner, -len(item[1]))):
            lines.append(f"{len(cases):7d}  {CHECKS[name].owner:10s} {name}: {CHECKS[name].means}")
            dice = random.Random(SEED)
            for address, at in dice.sample(cases, min(SHOWN, len(cases))):
                lines += [f"           {address}", f"             {at[:200]}"]
        clean = [name for name in CHECKS if name not in self.found]
        return "\n".join([*lines, "", f"none of: {', '.join(clean) or '-'}", ""])


def explore(selections: Iterable[Selection], site: Site) -> Iterator[Said]:
    """What states of Explore say."""
    answers = site.app.server.extensions["answers"]
    return (said_of(answers.to(selection)) for selection in selections)


def gaps(asked: Iterable[dict[str, str]], site: Site) -> Iterator[Said]:
    """What states of Gaps say, in each language."""
    answers = site.app.server.extensions["answers"]
    for number, words_of_gap in enumerate(asked):
        language = LANGUAGES[number % len(LANGUAGES)] if number % 2 else "en"
        words_asked = words_of_gap if language == "en" else {**words_of_gap, "lang": language}
        search = f"?{urlencode(words_asked)}"
        page = site.load("/gaps", search)
        answer = answers.to(parse_query(words_asked, answers.catalog)[0])
        series = answers.group_series(answer.indicator.id, answer.place.geo_id, answer.selection.breakdown)
        yield said_of_gap(f"/gaps{search}", language, page, answer, series)


def sample(site: Site, share: float = 0.0) -> Iterator[Said]:
    """Every indicator as it opens in each language and every gap as it opens, and others taken by lot.

    `share` is how much of everything is read; 0 takes SAMPLE and SAMPLE_OF_GAPS states.
    """
    answers = site.app.server.extensions["answers"]
    dice = random.Random(SEED)
    every, every_gap = list(states(answers)), list(gap_states(answers))
    number = round(len(every) * share) or SAMPLE
    number_of_gaps = round(len(every_gap) * share) or SAMPLE_OF_GAPS
    chosen = dice.sample(every, min(number, len(every)))
    # Most faults are of English: it has half of what is taken, the others a quarter each.
    spoken = [s if n % 2 else next(in_language(s, LANGUAGES[1 + n // 2 % 2])) for n, s in enumerate(chosen)]
    chosen_gaps = dice.sample(every_gap, min(number_of_gaps, len(every_gap)))
    return chain(
        explore(chain(in_languages(openings(answers)), spoken), site),
        gaps(chain(gap_openings(answers), chosen_gaps), site),
    )


def in_language(selection: Selection, code: str) -> Iterator[Selection]:
    """A state in one language."""
    return (own for own in in_languages(iter([selection])) if own.language == code)


def everything(site: Site) -> Iterator[Said]:
    """Every state in every language."""
    answers = site.app.server.extensions["answers"]
    return chain(
        explore(in_languages(states(answers)), site), gaps(chain(gap_openings(answers), gap_states(answers)), site)
    )
