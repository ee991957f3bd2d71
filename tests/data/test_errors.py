"""What a sentence about a publisher's file quotes of it stays short enough to be read."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from data.errors import LONGEST_QUOTATION, LONGEST_SENTENCE, SourceFileError


def test_a_cell_is_quoted_whole_and_a_table_in_a_cell_is_not() -> None:
    short, long = "n" * LONGEST_QUOTATION, "n" * (LONGEST_QUOTATION + 1)
    said = "is of “{}”, not of “Natality”: query that one"
    assert str(SourceFileError("a.txt", said.format(short))) == "a.txt: " + said.format(short)
    assert str(SourceFileError("a.txt", said.format(long))) == "a.txt: " + said.format(short + "…")
    assert str(SourceFileError("a.txt", "is no number", column=long, row=3)).endswith("n…”, row 3: is no number")


def test_a_cell_of_several_lines_is_said_in_one() -> None:
    assert str(SourceFileError("a.txt", "is of 2019*\n\n, not of\t2019")) == "a.txt: is of 2019* , not of 2019"


@pytest.mark.parametrize("quotation", ["”" * 2000, "n”" * 2000, "“n" * 2000])
def test_quotation_marks_in_a_cell_make_no_sentence_long(quotation: str) -> None:
    said = str(SourceFileError("a.txt", f"is of “{quotation}”, not of “Natality”: query that one"))
    assert len(said) < LONGEST_SENTENCE + 10
    assert said.startswith("a.txt: is of “")
    assert said.endswith("”, not of “Natality”: query that one")


@given(st.text(), st.text())
def test_what_is_wrong_and_what_to_do_are_always_said(cell: str, remedy: str) -> None:
    remedy = " ".join(remedy[:80].split())
    said = str(SourceFileError("a.txt", f"is “{cell}”: {remedy}"))
    assert said.startswith("a.txt: is “")
    assert said.endswith(f": {remedy}".rstrip())
