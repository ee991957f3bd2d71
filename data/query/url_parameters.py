"""Query strings as mail, documents and people hand them on, parsed in one way wherever one is read.

Nothing is refused here: a word that means nothing keeps its letters, and `url.parse_query` says what it makes of it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from urllib.parse import parse_qs, parse_qsl, quote, unquote, urlencode

from data.language import language
from data.query.link_stamp import PARAMETER
from data.query.selection import PARAMETERS, QUESTION, to_query

FROM = "from"
"""Name of the query parameter whose value is an address of the site: the one that a reader has something to say of."""
_OF_PAGES = ("q", "only", "topic", "order", "form", "town", "add", "year", "newest", "source", "licence", "views", FROM)
KNOWN = (*PARAMETERS, QUESTION, PARAMETER, *_OF_PAGES, "v")
"""Names of all query parameters of the site; `q` is text that somebody typed, `topic` is of the pages `/worst` and
`/data`, `order` and `form` are of the pages of places, `town` and `add` of the form of regions, `year` of
`/maternity-access`, `newest`, `source` and `licence` of `/data`, `views` of `/briefing`, `from` of `/about`."""
TYPED = ("q", "name", "with_name")
"""Names of parameters that hold what somebody typed: brackets and stops at its end belong to it."""
LONGEST = 60
"""Letters of a word that are repeated to a reader: an address is anyone's text, a page of the state's is not."""

Words = Mapping[str, str | Sequence[str]]

_ESCAPED = re.compile(r"%[0-9A-Fa-f]{2}")
_AMPERSAND = r"(?:amp;|#0*38;|#x0*26;)"
# What is left of `&amp;` before the name of a word, and whatever else was taken for a part of it.
_BEFORE_NAME = re.compile(rf"^(?:[\s?&;]|{_AMPERSAND})+", re.IGNORECASE)
# Inside a word: what stands between two words of an address, where a name follows. What is typed may have such signs.
# So many coats and no more: without a bound each sign would be looked at once for every sign before it.
_BETWEEN = re.compile(rf"[&;]{_AMPERSAND}{{0,9}}(?=[a-z_][\w-]*=)", re.IGNORECASE)
_BETWEEN_KNOWN = re.compile(rf"[&;]{_AMPERSAND}{{0,9}}(?=(?:{'|'.join(KNOWN)})=)", re.IGNORECASE)
_UNSEEN = " \t\r\n\f\v\u00a0\u200b\u200e\u200f\u2028\u2029\u202f\u2060\u3000\ufeff"
"""Blanks, also those that cannot be seen: they come with what is copied from a document."""
_MOST_COATS = 20
"""Of percent signs around a word. Mail leaves two or three; what has more is nobody's word."""
_QUOTES = "\"'“”„‘’‚«»‹›`"
_AROUND = frozenset(_UNSEEN + _QUOTES)
_STOPS = ".,;:!?…"
_BRACKETS = {")": "(", "]": "[", "}": "{", ">": "<"}
_YEARS = re.compile(r"(\d\d)(\d\d)[–—](\d\d)")
_TO = re.compile(r"\s*(?:[‐‑‒–—―−-]|\b(?:to|through|until|a|até|hasta)\b)\s*", re.IGNORECASE)
_TO_MONTH = re.compile(r"(\d{4}-\d\d)-(\d{4}-\d\d)")


def read_query(query: str) -> dict[str, str]:
    """Query parameters of a query string, with or without its question mark."""
    return read_words(parse_qs(query.removeprefix("?"), keep_blank_values=True))


def read_words(parameters: Words) -> dict[str, str]:
    """Known query parameters, from names and values; a value is one text or several.

    A word that is said twice is what it is said to be last. Without `&amp;` or `;` between words, capitals in a name,
    a second coat of percent signs, and the blanks, quotation marks, brackets and full stops that stand around a word.
    """
    return {name: word for name, word in _pairs(parameters) if name in KNOWN and word}


