"""Stamp of a shared link: the version of the data and a fingerprint of the figures, made and compared later.

Old files are not kept. A link therefore carries, beside the file's version, a fingerprint of the question it asks and
of the figures it showed: `data=630c64a3c89e.4f2a7f3a1c`. Whether the figures of a view have changed is then known from
the link alone.
"""

from __future__ import annotations

import hashlib
import re
from operator import attrgetter
from typing import Literal

from data.query.rows import Rows
from data.query.selection import Answer

PARAMETER = "data"
"""The word of an address that carries it. It is no part of a question: following any choice drops it."""

QUESTION, FIGURES = 4, 6
"""Hexadecimal digits for each. Changed figures pass for the same ones once in 16 million (16⁶) changes."""
DIGITS = 6
"""Significant digits of a figure that count: more than are shown, fewer than machines and libraries agree on."""

_KEYS = ("geo_id", "dimension", "stratum", "period", "status", "verdict")
_NUMBERS = ("value", "ci_low", "ci_high", "numerator", "denominator", "ratio", "ratio_low", "ratio_high")
_KEYS_OF, _NUMBERS_OF = attrgetter(*_KEYS), attrgetter(*_NUMBERS)
_NUMBER = f"{{:.{DIGITS}g}}".format
_EVERY = ("places", "state", "everyone", "groups", "trend")
_SHOWN: dict[str, tuple[str, ...]] = {
    "map": _EVERY,
    "trend": ("places", "state", "everyone", "trend"),
    "groups": ("places", "state", "everyone", "groups"),
    "table": _EVERY,
}
"""The tables that a view shows figures of; a view that is not here shows all. Their names count in the stamp."""
_WORDS_OF_FORM = ("lang", "classes")
"""Words of an address that change how figures are shown, and none of them."""
_STAMP = re.compile(rf"([0-9a-f]{{6,64}})\.([0-9a-f]{{{QUESTION}}})([0-9a-f]{{{FIGURES}}})")

Finding = Literal["current", "same", "changed", "unknown", "unreadable"]


def make_stamp(answer: Answer) -> str:
    """Stamp of a link to an answer: the version of the file, a dot, and the fingerprint of the view."""
    return f"{answer.catalog.version}.{_question(answer)}{fingerprint(answer)}"


def fingerprint(answer: Answer) -> str:
    """Six hexadecimal digits over every figure the view shows, with its status and comparison.

    The same on every machine and in every process; neither the order of rows nor a source's name counts.
    """
    every = {"places": answer.places, "state": answer.state, "everyone": answer.overall, "groups": answer.groups,
             "trend": answer.trend}  # fmt: skip
    tables = {name: every[name] for name in _SHOWN.get(answer.selection.view, _EVERY)}
    if answer.series is not None:
        tables["series"] = answer.series
    lines = [f"{name}|{line}" for name, rows in tables.items() for line in sorted(_lines(rows))]
    lines += [fingerprint(other) for other in answer.related]
    return hashlib.sha256("\n".join(lines).encode()).hexdigest()[:FIGURES]


def compare_stamp(word: str, answer: Answer) -> Finding:
    """Compare the stamp of a link, `word`, with the answer to the link.

    `current`: made with this file. `same` and `changed`: made with another, and the view's figures are the same, or are
    not. `unknown`: made with another file for another question: the address was edited, or its period is no longer
    there. `unreadable`: the word is none of ours, or was cut off.
    """
    stamped = _STAMP.fullmatch(word)
    if stamped is None:
        return "unreadable"
    version, question, figures = stamped.groups()
    if version == answer.catalog.version:
        return "current"
    if question != _question(answer):
        return "unknown"
    return "same" if figures == fingerprint(answer) else "changed"


def _question(answer: Answer) -> str:
    words = answer.selection.parameters()
    query = "&".join(f"{key}={word}" for key, word in sorted(words.items()) if key not in _WORDS_OF_FORM)
    return hashlib.sha256(query.encode()).hexdigest()[:QUESTION]


def _lines(rows: Rows) -> list[str]:
    # Adding zero takes the sign from a zero that was reached from below.
    return [
        "|".join([*keys, *["" if number != number else _NUMBER(number + 0.0) for number in numbers]])
        for keys, numbers in zip(map(_KEYS_OF, rows), map(_NUMBERS_OF, rows), strict=True)
    ]
