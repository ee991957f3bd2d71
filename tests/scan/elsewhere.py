"""What is said outside the views: hits of a search, notices on words that cannot be followed, and files to take along.

Each is read as a state whose announcement it is, so that the checks of Spanish and Portuguese hold for it too.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import suppress
from datetime import date
from typing import Any
from urllib.parse import urlencode

from components.documents.document import NothingToExportError
from components.documents.formats.csv import about, csv_text
from components.page.share import version_notices
from components.views.describe import describe
from components.views.gaps.words import side_name
from data.analysis.gap_selection import gap_view
from data.language import use_language
from data.query.answers import Answers
from data.query.selection import Selection
from data.query.url import parse_query
from tests.scan.said import Said
from tests.scan.states import LANGUAGES
from tests.site import Site

PHRASES = ("diabetes", "opioid", "black", "sugar", "moms", "boston", "overdose lawrence", "black infant deaths",
           "holyoke springfield", "is the black maternal gap closing", "01840", "zzzz", "")  # fmt: skip
OVERDOSE = {"indicator": "drug_overdose_deaths"}
UNFOLLOWED = (
    {"indicator": "nosuch"}, {"question": "nosuch"}, {**OVERDOSE, "period": "1950"}, {**OVERDOSE, "period": "never"},
    {**OVERDOSE, "group": "nosuch"}, {**OVERDOSE, "group": "male"}, {**OVERDOSE, "place": "bostn"},
    {**OVERDOSE, "place": "lawrence"}, {**OVERDOSE, "level": "nosuch"}, {**OVERDOSE, "level": "municipality"},
    {**OVERDOSE, "view": "nosuch"}, {**OVERDOSE, "by": "income"}, {**OVERDOSE, "reference": "nosuch"},
    {**OVERDOSE, "with": "nosuch", "view": "compare"}, {**OVERDOSE, "each": "nosuch", "view": "multiples"},
    {**OVERDOSE, "colours": "nosuch"}, {**OVERDOSE, "nosuch": "1"},
)  # fmt: skip
"""Words of addresses that cannot be followed, of each kind one."""
UNCOMPARED = (
    {**OVERDOSE, "group": "black_nh", "reference": "black_nh"}, {**OVERDOSE, "group": "nhopi_nh"},
    {**OVERDOSE, "reference": "nosuch"}, {**OVERDOSE, "place": "boston"}, {**OVERDOSE, "period": "2030"},
)  # fmt: skip
STAMPS = ("000000000000.0.0", "nonsense", "abc")
"""Of links: made with other data, and such that cannot be read."""
TOLD = ("notice", "under the figure", "beside the figures", "reading", "filter")
"""What a file says of itself in our own words beside title and notes, which are the view's."""
TODAY = date(2026, 11, 29)


def elsewhere(site: Site, selections: Iterator[Selection]) -> Iterator[Said]:
    """Everything said outside the views, in each language; files are of `selections`, in theirs."""
    answers: Answers = site.app.server.extensions["answers"]
    for code in LANGUAGES:
        yield from _searches(site, code)
        with use_language(code):
            yield from _notices(answers, code)
    for selection in selections:
        with use_language(selection.language), suppress(NothingToExportError):
            yield _file(answers.to(selection))


def _searches(site: Site, code: str) -> Iterator[Said]:
    for phrase in PHRASES:
        address = f"/search.json?{urlencode({'q': phrase, 'lang': code})}"
        found: dict[str, Any] = site.get(address).get_json()
        texts = [found["said"].replace(phrase, " ") if phrase else found["said"]]
        for group in found["groups"]:
            texts.append(group["label"])
            # Places keep their names.
            texts += [option["title"] for option in group["options"] if group["kind"] != "place"]
            texts += [option["detail"] for option in group["options"]]
        yield Said(address=address, language=code, live=". ".join(texts), page=" | ".join(texts))


def _notices(answers: Answers, code: str) -> Iterator[Said]:
    for words in UNFOLLOWED:
        asked = {**words, "lang": code}
        yield _noticed(f"/explore?{urlencode(asked)}", code, parse_query(asked, answers.catalog)[1])
    for words in UNCOMPARED:
        asked = {**words, "lang": code}
        yield _noticed(f"/gaps?{urlencode(asked)}", code, gap_view(asked, answers, side_name).notices)
    answer = answers.to(parse_query({**OVERDOSE, "lang": code}, answers.catalog)[0])
    for stamp in STAMPS:
        yield _noticed(f"/explore?data={stamp}&lang={code}", code, version_notices(answer, stamp))


def _noticed(address: str, code: str, sentences: tuple[str, ...]) -> Said:
    offers = [name for sentence in sentences for name, _ in getattr(sentence, "offers", ())]
    texts = [*sentences, *offers]
    return Said(address=address, language=code, live=" ".join(texts), page=" | ".join(texts))


def _file(answer: Any) -> Said:
    """The words of a view's CSV that are not the view's own, and whether each of its values has a unit."""
    document = describe(answer, "https://example.org", TODAY)
    told = [text for item, text in about(document) if item in TOLD]
    heads = [column.head for table in document.tables for column in table.columns]
    bare = "".join(row.place for table in document.tables for row in table.rows if not _has_unit(table))
    assert csv_text(document)
    return Said(
        address=f"/api/v1/views/explore.csv{answer.selection.query()}",
        language=answer.selection.language,
        live=". ".join([*told, *heads]),
        title=f"1.5 {bare}" if bare else "",
    )


def _has_unit(table: Any) -> bool:
    return all(column.unit for column in table.columns if column.id == "value")
