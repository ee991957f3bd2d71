"""`python -m tests.reading_level`: docs/reading_level.md, the reading level of titles and summaries.

The level is the grade of Flesch and Kincaid (Derivation of new readability formulas, Naval Technical Training Command,
1975), as textstat computes it with the syllables of the CMU dictionary. A number is read as one short word.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from statistics import median
from typing import cast

import textstat

from components.views.registry import view_of
from data.catalog.models import Catalog
from data.query.answers import Answers
from data.query.connection import Database
from data.query.url import parse_query
from data.settings import ROOT

REPORT = ROOT / "docs" / "reading_level.md"
HIGHEST = 9.0
"""The grade that half of the titles, and half of the summaries, must not exceed."""
WORST = 20

_BRACKETS = re.compile(r"\s*\([^()]*\d[^()]*\)")
"""An interval or a figure in brackets: it is looked up, not read."""
_NUMBER = re.compile(r"[−$]?\d(?:[\d.,]*\d)?%?(?:[–-]\d+)?")
"""A figure with its marks; a full stop or comma after it is the sentence's."""


@dataclass(frozen=True)
class Text:
    """A title or a summary of the view that an indicator opens on, with its grade."""

    indicator: str
    kind: str
    words: str
    grade: float


def grade(words: str) -> float:
    """Grade of a text, by its words to a sentence and its syllables to a word."""
    plain = _NUMBER.sub("ten", _BRACKETS.sub("", words.replace("**", "")))
    return float(cast(float, textstat.textstat.flesch_kincaid_grade(plain)))


def texts(answers: Answers) -> list[Text]:
    """Titles and summaries of the opening view of every indicator, in English."""
    catalog: Catalog = answers.catalog
    found = []
    for indicator in sorted(catalog.indicators):
        answer = answers.to(parse_query({"indicator": indicator}, catalog)[0])
        view = view_of(answer)
        for kind, words in (("title", view.title(answer)), ("summary", " ".join(view.reading(answer)))):
            if words:
                found.append(Text(indicator, kind, words, grade(words)))
    return found


def medians(graded: Iterable[Text]) -> dict[str, float]:
    """Median grade of titles and of summaries."""
    by_kind: dict[str, list[float]] = {}
    for text in graded:
        by_kind.setdefault(text.kind, []).append(text.grade)
    return {kind: median(grades) for kind, grades in by_kind.items()}


def report(graded: list[Text]) -> str:
    """The report in Markdown: medians, and the hardest texts."""
    middle = medians(graded)
    lines = [
        "# Reading level",
        "",
        "`python -m tests.reading_level` writes this from the view that each indicator opens on. A grade is that of",
        "Flesch and Kincaid; a number counts as one short word, and intervals in brackets are left out. A test",
        f"holds both medians at or below grade {HIGHEST:.0f}.",
        "",
        "| | texts | median grade | above grade 9 |",
        "|---|---|---|---|",
    ]
    for kind in middle:
        grades = [text.grade for text in graded if text.kind == kind]
        above = sum(g > HIGHEST for g in grades)
        lines.append(f"| {kind} | {len(grades)} | {middle[kind]:.1f} | {above} |")
    lines += ["", f"## The {WORST} hardest", "", "| grade | | indicator | text |", "|---|---|---|---|"]
    for text in sorted(graded, key=lambda text: (-text.grade, text.indicator, text.kind))[:WORST]:
        words = text.words.replace("**", "").replace("|", "\\|")
        lines.append(f"| {text.grade:.1f} | {text.kind} | `{text.indicator}` | {words} |")
    return "\n".join(lines) + "\n"


if __name__ == "__main__":
    REPORT.write_text(report(texts(Answers(Database(ROOT / "data" / "equity.duckdb")))), encoding="utf-8")
