"""Nothing in a picture lies over anything else or is pushed out of it: the boxes of its words are measured."""

from __future__ import annotations

import random
from collections import Counter
from dataclasses import replace
from io import BytesIO
from itertools import cycle, pairwise

import numpy as np
import pytest
import typst
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image

from components.documents.document import MARGIN, WIDTH
from components.documents.drawings.svg import Style, document, label
from components.documents.drawings.ticks import ROOM, shown_ticks
from components.documents.formats.page import INSET, ROWS, column_widths, figure_data
from components.figures.tables import Table
from components.formatting.typeface import FOLDER, length, wrapped
from components.views.registry import view_of
from data.language import LANGUAGES, use_language
from data.query.selection import Answer
from data.vocabulary import EACH, VIEWS
from tests.components.boxes import Drawing, drawing
from tests.questions import SAMPLE, Asked, sampled

pytestmark = pytest.mark.slow

SEED = 20261128
VIEWS_MEASURED = 100
CHART, LISTED = 0.4, 0.2
"""The least share of a drawing's width that the plot of a chart, and that of a list of places, keeps."""


def drawings(answer: Answer) -> list[tuple[str, Drawing]]:
    """Every drawing of a view's picture by the name of its figure, legends among them."""
    found = []
    for figure in view_of(answer).contents(answer).figures:
        drawn = figure_data(figure)
        found.append((figure.name, drawing(drawn["svg"])))
        if drawn["legend"]:
            found.append((f"legend of {figure.name}", drawing(drawn["legend"]["svg"])))
    return found


def share(name: str, found: Drawing) -> float:
    """How much of the least share its plot must have a drawing gives to it; maps and legends have no plot."""
    if found.plot is None:
        return 1.0
    least = LISTED if name.startswith("places") else CHART
    return (found.plot.right - found.plot.left) / found.width / least


def faults(shown: list[tuple[str, Drawing]]) -> list[str]:
    """What is wrong with some drawings, in words."""
    found = []
    for name, drawn in shown:
        found += [f"{name}: {fault}" for fault in drawn.faults()]
        if share(name, drawn) < 1:
            found.append(f"{name}: the plot keeps {drawn.plot} of {drawn.width}")
    return found


def table_faults(made: Table) -> list[str]:
    """Words of a picture's table that are wider than their column, and a table that is wider than its page."""
    widths, rows = column_widths(made, made.rows[:ROWS]), made.rows[:ROWS]
    found = [] if sum(widths) <= WIDTH - 2 * MARGIN + 0.5 else [f"{made.caption}: {sum(widths):.0f} wide"]
    for column, width in zip(made.columns, widths, strict=True):
        for cell in {column.head, *(row.cells[column.id].words for row in rows)}:
            parts = [cell] if column.kind in ("number", "interval") and cell != column.head else cell.split()
            found += [f"{made.caption}: {part}" for part in parts if length(part) > width - 2 * INSET]
            # A name goes on in a second line, or a third, and not word by word.
            if column is made.columns[0] and len(wrapped(cell, width - 2 * INSET)) > 4:
                found.append(f"{made.caption}: “{cell}” takes {len(wrapped(cell, width - 2 * INSET))} lines")
    return found


def test_in_a_hundred_views_no_word_lies_over_another_and_every_plot_keeps_its_width(ask_published: Asked) -> None:
    dice = random.Random(SEED)
    questions = dice.sample(sampled(ask_published.catalog, SAMPLE), VIEWS_MEASURED)
    seen: Counter[str] = Counter()
    found = []
    for question, code in zip(questions, cycle(LANGUAGES), strict=False):
        # A table has no drawing, and a comparison of groups none where there are no groups: then the map is measured.
        for view in (question.view, "map"):
            asked = replace(question, view=view, language=code, multiples_by=dice.choice(EACH))
            with use_language(code):
                answer = ask_published.answers.to(asked)
                if view == "table":
                    tables = view_of(answer).contents(answer).tables
                    found += [f"{fault}  {asked.query()}" for table in tables for fault in table_faults(table)]
                shown = drawings(answer)
            if shown:
                break
        assert shown, asked.query()
        found += [f"{fault}  {asked.query()}" for fault in faults(shown)]
        seen.update({code, asked.view, asked.level, *(name.partition("-")[0] for name, _ in shown)})
    assert not found, "\n".join(found)
    assert set(seen) >= {*LANGUAGES, *VIEWS, "state", "county", "municipality"} - {"table"}
    assert set(seen) >= {"map", "places", "groups", "trend", "legend", "compared"}


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize(
    "words",
    [
        # A long name, and an axis that few labels have room on.
        {"indicator": "opioid_overdose_deaths", "level": "municipality", "place": "manchester-by-the-sea"},
        # Figures of five digits and a comma.
        {"indicator": "premature_death", "level": "county", "view": "groups"},
        {"indicator": "births", "level": "state", "group": "black_nh"},
        # Names of sixty letters.
        {"indicator": "opioid_overdose_deaths", "level": "area", "kind": "community_health_network",
         "place": "chna-6", "view": "trend"},
        # The longest names of groups, of people and of statuses.
        {"indicator": "heart_disease_mortality", "level": "county", "place": "middlesex-county",
         "by": "race_by_sex", "group": "asian_pi_nh_male"},
        # An axis that does not begin at zero, with decimals.
        {"indicator": "life_expectancy", "level": "county", "place": "norfolk-county", "view": "trend"},
    ],
)  # fmt: skip
def test_what_is_longest_of_its_kind_has_room(ask_published: Asked, words: dict[str, str], language: str) -> None:
    with use_language(language):
        asked = words if language == "en" else {**words, "lang": language}
        answer = ask_published(**asked)
        assert faults(drawings(answer)) == []
        assert [fault for made in view_of(answer).contents(answer).tables for fault in table_faults(made)] == []


