"""Names of files: what, where and when a view is of, in words, from which the view's address can be made again.

`drug-overdose-deaths_black_counties_2021-2023_hampden-county.pdf` is read by a person, and by `view_of_name`. What its
parts do not say follows after two underscores as names and values: `…_2023__with-boston_lang-es.pdf`. A value that has
other letters than a name of a file may have stands as a number in 36 digits.
"""

from __future__ import annotations

import re
import string
from collections.abc import Iterator, Mapping
from itertools import chain

from components.documents.document import PAGES
from data.catalog.models import Catalog
from data.query.regions.member_code import DIGITS
from data.vocabulary import ALL, GROUPS, LEVEL_WORDS, OVERALL, TOPICS, VIEWS, slugify

Words = Mapping[str, str]
MOST = 172
"""Bytes of a name without its ending, so that with the longest it has 180 and any disk and mail program takes it."""
AT_MOST = 240
"""Bytes of a name that cannot be said in fewer: of two regions of a hundred towns each. Disks take 255."""
EXTRA, PAGE = "__", "page"
_OF_PAGES: Mapping[str, Words] = {
    "profile": {PAGE: "place"},
    "profiles": {PAGE: "place"},
    "where-it-is-worst": {PAGE: "worst"},
}
"""Parts that say which page a view is of, besides the names of pages."""
_NUMBERS = string.digits + string.ascii_lowercase
_PLAIN = re.compile(r"[a-z0-9-]+(?:_[a-z0-9-]+)*")
_PERIOD = re.compile(r"\d{4}(?:-\d{2}(?:_\d{4}-\d{2}|\d{2})?)?")
_PART = re.compile(r"\d{4}-\d{2}_\d{4}-\d{2}(?=_|$)|[^_]+")
"""A part of a name; some months are one, though an underscore stands between them."""
_TYPED = ("name", "with_name")
"""What a reader called a region: it changes no figure, and is left out where a name would be too long with it."""
_NOT_SAID: Mapping[str, Words] = {
    "explore": {"level": "state", "view": "map"},
    "gaps": {"level": "state", "by": "race_ethnicity"},
}
"""Of some pages, the words that are meant where the parts of a name say no other."""


def stem_of(page: str, words: Words, readable: str, catalog: Catalog) -> str:
    """The name of a file of a view, without its ending, in letters that every disk takes (a–z, 0–9, `-`, `_`, `.`).

    `words` are those of the page's address, `readable` says in parts what the view shows, `catalog` is the one in the
    reader's language.
    """
    said = _said(catalog)
    parts = _parts(re.sub(r"[^a-z0-9_-]+", "-", readable.lower()))
    if _page(parts, said) != page != PAGES[0]:
        parts = [page, *parts]
    called = {key: word for key, word in words.items() if key not in _TYPED}
    shorter = range(len(parts), -1, -1)
    names = [_name(page, wanted, parts[:kept], said) for wanted in (words, called) for kept in shorter]
    fitting = next((name for name in names if len(name) <= MOST), min(names, key=len))
    return fitting if len(fitting) <= AT_MOST else "_".join(parts)[:MOST]


def view_of_name(stem: str, catalog: Catalog) -> tuple[str, dict[str, str]]:
    """The page and the words of the address that a name, without its ending, is of.

    `catalog` is the one in the language that `language_of_name` finds in it. What means nothing is passed over.
    """
    readable, _, extra = stem.partition(EXTRA)
    return _read(_parts(readable), extra, _said(catalog))


def language_of_name(stem: str) -> str:
    """The code of the language that a name is in."""
    return dict(_extras(stem.partition(EXTRA)[2])).get("lang", "en")


_Said = Mapping[str, Mapping[str, str]]
"""What a part of a name says: words of an address, by the part."""


