"""Every page of gaps of the state, as its title, summary and numbers, in a table that is read page by page.

`make gap-pages` writes docs/gaps-review.md anew. What was judged of each page stands in gap_pages.toml beside the title
that was read; a title that has changed, but for the definitions' own words in it, asks to be read again.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from components.formatting.phrases import people
from components.views.gaps.tables import pair_cells
from components.views.gaps.text import change_words, gap_reading, own_words, sister_words
from components.views.gaps.titles import gap_title
from components.views.gaps.words import head_names, side_name
from components.views.gaps.words import names as side_names
from data.analysis.gap_selection import gap_view
from data.analysis.gap_views import GapView, grouped_dimensions
from data.query.answers import Answers
from data.query.connection import Database
from data.settings import ROOT, Settings

REVIEW = ROOT / "docs" / "gaps-review.md"
JUDGED = Path(__file__).with_suffix(".toml")
HEAD = """# Every page of gaps of the state, read one by one

`make gap-pages` writes this table: each indicator that is published by group for the state, by each of its dimensions,
in the period and with the pair that its page opens with. The judgements are kept in `tests/gap_pages.toml` beside the
titles they are of; a test fails when a title is no longer the one that was read.

"""


@dataclass(frozen=True)
class Page:
    """A page of gaps: its indicator and dimension, and what it says."""

    key: str
    title: str
    summary: str
    numbers: str
    view: GapView


def pages(answers: Answers) -> Iterator[Page]:
    """The page of every indicator and dimension that have a figure of a group of the state."""
    catalog = answers.catalog
    for indicator in catalog.indicators.values():
        for dimension in grouped_dimensions(catalog, indicator.id, "state") if indicator.comparable else ():
            view = gap_view({"indicator": indicator.id, "by": dimension, "level": "state"}, answers, side_name)
            yield page(view)


def page(view: GapView) -> Page:
    """What a view says."""
    selection = view.answer.selection
    said = [*gap_reading(view), *change_words(view), own_words(view), sister_words(view)]
    summary = " ".join(sentence for sentence in said if sentence).replace("**", "")
    numbers = "; ".join(pair_cells(view.pair, view.answer.indicator)) if view.pair else ""
    return Page(f"{selection.indicator}/{selection.breakdown}", gap_title(view), summary, numbers, view)


def pattern(page: Page) -> str:
    """The title without the definitions' own words: what the page itself says, and its figures.

    A measure may get a plainer name without a page being read again.
    """
    view, indicator = page.view, page.view.answer.indicator
    own = {indicator.title: "{indicator}", indicator.words.happen: "{happen}", indicator.words.rate: "{rate}"}
    own[indicator.words.happened] = "{happen}"
    if indicator.words.brief:
        own[indicator.words.brief] = "{indicator}"
    if view.group is not None:
        own[people(view.group, indicator)] = "{people}"
        if view.reference:
            for short in (False, True):
                own.setdefault(side_names(view, short=short)[1], "{others}")
        for name, mark in zip(head_names(view), ("{people}", "{others}"), strict=True):
            if name:
                own.setdefault(name, mark)
    text = page.title
    for name in sorted(own, key=len, reverse=True):
        text = re.sub(re.escape(name), own[name], text, flags=re.IGNORECASE)
    return text


def judgements() -> dict[str, dict[str, str]]:
    """By page: the title that was read, as its `pattern`, and what was judged of it."""
    return tomllib.loads(JUDGED.read_text(encoding="utf-8"))


def main() -> None:
    """Write the table."""
    judged = judgements()
    lines = [
        HEAD + "| page | title | summary | group; reference; difference; ratio | judgement |",
        "|---|---|---|---|---|",
    ]
    for found in pages(Answers(Database(Settings.from_environment().database))):
        judgement = judged.get(found.key, {})
        verdict = judgement.get("judgement", "") if judgement.get("title") == pattern(found) else "not read yet"
        cells = (found.key, found.title, found.summary, found.numbers, verdict)
        lines.append(f"| {' | '.join(cell.replace('|', '/') for cell in cells)} |")
        if verdict == "not read yet":
            print(f'not read yet: "{found.key}", title = "{pattern(found)}"')
    REVIEW.write_text("\n".join(lines) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