def test_boxes_are_where_a_picture_has_the_ink() -> None:
    """The measure is that of the letters themselves: a line is drawn, and its first and last dark column are found."""
    words, wide = "Manchester-by-the-Sea 1,234.5", 400
    compiler = typst.Compiler(font_paths=[str(FOLDER)], ignore_system_fonts=True)
    for bold in (False, True):
        svg = document(label(words, 300, 30, Style(across="end", bold=bold)), wide, 60, "")
        page_of_it = (
            f"#set page(width: {wide}pt, height: 60pt, margin: 0pt)\n#image(bytes(sys.inputs.svg), width: 100%)"
        )
        drawn = compiler.compile(page_of_it.encode(), format="png", ppi=144, sys_inputs={"svg": svg})
        assert isinstance(drawn, bytes)
        with Image.open(BytesIO(drawn)) as picture:
            down, across = np.nonzero(np.asarray(picture.convert("L")) < 128)
        (box,) = drawing(svg).texts
        assert (across.min() / 2, across.max() / 2) == pytest.approx((box.left, box.right), abs=2)
        assert box.top - 1 <= down.min() / 2 <= box.top + 3
        assert box.bottom - 3 <= down.max() / 2 <= box.bottom + 1


@given(
    values=st.lists(st.integers(0, 10**7), min_size=1, max_size=9, unique=True).map(sorted),
    width=st.integers(60, 900),
)
def test_labels_of_an_axis_keep_apart_whatever_they_are(values: list[int], width: int) -> None:
    ticks = [(width * i / max(len(values) - 1, 1), f"{value:,}") for i, value in enumerate(values)]
    shown = shown_ticks(ticks, width)
    assert shown[0][1] == ticks[0][1]
    assert {text for _, text in shown} <= {text for _, text in ticks}
    for (one, first), (other, second) in pairwise(shown):
        assert other - length(second) / 2 - one - length(first) / 2 >= ROOM
    if length(ticks[0][1]) < width:
        assert all(length(text) / 2 <= at <= width - length(text) / 2 for at, text in shown if length(text) <= width)


def test_every_label_of_an_axis_is_written_where_all_have_room() -> None:
    ticks = [(0.0, "0"), (100.0, "10"), (200.0, "20"), (290.0, "30")]
    assert [text for _, text in shown_ticks(ticks, 300)] == ["0", "10", "20", "30"]
    # Four labels of five figures have no room in 120 pixels; every second one has.
    assert [t for _, t in shown_ticks([(i * 40.0, f"{i}0,000") for i in range(4)], 140)] == ["00,000", "20,000"]


@given(
    text=st.lists(st.text("abcde-é/", min_size=1, max_size=14), max_size=12).map(" ".join), width=st.integers(20, 300)
)
def test_lines_hold_every_word_and_none_is_wider_than_asked_unless_it_is_one(text: str, width: int) -> None:
    lines = wrapped(text, width)
    assert "".join("".join(lines).split()) == "".join(text.split())
    for line in lines:
        assert length(line) <= width or len(wrapped(line, width)) == 1


def test_a_name_is_broken_between_words_or_at_a_hyphen_and_never_before_a_slash_or_a_number() -> None:
    assert wrapped("Manchester-by-the-Sea", 110) == ("Manchester-", "by-the-Sea")
    assert wrapped("American Indian / Alaska Native", 150) == ("American Indian /", "Alaska Native")
    assert not any(line.startswith("8") for line in wrapped("Norfolk County-8 Local Public Health Coalition", 100))
    assert wrapped("Southeastern Regional Planning District", 100, most=2)[1].endswith("…")
    assert len(wrapped("Southeastern Regional Planning District", 100, most=2)) == 2
