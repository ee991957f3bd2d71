"""Parser of numbers in publishers' files: strict about the format, with an error that explains what is odd."""

from __future__ import annotations

import re

NO_FIGURE = frozenset({"9999", "99999", "999999"})
"""Sentinels of many publishers for "no figure". Negative codes (-1, -9, -99, -999) need no list: all are refused."""

_PLAIN = re.compile(r"(?:0|[1-9][0-9]*)(?:\.[0-9]+)?|\.[0-9]+")
_GROUPED = re.compile(r"[1-9][0-9]{0,2}(?:,[0-9]{3})+(?:\.[0-9]+)?")
_ONE_GROUP = re.compile(r"[1-9][0-9]{0,2},[0-9]{3}")
_EXPONENT = re.compile(r"[0-9]+(?:\.[0-9]+)?[eE][+-]?[0-9]{1,2}")
_DECIMAL_COMMA = re.compile(r"-?[0-9]*(?:[. '][0-9]{3})*,[0-9]+")
_NEGATIVE = re.compile(r"[-−–]\s?[0-9][0-9.,]*")


class NotANumber(ValueError):  # noqa: N818  # it says what the text is
    """The text is no number of the format; the message explains why, and follows the text in an error."""


def parse_number(
    text: str, *, integer: bool = False, cross_checked: bool = False, allow_exponents: bool = False
) -> float:
    """A number from 0 up: digits, a point before decimals, commas between thousands and nothing else.

    `integer`: it is a count, so that a comma can only separate thousands ("12,345" could else be 12.345).
    `cross_checked`: other figures of the file verify it, so that 9999 is accepted as a number. `allow_exponents`: the
    format has them ("8.5e-05"). Raises NotANumber.
    """
    grouped = _GROUPED.fullmatch(text) is not None
    if grouped and not integer and _ONE_GROUP.fullmatch(text):
        raise NotANumber("could have a thousands mark or a decimal comma: save the file without commas in its numbers")
    if not (grouped or _PLAIN.fullmatch(text) or (allow_exponents and _EXPONENT.fullmatch(text))):
        raise NotANumber(_oddity(text))
    plain = text.replace(",", "")
    if not cross_checked and re.sub(r"\.0+\Z", "", plain) in NO_FIGURE:
        raise NotANumber("is what publishers write where they have no figure: see the notes of the file")
    return float(plain)


def _oddity(text: str) -> str:
    if _NEGATIVE.fullmatch(text):
        return (
            "is below zero, which no figure here can be; publishers write -1, -9, -99 or -999 where they have none: "
            "see the notes of the file"
        )
    if _DECIMAL_COMMA.fullmatch(text):
        return "has a decimal comma: save the file with points"
    if not text.isascii() and any(letter.isdigit() for letter in text):
        return "is not a number: it is written with other digits or marks than 0 to 9 and a point"
    if _EXPONENT.fullmatch(text):
        return "is not a number as this publisher writes one: a spreadsheet may have put the exponent"
    if re.fullmatch(r"0[0-9]+", text):
        return "is not a number but a code, with its zeros: have the cells of this row moved?"
    return "is not a number"
