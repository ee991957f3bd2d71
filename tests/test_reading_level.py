"""Reading level: half of the titles, and half of the summaries, are at or below ninth grade."""

from __future__ import annotations

from functools import cache

import pytest

from data.query.answers import Answers
from data.query.connection import Database
from data.settings import ROOT
from tests.reading_level import HIGHEST, Text, grade, medians, report, texts

pytestmark = pytest.mark.slow


@cache
def opening() -> tuple[Text, ...]:
    return tuple(texts(Answers(Database(ROOT / "data" / "equity.duckdb"))))


def test_the_median_title_and_the_median_summary_are_at_or_below_ninth_grade() -> None:
    middle = medians(opening())
    assert set(middle) == {"title", "summary"}
    assert max(middle.values()) <= HIGHEST, middle


def test_the_grade_is_that_of_flesch_and_kincaid() -> None:
    """Six words of six syllables in one sentence: 0.39 × 6 + 11.8 × 6/6 − 15.59."""
    assert grade("The cat sat on the mat.") == pytest.approx(0.39 * 6 + 11.8 - 15.59, abs=0.05)


def test_a_figure_is_one_short_word_and_what_stands_in_brackets_is_left_out() -> None:
    assert grade("The cat sat on 1,234.5 mats (3.2 to 4.1).") == grade("The cat sat on ten mats.")


def test_a_figure_at_the_end_of_a_sentence_leaves_it_its_full_stop() -> None:
    assert grade("The cat sat on 3.5. The dog sat on 1,200.") == grade("The cat sat on ten. The dog sat on ten.")


def test_the_report_lists_the_hardest_texts_first() -> None:
    graded = [Text("a", "title", "easy", 2.0), Text("b", "title", "hard", 12.0), Text("c", "summary", "fair", 7.0)]
    said = report(graded)
    assert said.index("| 12.0 | title | `b` | hard |") < said.index("| 7.0 | summary | `c` | fair |")
    assert "| title | 2 | 7.0 | 1 |" in said
