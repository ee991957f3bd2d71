"""Runs of the scan: a sample, or everything, and the table of what was found."""

from __future__ import annotations

import random
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace
from itertools import chain, islice
from urllib.parse import urlencode

from data.query.selection import Selection
from data.query.url import parse_query
from tests.questions import SEED
from tests.scan import evidence, repetition, romance, words  # noqa: F401  # the checks add themselves to the list
from tests.scan.checks import CHECKS, faults
from tests.scan.elsewhere import elsewhere
from tests.scan.said import Said, said_of, said_of_gap
from tests.scan.states import LANGUAGES, drawn, frames, gap_openings, gap_states, in_languages, openings, states
from tests.site import Site

SHARE, SHARE_OF_GAPS = 0.5, 0.2
"""Of the frames of Explore and the states of Gaps that a run of each day reads, beside all as they open."""
EACH_FILE = 7
"""Of the views that indicators open on, one in so many is read as a file in a run of each day."""
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


def explore(selections: Iterable[Selection], site: Site, *, opening: bool = False) -> Iterator[Said]:
    """What states of Explore say; `opening` are those that an address of one word opens."""
    answers = site.app.server.extensions["answers"]
    for selection in selections:
        said = said_of(answers.to(selection))
        yield replace(said, facts=replace(said.facts, opening=opening))


def gaps(asked: Iterable[dict[str, str]], site: Site) -> Iterator[Said]:
    """What states of Gaps say."""
    answers = site.app.server.extensions["answers"]
    for parameters in asked:
        search = f"?{urlencode(parameters)}"
        page = site.load("/gaps", search)
        answer = answers.to(parse_query(parameters, answers.catalog)[0])
        series = answers.group_series(answer.indicator.id, answer.place.geo_id, answer.selection.breakdown)
        yield said_of_gap(f"/gaps{search}", parameters.get("lang", "en"), page, answer, series)


def spoken(asked: Iterable[dict[str, str]]) -> Iterator[dict[str, str]]:
    """Each state of Gaps in each language."""
    return ({**own, "lang": code} if code != "en" else own for own in asked for code in LANGUAGES)


def sample(site: Site, number: int = 0) -> Iterator[Said]:
    """Every indicator as it opens in each language, every gap as it opens, and others drawn by lot.

    `number` states of each frame are read; 0 reads one of each of `SHARE` of them, and as many of Gaps.
    """
    answers = site.app.server.extensions["answers"]
    own = [frame for frame in frames(answers) if number or _lot(frame.query()) < SHARE]
    gaps_asked = [asked for asked in spoken(gap_states(answers)) if number or _lot(urlencode(asked)) < SHARE_OF_GAPS]
    chosen = (state for frame in own for state in drawn(frame, answers, number or 1))
    return chain(
        explore(in_languages(openings(answers)), site, opening=True),
        explore(chosen, site),
        gaps(chain(spoken(gap_openings(answers)), gaps_asked), site),
        elsewhere(site, islice(in_languages(openings(answers)), 0, None, EACH_FILE)),
    )


def _lot(address: str) -> float:
    """A number from 0 to 1 that is the address's own."""
    return random.Random(f"{SEED}{address}").random()


def everything(site: Site) -> Iterator[Said]:
    """Every state in every language."""
    answers = site.app.server.extensions["answers"]
    return chain(
        explore(in_languages(openings(answers)), site, opening=True),
        explore(in_languages(states(answers)), site),
        gaps(spoken(chain(gap_openings(answers), gap_states(answers))), site),
        elsewhere(site, in_languages(openings(answers))),
    )