def _said(catalog: Catalog) -> _Said:
    """All that parts of names can say, in the language of the request. Where two say the same, the later one counts."""
    return dict(
        chain(
            ((place.slug, {"place": place.slug}) for place in catalog.places.values() if place.level != "state"),
            ((view, {"view": view}) for view in VIEWS),
            ((slugify(LEVEL_WORDS[level].plural), {"level": level}) for level in LEVEL_WORDS if level != "state"),
            ((slugify(kind.title), {"level": "area", "kind": kind.id}) for kind in catalog.area_kinds.values()),
            ((slugify(title), {"topic": topic}) for topic, title in TOPICS.items()),
            ((slugify(group.label), _group(group.id, group.dimension)) for group in GROUPS.values()),
            ((slugify(catalog.indicators[found].title), {"indicator": found}) for found in _by_rank(catalog)),
            ((level, {"level": level}) for level in LEVEL_WORDS),
            ((page, {PAGE: page}) for page in PAGES),
            _OF_PAGES.items(),
        )
    )


def _by_rank(catalog: Catalog) -> list[str]:
    """All measures: of those of one question, which often have one title, the first one last."""
    order = {
        found: -place for question in catalog.questions.values() for place, found in enumerate(question.indicators)
    }
    return sorted(catalog.indicators, key=lambda found: order.get(found, 0))


def _group(group: str, dimension: str) -> dict[str, str]:
    return {"group": ALL if group == OVERALL else group, "by": dimension}


def _name(page: str, words: Words, parts: list[str], said: _Said) -> str:
    """A name of some parts, and all that they do not say."""
    _, found = _read(parts, "", said)
    wanted = dict(words)
    if _page(parts, said) != page:
        wanted[PAGE] = page
        _, found = _read(parts, f"{PAGE}-{page}", said)
    left = [f"{_written(key)}-{_written(word)}" for key, word in wanted.items() if found.get(key) != word]
    left += [f"{_written(key)}-" for key in found if key not in words]
    return "_".join(parts) + (EXTRA + "_".join(left) if left else "")


def _read(parts: list[str], extra: str, said: _Said) -> tuple[str, dict[str, str]]:
    """What the parts of a name say, and the names and values behind them, which count for more."""
    extras = dict(_extras(extra))
    page = extras.pop(PAGE, _page(parts, said))
    words: dict[str, str] = {}
    for part in parts:
        found = said.get(part) or ({"year" if page == "maternity-access" else "period": part}
                                   if _PERIOD.fullmatch(part) else {})  # fmt: skip
        for key, word in found.items():
            # The second place or measure of a name is the one beside the first; more places stand beside it too.
            beside = "with" if key in words and key in ("place", "indicator") else key
            if key == "place" and "with" in words and word not in (words["place"], *words["with"].split(",")):
                words["with"] += f",{word}"
            elif key != PAGE:
                words.setdefault(beside, word)
    told = {**_NOT_SAID.get(page, {}), **words, **extras}
    return page, {key: word for key, word in told.items() if word}


def _parts(readable: str) -> list[str]:
    return _PART.findall(readable)


def _page(parts: list[str], said: _Said) -> str:
    return next((said[part][PAGE] for part in parts if PAGE in said.get(part, {})), PAGES[0])


def _extras(extra: str) -> Iterator[tuple[str, str]]:
    for pair in extra.split("_") if extra else ():
        key, _, value = pair.partition("-")
        yield key.replace(".", "_"), _value(value)


def _written(value: str) -> str:
    """A value in the letters of names: `_` is `.`; what has others is a number, of a region that of its code."""
    if not value or _PLAIN.fullmatch(value):
        return value.replace("_", ".")
    if all(letter in DIGITS for letter in value):
        number = 1
        for letter in value:
            number = 64 * number + DIGITS.index(letter)
        return f"..{_in_36(number)}"
    return f".{_in_36(int.from_bytes(b'1' + value.encode()))}"


def _value(written: str) -> str:
    """What `_written` wrote. A number that it did not write is no value."""
    if not written.startswith("."):
        return written.replace(".", "_")
    digits = written.lstrip(".")
    if not digits or any(letter not in _NUMBERS for letter in digits):
        return ""
    number = int(digits, 36)
    if written.startswith(".."):
        letters = ""
        while number > 1:
            number, last = divmod(number, 64)
            letters = DIGITS[last] + letters
        return letters
    return number.to_bytes((number.bit_length() + 7) // 8)[1:].decode(errors="replace")


def _in_36(number: int) -> str:
    written = ""
    while number:
        number, last = divmod(number, 36)
        written = _NUMBERS[last] + written
    return written
