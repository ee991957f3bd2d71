"""Kept briefing: which views are in it, in which order, under what headings, and what each said when it was added.

It is what a browser keeps, a link carries and a file holds. Its words are anyone's: they are shown as somebody's own,
and are never taken for what the data says.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Annotated, Final, Literal, get_args

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, StringConstraints

from data.query.url_parameters import KNOWN

VERSION: Final = 1
"""Of the form of a kept briefing: the file says it, so that a later form can be told from this one."""
MOST_VIEWS = 20
"""A link of so many views is still a link, and a meeting sees no more."""
LONGEST_TITLE, LONGEST_COMMENT, LONGEST_SAID = 120, 1200, 360
"""Letters of a title or heading, of a comment, and of what a view said when it was added."""
_LONGEST_WORD = 2000
"""Letters of a word of an address: the code of a region of every city and town is the longest."""

ViewPage = Literal["explore", "gaps", "place", "region", "maternity-access", "worst"]
"""The pages whose views are documents."""
VIEW_PAGES: tuple[str, ...] = get_args(ViewPage)

_UNSEEN = re.compile(r"[^\S\n]+")
# What no file can hold: control signs, halves of letters, and what is never one.
_NO_LETTERS = re.compile("[\x00-\x08\x0b-\x1f\x7f\ud800-\udfff\ufffe\uffff]")


def _one_line(text: str) -> str:
    return " ".join(_NO_LETTERS.sub(" ", text).split())


def _lines(text: str) -> str:
    """Text of several lines: without what cannot be seen, at most one empty line between two others."""
    return re.sub(
        r"\n{3,}", "\n\n", "\n".join(_UNSEEN.sub(" ", line).strip() for line in _NO_LETTERS.sub(" ", text).splitlines())
    ).strip()


def _known(words: Mapping[str, str]) -> dict[str, str]:
    return {key: plain for key, word in words.items() if key in KNOWN and (plain := _one_line(word))}


Title = Annotated[str, AfterValidator(_one_line), Field(max_length=LONGEST_TITLE)]
Word = Annotated[str, StringConstraints(max_length=_LONGEST_WORD)]


class _Kept(BaseModel):
    model_config = ConfigDict(frozen=True, extra="ignore")


class KeptView(_Kept):
    """A view: its page, the words of its address, the person's heading and comment, and what it said when added.

    `data` is the version of the data it was added with, or the stamp of its figures (`data/query/link_stamp.py`), which
    begins with that; `said` its title and sentences then. Both may be empty.
    """

    page: ViewPage
    words: Annotated[dict[str, Word], AfterValidator(_known), Field(max_length=40)]
    heading: Title = ""
    comment: Annotated[str, AfterValidator(_lines), Field(max_length=LONGEST_COMMENT)] = ""
    data: Annotated[str, Field(max_length=64, pattern=r"^[0-9a-z.]*$")] = ""
    said: Annotated[str, AfterValidator(_one_line), Field(max_length=LONGEST_SAID)] = ""

    @property
    def version(self) -> str:
        """The version of the data it was added with."""
        return self.data.partition(".")[0]


class KeptBriefing(_Kept):
    """A briefing: its title, empty for none, and its views in order."""

    briefing: Literal[1] = VERSION
    title: Title = ""
    views: Annotated[tuple[KeptView, ...], Field(max_length=MOST_VIEWS)] = ()


def said_of(title: str, reading: tuple[str, ...] | list[str]) -> str:
    """What a view says, as it is kept: title and sentences without marks, cut at a word where they are long."""
    text = _one_line(" ".join(part for part in (title, *reading) if part).replace("**", ""))
    if len(text) <= LONGEST_SAID:
        return text
    return f"{text[: LONGEST_SAID - 1].rpartition(' ')[0]}…"