def plain_query(query: str) -> str:
    """Normalised query string, its known parameters as they are read here; unchanged where that makes no difference.

    Words that are not known stay, behind the others.
    """
    original = parse_qsl(query, keep_blank_values=True)
    pairs = list(_pairs(parse_qs(query, keep_blank_values=True)))
    site_pairs = [(name, word) for name, word in pairs if name in KNOWN and word]
    words = dict(site_pairs)
    if len(words) == len(site_pairs) and sorted(pairs) == sorted(original):
        return query
    return urlencode([*words.items(), *(pair for pair in pairs if pair[0] not in KNOWN)], quote_via=quote)


def shortened(word: str) -> str:
    """A word as it is repeated to a reader: at most 60 letters of it."""
    return word if len(word) <= LONGEST else f"{word[:LONGEST]}…"


def in_language(path: str, **words: str) -> str:
    """URL of a page in the language of the request, with some words in their order; empty ones are left out."""
    given = {key: word for key, word in {**words, "lang": "" if language() == "en" else language()}.items() if word}
    return path + (to_query(given) if given else "")


def _pairs(parameters: Words) -> Iterator[tuple[str, str]]:
    """Names and values in order, also of parameters that were escaped inside another's value."""
    for name, several in parameters.items():
        for word in [several] if isinstance(several, str) else several:
            yield from _unescaped_pairs(name, word)


def _unescaped_pairs(name: str, word: str) -> Iterator[tuple[str, str]]:
    if _name(name) == FROM:
        yield FROM, word.strip(_UNSEEN)  # the words of an address inside another are not the other's
        return
    # Where the whole of an address was written in percent signs, all of it stands in the first name.
    text = f"{name}={word}" if word or "=" not in name else name
    typed = _name(_BEFORE_NAME.sub("", name, count=1)) == "q"
    for _ in range(_MOST_COATS):
        if typed or not _ESCAPED.search(text):
            break
        text = unquote(text)
    else:
        text = f"{name}=%" if word else "%"
    text = _BEFORE_NAME.sub("", text, count=1)
    parts = [part.partition("=") for part in (_BETWEEN_KNOWN if typed else _BETWEEN).split(text)]
    if not any(_name(first) in KNOWN for first, _, _ in parts):
        yield name, word
        return
    for first, _, rest in parts:
        parameter = _name(first)
        yield (parameter, _word(parameter, rest)) if parameter in KNOWN else (first, rest)


def _name(text: str) -> str:
    """Name of a query parameter in lower case, without the blanks around it, visible or not."""
    return text.strip(_UNSEEN).lower()


def _word(name: str, text: str) -> str:
    word = text.strip(_UNSEEN)
    if name in TYPED:
        return word
    word = _bare(word)
    return _period(word) if name == "period" and len(word) <= LONGEST else word


def _bare(text: str) -> str:
    """A word without what stands around it: it may be ten thousand brackets, which are looked at once each."""
    left = {sign: text.count(sign) for pair in _BRACKETS.items() for sign in pair}
    start, end, before = 0, len(text), (-1, -1)
    while before != (start, end):
        before = start, end
        while start < end and text[start] in _AROUND:
            start += 1
        while start < end and text[end - 1] in _AROUND:
            end -= 1
        while start < end and text[end - 1] in _STOPS:
            end -= 1
        last = text[end - 1] if start < end else ""
        if last in _BRACKETS and left[last] > left[_BRACKETS[last]]:
            left[last] -= 1
            end -= 1
    return text[start:end]


def _period(word: str) -> str:
    """A period with its dash as an address writes it, from how the site and other texts print it: 2018–2020, 2018–20.

    An en dash before two digits stands between years: `2018-20` would be a month.
    """
    years = _YEARS.fullmatch(word)
    if years is not None and years[2] < years[3]:
        return f"{years[1]}{years[2]}-{years[1]}{years[3]}"
    plain = _TO.sub("-", word)
    return _TO_MONTH.sub(r"\1_\2", plain) if any(letter.isdigit() for letter in plain) else word
